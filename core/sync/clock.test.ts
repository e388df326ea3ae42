import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantFrom } from '../kit/time.ts'
import { type Clock, clockStep } from './clock.ts'

const nine = Date.parse('2026-11-23T09:00:00.000Z')
const minutes = (n: number) => n * 60_000
/** What the clocks said `after` minutes into a page that opened at nine, with the wall clock `set` minutes off by then. */
const clock = (after: number, set = 0, changes: Partial<Clock> = {}): Clock => ({
  wall: instantFrom(nine + minutes(after + set)),
  mono: minutes(after),
  life: 'one page',
  offset: 0,
  ...changes,
})
const heard = (after: number) => instantFrom(nine + minutes(after))

test('a wall clock set back while the page lives is noticed, by how much (S12)', () => {
  assert.equal(clockStep(clock(10), clock(30, -15), heard(600)), minutes(-15))
})

test('clocks that keep each other within a minute are left alone (S12)', () => {
  assert.equal(clockStep(clock(10), clock(400, 0.9), heard(400)), null)
  assert.equal(clockStep(clock(10), clock(400, -0.9), heard(400)), null)
})

test('a phone that slept is no clock set forward, whatever its monotonic clock made of it (S12)', () => {
  const asleep = clock(10, 240)
  assert.equal(clockStep(clock(10), asleep, heard(250)), null)
})

test('a clock set forward is noticed by the next measured offset, or because it runs ahead of the server (S12)', () => {
  assert.equal(clockStep(clock(10), clock(30, 20, { offset: minutes(-20) }), heard(600)), minutes(20))
  assert.equal(clockStep(clock(10, 0, { offset: null }), clock(30, 20, { offset: null }), heard(31)), minutes(20))
})

test('nothing is compared over a reload, nor with a clock that cannot be read (S12)', () => {
  assert.equal(clockStep(clock(10), clock(30, -15, { life: 'another page' }), heard(600)), null)
  assert.equal(clockStep(null, clock(30, -15), heard(600)), null)
  assert.equal(clockStep(clock(10), clock(30, 0, { wall: 'half past nine' }), heard(600)), null)
})
