import assert from 'node:assert/strict'
import { test } from 'node:test'
import { envelopeVersion } from './envelope.ts'
import { readEnvelope } from './upcast.ts'

const id = '01a208ce-f48b-7810-89ab-4bce61570551'
const captured = {
  v: 1,
  id,
  stream: { kind: 'work_order', id },
  type: 'note',
  body: { text: 'Loud' },
  seen: 1,
  at: { wall: '2026-11-23T09:00:00.000Z', mono: 1, life: 'one', offset: null },
}
/** Two versions later: `text` became `words`, then a note got an audience. */
const later = {
  version: 3,
  steps: new Map([
    [1, ({ body, ...rest }: Record<string, unknown>) => ({ ...rest, body: { words: textOf(body) } })],
    [2, ({ body, ...rest }: Record<string, unknown>) => ({ ...rest, body: { ...Object(body), audience: 'crew' } })],
  ]),
}
const textOf = (body: unknown) => (typeof body === 'object' && body && 'text' in body ? body.text : '')

test('S10: a command of today is read as it is', () => {
  assert.deepEqual(readEnvelope(captured), captured)
})

test('S10: a command of an earlier version goes through every step to today’s words', () => {
  assert.deepEqual(readEnvelope(captured, later)?.body, { words: 'Loud', audience: 'crew' })
  assert.deepEqual(readEnvelope({ ...captured, v: 2, body: { words: 'Loud' } }, later)?.body, {
    words: 'Loud',
    audience: 'crew',
  })
})

test('S10: what no version ever was, and what a newer app froze, cannot be read and is held', () => {
  for (const v of [0, envelopeVersion + 1, '1', null, undefined, 1.5])
    assert.equal(readEnvelope({ ...captured, v }), null)
  for (const value of [null, 'text', [captured], 7]) assert.equal(readEnvelope(value), null)
})
