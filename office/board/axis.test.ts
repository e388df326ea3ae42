import assert from 'node:assert/strict'
import { test } from 'node:test'
import { millisecondsOf } from '#core/kit/time.ts'
import { axisOf, hoursFor, snapped, timeAt, xOf } from './axis.ts'

const berlin = 'Europe/Berlin'
const at = (instant: string) => millisecondsOf(instant)

test('time goes across by the clock of the company, and a place on the board is a time again', () => {
  const axis = axisOf(['2026-11-23', '2026-11-24'], [7, 18], berlin, 60)
  assert.equal(axis.width, 2 * 11 * 60)
  assert.equal(xOf(axis, at('2026-11-23T09:00:00+01:00')), 120)
  assert.equal(xOf(axis, at('2026-11-24T07:30:00+01:00')), 11 * 60 + 30)
  assert.equal(timeAt(axis, 120), at('2026-11-23T09:00:00+01:00'))
  assert.equal(timeAt(axis, 11 * 60 + 30), at('2026-11-24T07:30:00+01:00'))
})

test('a night between two days takes no room, and beyond the ends is the nearest end', () => {
  const axis = axisOf(['2026-11-23', '2026-11-24'], [7, 18], berlin, 60)
  assert.equal(xOf(axis, at('2026-11-23T23:00:00+01:00')), 11 * 60)
  assert.equal(xOf(axis, at('2026-11-22T12:00:00+01:00')), 0)
  assert.equal(xOf(axis, at('2026-11-26T12:00:00+01:00')), axis.width)
  assert.equal(timeAt(axis, -50), at('2026-11-23T07:00:00+01:00'))
  assert.equal(timeAt(axis, 99_999), at('2026-11-24T18:00:00+01:00'))
})

test('on the day clocks go back a whole day is an hour wider, and both hours of the same name have their place', () => {
  const axis = axisOf(['2026-10-25'], [0, 24], berlin, 60)
  assert.equal(axis.width, 25 * 60)
  const first = xOf(axis, at('2026-10-25T02:30:00+02:00'))
  const second = xOf(axis, at('2026-10-25T02:30:00+01:00'))
  assert.equal(Math.round(second - first), 60)
  assert.equal(Math.round(timeAt(axis, second)), at('2026-10-25T02:30:00+01:00'))
})

test('on the day clocks go forward a whole day is an hour narrower, and the hour that is not there takes no room', () => {
  const axis = axisOf(['2027-03-28'], [0, 24], berlin, 60)
  assert.equal(axis.width, 23 * 60)
  assert.equal(timeAt(axis, 2 * 60), at('2027-03-28T03:00:00+02:00'))
  assert.equal(xOf(axis, at('2027-03-28T03:00:00+02:00')), 120)
})

test('the same hours stand side by side in the week clocks change: a working day is as wide as every other', () => {
  const axis = axisOf(['2026-10-24', '2026-10-25', '2026-10-26'], [7, 18], berlin, 60)
  assert.deepEqual(
    axis.days.map(({ width }) => width),
    [660, 660, 660],
  )
})

test('a drop lands on full steps of the clock, also where a zone is a quarter of an hour off', () => {
  assert.equal(snapped(at('2026-11-23T09:07:20Z'), 5), at('2026-11-23T09:05:00Z'))
  assert.equal(snapped(at('2026-11-23T09:08:00Z'), 15), at('2026-11-23T09:15:00Z'))
  const kathmandu = snapped(at('2026-11-23T09:02:00+05:45'), 15)
  assert.equal(kathmandu, at('2026-11-23T09:00:00+05:45'))
})

test('the hours shown are those of a working day, and more where something lies outside', () => {
  const spans = (from: string, to: string) => [{ from: `2026-11-23T${from}:00+01:00`, to: `2026-11-23T${to}:00+01:00` }]
  assert.deepEqual(hoursFor([], ['2026-11-23'], berlin), [7, 18])
  assert.deepEqual(hoursFor(spans('05:40', '06:10'), ['2026-11-23'], berlin), [5, 18])
  assert.deepEqual(hoursFor(spans('17:00', '19:20'), ['2026-11-23'], berlin), [7, 20])
  assert.deepEqual(hoursFor(spans('17:00', '19:20'), ['2026-11-24'], berlin), [7, 18])
  const night = [{ from: '2026-11-23T22:00:00+01:00', to: '2026-11-24T04:00:00+01:00' }]
  assert.deepEqual(hoursFor(night, ['2026-11-23', '2026-11-24'], berlin), [0, 24])
})

test('an evening is shown to its end also on the days clocks change', () => {
  const evening = (zone: string, date: string) => [{ from: `${date}T18:30:00${zone}`, to: `${date}T19:30:00${zone}` }]
  assert.deepEqual(hoursFor(evening('+02:00', '2027-03-28'), ['2027-03-28'], berlin), [7, 20])
  assert.deepEqual(hoursFor(evening('+01:00', '2026-10-25'), ['2026-10-25'], berlin), [7, 20])
})

test('a board of no days has no width and no time', () => {
  const axis = axisOf([], [7, 18], berlin, 60)
  assert.deepEqual([axis.width, xOf(axis, 5), timeAt(axis, 5)], [0, 0, 0])
})
