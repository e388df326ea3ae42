import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMinutes } from '../kit/time.ts'
import { byLuis, byTara, dispatched, finishBody, luis, type Recorder, tara } from '../work-orders/testing.ts'
import { priceCatalogue } from './catalogue.ts'
import { ledgerEntry, valued } from './ledger.ts'
import { price } from './price.ts'
import { begin, exampleRows, invoiceAll, orderOf, visit } from './testing.ts'

const catalogue = priceCatalogue(exampleRows)
const finished = addMinutes(begin, 60)
const entryOf = (recorder: Recorder, purchaseOrderRequired = false) =>
  ledgerEntry(orderOf(recorder), { purchaseOrderRequired })

function worked(): Recorder {
  const recorder = dispatched([luis, tara])
  recorder.send('arrive', { visit, technician: luis, at: begin }, byLuis)
  return recorder
}

test('work stands in the ledger from its finish on, and waits for the review of billing', () => {
  const recorder = worked()
  assert.equal(entryOf(recorder), null)
  recorder.send('finish', finishBody(visit, luis, finished), byLuis)
  const { place, code, owner, since, completedAt } = entryOf(recorder) ?? assert.fail('it is completed')
  assert.deepEqual([place, code, owner, since, completedAt], ['blocked', 'to_review', 'billing', finished, finished])
  assert.equal(entryOf(recorder, true)?.code, 'purchase_order_missing')
})

test('while a mate is still on site work stands nowhere', () => {
  const recorder = worked()
  recorder.send('arrive', { visit, technician: tara, at: addMinutes(begin, 10) }, byTara)
  recorder.send('finish', finishBody(visit, luis, finished), byLuis)
  assert.equal(entryOf(recorder), null)
  recorder.send('leave', { visit, technician: tara, at: addMinutes(begin, 90), note: '' }, byTara)
  assert.equal(entryOf(recorder)?.code, 'to_review')
})

test('an open flag is for the dispatcher, since it was raised or the work was completed, whichever came later', () => {
  const recorder = dispatched([luis])
  const late = { heard: addMinutes(finished, 5) }
  recorder.send('arrive', { visit, technician: tara, at: begin }, byTara, late)
  recorder.send('finish', finishBody(visit, tara, finished), byTara, late)
  const [flag] = recorder.work.flags
  const { code, owner, since } = entryOf(recorder) ?? assert.fail('it is completed')
  assert.deepEqual([code, owner, since], ['flags_open', 'dispatcher', flag?.raisedAt])
})

test('invoiced work is worth what its invoices say, and stays in the first place any of them is in', () => {
  const recorder = worked()
  recorder.send('finish', finishBody(visit, luis, finished), byLuis)
  const { net } = price(orderOf(recorder), catalogue)
  invoiceAll(recorder, catalogue)
  const { place, code, invoiced } = entryOf(recorder) ?? assert.fail('it is completed')
  assert.deepEqual([place, code, invoiced], ['invoiced', null, net])
})

test('what comes to less than was invoiced is to be credited, by billing', () => {
  const recorder = worked()
  recorder.send('finish', finishBody(visit, luis, finished), byLuis)
  recorder.send('approve', { version: recorder.work.version })
  const ready = entryOf(recorder) ?? assert.fail('it is completed')
  assert.deepEqual([ready.place, ready.code], ['ready', null])
  assert.deepEqual(valued(ready, 100), ready)
  const { place, code, owner } = valued(ready, -100)
  assert.deepEqual([place, code, owner], ['blocked', 'to_credit', 'billing'])
})
