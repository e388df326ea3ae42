import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWhereabouts, type PositionChoice } from './whereabouts.ts'

const nine = Date.parse('2026-11-23T09:00:00.000Z')

/** A technician, a phone and its clock, and what the browser finds out. */
function phoneOf(said: PositionChoice) {
  const clock = { now: nine }
  const seen = { watching: 0, stored: said as string }
  let found: PositionCallback = () => {}
  let failed: (error: { code: number }) => void = () => {}
  const whereabouts = openWhereabouts({
    geolocation: {
      watchPosition(onFound, onFailed) {
        seen.watching += 1
        found = onFound
        failed = (error) => onFailed?.(error as GeolocationPositionError)
        return 7
      },
      clearWatch: () => void (seen.watching -= 1),
    },
    now: () => clock.now,
    read: () => seen.stored,
    write: (choice) => void (seen.stored = choice),
  })
  const fix = (latitude: number, longitude: number, accuracy: number) =>
    found({ coords: { latitude, longitude, accuracy }, timestamp: clock.now } as GeolocationPosition)
  return { whereabouts, clock, seen, fix, fail: (code: number) => failed({ code }) }
}

test('who allowed it has photos say where they were made, how exactly, and when that was known', () => {
  const { whereabouts, clock, fix } = phoneOf('allowed')
  whereabouts.follow()
  fix(38.25271234567, -85.7585, 7.6)
  clock.now += 90_000
  const position = { latitude: 38.252712, longitude: -85.7585, accuracy: 8, at: '2026-11-23T09:00:00.000Z' }
  assert.deepEqual(whereabouts.now(), { position })
})

test('where the phone was longer ago than two minutes is not where the photo was made', () => {
  const { whereabouts, clock, fix } = phoneOf('allowed')
  whereabouts.follow()
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'unavailable' })
  fix(38.25, -85.75, 8)
  clock.now += 120_001
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'too_old' })
})

test('nobody’s place is looked up before they said yes, nor after they said no', () => {
  const { whereabouts, seen, fix } = phoneOf('unasked')
  whereabouts.follow()
  assert.equal(seen.watching, 0)
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'not_asked' })
  whereabouts.choose('allowed')
  assert.deepEqual([seen.watching, seen.stored], [1, 'allowed'])
  fix(38.25, -85.75, 8)
  whereabouts.choose('refused')
  assert.deepEqual([seen.watching, seen.stored], [0, 'refused'])
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'refused' })
  whereabouts.choose('allowed')
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'unavailable' })
})

test('who shares it on a browser that does not allow it is not said to refuse; a browser that cannot tell blocks nothing', () => {
  const { whereabouts, fix, fail } = phoneOf('allowed')
  whereabouts.follow()
  fail(2)
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'unavailable' })
  fail(1)
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'blocked' })
  assert.equal(whereabouts.isBlocked.get(), true)
  fix(38.25, -85.75, 8)
  assert.equal(whereabouts.isBlocked.get(), false)
  fail(1)
  whereabouts.choose('refused')
  assert.deepEqual(whereabouts.now(), { position: null, noPosition: 'refused' })
})

test('the phone stops looking when the last screen that needs it is left', () => {
  const { whereabouts, seen } = phoneOf('allowed')
  const [one, two] = [whereabouts.follow(), whereabouts.follow()]
  assert.equal(seen.watching, 1)
  one()
  one()
  assert.equal(seen.watching, 1)
  two()
  assert.equal(seen.watching, 0)
})
