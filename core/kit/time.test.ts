import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatMinutes, formatSpan, minutesBetween } from './time.ts'

test('a duration is the difference of the times shown beside it, whatever the seconds were', () => {
  const [from, to] = ['2026-11-23T13:01:05.000Z', '2026-11-23T14:16:50.000Z']
  assert.equal(formatSpan(from, to, 'America/New_York', 'en-US'), '8:01 AM – 9:16 AM EST')
  assert.equal(formatMinutes(minutesBetween(from, to)), '1 h 15 min')
  assert.equal(minutesBetween('2026-11-23T13:01:59.999Z', '2026-11-23T13:02:00.000Z'), 1)
  assert.equal(minutesBetween('2026-11-23T13:01:00.000Z', '2026-11-23T13:01:59.999Z'), 0)
})

test('clocks that follow one another add up to the time from the first to the last', () => {
  const turns = [
    '2026-11-23T08:00:40.000Z',
    '2026-11-23T08:30:20.500Z',
    '2026-11-23T08:59:50.000Z',
    '2026-11-23T10:00:10.000Z',
  ]
  const parts = turns.slice(1).map((turn, n) => minutesBetween(turns[n] ?? '', turn))
  assert.deepEqual(parts, [30, 29, 61])
  assert.equal(minutesBetween(turns[0] ?? '', turns.at(-1) ?? ''), 120)
})

test('a night across a clock change counts the hours that were', () => {
  assert.equal(minutesBetween('2026-10-24T21:30:00.000Z', '2026-10-25T03:00:00.000Z'), 330)
})
