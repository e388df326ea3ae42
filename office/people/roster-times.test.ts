import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spanOf, timesFor, timesOf } from './roster-times.ts'
import { rosterWhen } from './roster-words.ts'

const berlin = 'Europe/Berlin'
const today = '2026-11-23'

test('time off is entered in days of the technician’s zone, and read back as days', () => {
  const times = { ...timesFor('absent', today), last: '2026-11-27' }
  const span = spanOf(times, berlin, null)
  assert.deepEqual(span, { from: '2026-11-22T23:00:00.000Z', to: '2026-11-27T23:00:00.000Z' })
  assert.ok(span)
  const again = timesOf(span, berlin)
  assert.deepEqual([again.days, again.first, again.last], [true, today, '2026-11-27'])
  assert.equal(rosterWhen(span, berlin, 'en-GB', today), 'Mon 23 Nov – Fri 27 Nov')
})

test('a last day before the first, or an end before the beginning, is no time yet', () => {
  assert.equal(spanOf({ ...timesFor('absent', today), last: '2026-11-22' }, berlin, null), null)
  const evening = timesFor('extra', today)
  assert.equal(spanOf({ ...evening, end: { ...evening.end, time: '16:00' } }, berlin, null), null)
})

test('a beginning in an hour that is there twice waits for the answer', () => {
  const night = timesFor('on_call', '2026-10-25')
  const times = { ...night, begin: { ...night.begin, time: '02:30' } }
  assert.equal(spanOf(times, berlin, null), null)
  const answered = { ...times, begin: { ...times.begin, choice: 'later' as const } }
  assert.equal(spanOf(answered, berlin, null)?.from, '2026-10-25T01:30:00.000Z')
})

test('what was not touched stays to the second', () => {
  const was = { from: '2026-11-23T16:00:12.345Z', to: '2026-11-24T06:00:00.000Z' }
  assert.deepEqual(spanOf(timesOf(was, berlin), berlin, was), was)
  assert.equal(rosterWhen(was, berlin, 'en-GB', today), 'Mon 23 Nov, 17:00 – Tue 24 Nov, 07:00 CET')
})
