import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customerSentence, whySentence } from './why.ts'

const card = { rateCard: 'card', rateCardName: 'Standard', rateCardVersion: 1 }
const labour = { rule: 'labour', ...card, recorded: 70, step: 15, minimum: 60, rounded: 75, billedBefore: 0 } as const

test('on the paper the customer reads how worked time became charged time, without the names of rates', () => {
  assert.equal(customerSentence({ why: labour }), '1 h 10 min worked, charged as 1 h 15 min')
  assert.equal(
    customerSentence({ why: { ...labour, recorded: 20, rounded: 60, billedBefore: 30 } }),
    '20 min worked, 1 h is the least that is charged, 30 min invoiced before',
  )
  assert.equal(customerSentence({ why: { ...labour, recorded: 75 } }), null)
})

test('fees, parts and what the office added stand on the paper by themselves; the office reads the rule', () => {
  const fee = { rule: 'call_out_fee', ...card } as const
  assert.equal(customerSentence({ why: fee }), null)
  assert.equal(customerSentence({ why: { rule: 'added', by: 'Anna', reason: 'Agreed by phone' } }), null)
  assert.equal(whySentence({ why: fee }), 'Call-out once a visit, rate Standard')
})
