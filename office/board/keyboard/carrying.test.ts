import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom, millisecondsOf } from '#core/kit/time.ts'
import { axisOf } from '../axis.ts'
import type { Target } from '../carry.ts'
import { carriedOn, type Course, takenOnClock } from './carrying.ts'

const berlin = 'Europe/Berlin'
const ground = (...dates: string[]) => ({ axis: axisOf(dates, [7, 18], berlin, 60), rows: ['ada', 'ben'], step: 5 })
const target = (start: string, more: Partial<Target> = {}): Target => ({
  row: 'ada',
  start: millisecondsOf(start),
  minutes: 60,
  mode: 'move',
  ...more,
})
const carried = (from: Target, course: Course, on: ReturnType<typeof ground>) => {
  const next = carriedOn(from, course, on)
  return next && instantFrom(next.start)
}

test('a press carries to the next full step of the clock, and past the shown hours to the next day', () => {
  const days = ground('2026-11-23', '2026-11-24')
  assert.equal(carried(target('2026-11-23T10:03:00+01:00'), 'later', days), '2026-11-23T09:05:00.000Z')
  assert.equal(carried(target('2026-11-23T10:03:00+01:00'), 'earlier', days), '2026-11-23T09:00:00.000Z')
  assert.equal(carried(target('2026-11-23T17:55:00+01:00'), 'later', days), '2026-11-24T06:00:00.000Z')
  assert.equal(carried(target('2026-11-24T07:00:00+01:00'), 'earlier', days), '2026-11-23T16:55:00.000Z')
})

test('where the board ends nothing is carried further, and whoever is added comes at the time there is', () => {
  const day = ground('2026-11-23')
  assert.equal(carriedOn(target('2026-11-23T17:55:00+01:00'), 'later', day), null)
  assert.equal(carriedOn(target('2026-11-23T10:00:00+01:00'), 'day_after', day), null)
  assert.equal(carriedOn(target('2026-11-23T10:00:00+01:00'), 'row_before', day), null)
  assert.equal(carriedOn(target('2026-11-23T10:00:00+01:00', { row: 'ben' }), 'row_after', day), null)
  assert.equal(carriedOn(target('2026-11-23T10:00:00+01:00'), 'row_after', day)?.row, 'ben')
  assert.equal(carriedOn(target('2026-11-23T10:00:00+01:00', { mode: 'add' }), 'later', day), null)
})

test('a day later is the same time on the clock, also over a change of clocks', () => {
  const days = ground('2026-10-24', '2026-10-25')
  assert.equal(carried(target('2026-10-24T10:00:00+02:00'), 'day_after', days), '2026-10-25T09:00:00.000Z')
  assert.equal(carried(target('2026-10-25T10:00:00+01:00'), 'day_before', days), '2026-10-24T08:00:00.000Z')
})

test('an hour the clock jumps over is the one after it', () => {
  const days = ground('2027-03-27', '2027-03-28')
  assert.equal(carried(target('2027-03-27T02:30:00+01:00'), 'day_after', days), '2027-03-28T01:30:00.000Z')
})

test('of an hour the clock jumps over or shows twice, what is taken is said; of any other nothing', () => {
  const taken = (from: Target, course: Course, on: ReturnType<typeof ground>) => {
    const next = carriedOn(from, course, on)
    return next && takenOnClock(from.start, next.start, berlin)
  }
  const spring = ground('2027-03-27', '2027-03-28', '2027-03-29')
  assert.equal(
    taken(target('2027-03-27T02:30:00+01:00'), 'day_after', spring),
    '02:30 does not exist that day; 03:30 is meant',
  )
  assert.equal(taken(target('2027-03-27T03:30:00+01:00'), 'day_after', spring), null)
  const autumn = ground('2026-10-24', '2026-10-25', '2026-10-26')
  const twice = '02:30 exists twice that day; the first is meant'
  assert.equal(taken(target('2026-10-24T02:30:00+02:00'), 'day_after', autumn), twice)
  assert.equal(taken(target('2026-10-26T02:30:00+01:00'), 'day_before', autumn), twice)
  assert.equal(carried(target('2026-10-26T02:30:00+01:00'), 'day_before', autumn), '2026-10-25T00:30:00.000Z')
  assert.equal(taken(target('2026-10-25T02:30:00+01:00'), 'day_after', autumn), null)
})
