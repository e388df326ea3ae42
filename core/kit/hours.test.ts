import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addMinutes, type Instant, minutesBetween, resolveLocal } from './time.ts'
import { afterOpenMinutes, type Calendar, openMinutesBetween, openOn, weekdays } from './hours.ts'

const berlin = 'Europe/Berlin'
const office: Extract<Calendar, { kind: 'hours' }> = {
  kind: 'hours',
  zone: berlin,
  week: weekdays({ from: '07:00', to: '17:00' }),
  days: new Map(),
}
const always: Calendar = { kind: 'around_the_clock' }

function at(date: string, time: string, zone = berlin): Instant {
  const found = resolveLocal(date, time, zone)
  if (found.kind !== 'one') throw new Error(`${date} ${time} is not one instant`)
  return found.instant
}

test('four working hours from a Friday at 15:30 end on Monday at 09:30', () => {
  assert.equal(afterOpenMinutes(office, at('2026-11-20', '15:30'), 240), at('2026-11-23', '09:30'))
})

test('eight working hours over the weekend the clocks go back end on Monday at 14:00 CET', () => {
  assert.equal(afterOpenMinutes(office, at('2026-10-23', '16:00'), 480), at('2026-10-26', '14:00'))
  assert.equal(at('2026-10-26', '14:00'), '2026-10-26T13:00:00.000Z')
})

test('around the clock an hour is an hour, also in the night the clocks change', () => {
  assert.equal(afterOpenMinutes(always, '2026-10-24T22:00:00.000Z', 480), '2026-10-25T06:00:00.000Z')
})

test('a holiday does not count, and a Saturday that is worked does', () => {
  const christmas: Calendar = {
    ...office,
    days: new Map([
      ['2026-12-25', []],
      ['2026-12-26', [{ from: '08:00', to: '10:00' }]],
    ]),
  }
  assert.equal(afterOpenMinutes(christmas, at('2026-12-24', '16:00'), 120), at('2026-12-26', '09:00'))
})

test('time that waits for the customer does not count', () => {
  const waits = [{ from: at('2026-11-20', '16:00'), to: at('2026-11-23', '08:00') }]
  assert.equal(afterOpenMinutes(office, at('2026-11-20', '15:30'), 240, waits), at('2026-11-23', '11:30'))
  assert.equal(openMinutesBetween(office, at('2026-11-20', '15:30'), at('2026-11-23', '11:30'), waits), 240)
})

test('work raised while nobody works begins to count when somebody does', () => {
  assert.equal(afterOpenMinutes(office, at('2026-11-21', '03:00'), 60), at('2026-11-23', '08:00'))
  assert.equal(openMinutesBetween(office, at('2026-11-21', '03:00'), at('2026-11-23', '07:00')), 0)
})

test('the night shift of the day the clocks go back is an hour longer, that of the day they go forward an hour shorter', () => {
  const nights: typeof office = { ...office, week: weekdays({ from: '00:00', to: '24:00' }) }
  const length = (date: string) => {
    const [span] = openOn({ ...nights, days: new Map([[date, [{ from: '00:00', to: '06:00' }]]]) }, date)
    return span && minutesBetween(span.from, span.to)
  }
  assert.deepEqual([length('2026-10-25'), length('2026-03-29'), length('2026-11-23')], [420, 300, 360])
})

test('hours that begin when the clocks skip begin after it, and those that end in the doubled hour end with it', () => {
  const own = (date: string, from: string, to: string) =>
    openOn({ ...office, days: new Map([[date, [{ from, to }]]]) }, date)
  assert.deepEqual(own('2026-03-29', '02:30', '08:00'), [
    { from: '2026-03-29T01:30:00.000Z', to: '2026-03-29T06:00:00.000Z' },
  ])
  assert.deepEqual(own('2026-10-25', '00:00', '02:30'), [
    { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T01:30:00.000Z' },
  ])
})

test('a calendar that is never open has no answer, and counts nothing', () => {
  const closed: Calendar = { ...office, week: [[], [], [], [], [], [], []] }
  assert.equal(afterOpenMinutes(closed, at('2026-11-20', '15:30'), 1), null)
  assert.equal(openMinutesBetween(closed, at('2026-11-20', '15:30'), at('2026-11-27', '15:30')), 0)
})

test('counting on and counting between agree, wherever it begins and whatever is left out', () => {
  const minute = fc
    .integer({ min: 0, max: 60 * 24 * 30 })
    .map((minutes) => addMinutes('2026-10-10T00:00:00.000Z', minutes))
  const span = fc
    .tuple(minute, fc.integer({ min: 0, max: 3000 }))
    .map(([from, long]) => ({ from, to: addMinutes(from, long) }))
  fc.assert(
    fc.property(
      minute,
      fc.integer({ min: 1, max: 6000 }),
      fc.array(span, { maxLength: 4 }),
      (from, minutes, without) => {
        const due = afterOpenMinutes(office, from, minutes, without)
        assert.ok(due !== null)
        assert.equal(openMinutesBetween(office, from, due, without), minutes)
        assert.equal(openMinutesBetween(office, from, addMinutes(due, -1), without), minutes - 1)
      },
    ),
    { numRuns: 300, seed: 20261123 },
  )
})
