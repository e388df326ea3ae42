import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayBounds, formatDate, instantFrom } from '../kit/time.ts'
import { type Names, problemWords, waysWords } from './words.ts'
import { momentOf } from './working-time.ts'

const berlin = 'Europe/Berlin'
const names: Names = {
  visit: () => 'WO-1',
  skill: () => 'EPA-608',
  technician: () => 'Tara',
  day: (at) => formatDate(instantFrom(at * 60_000), berlin, 'en-GB'),
}

test('a certificate ends on its last day, not on the one after', () => {
  const since = momentOf(dayBounds('2026-10-31', berlin).to)
  assert.equal(
    problemWords({ code: 'skill_expired', skill: 'epa', since }, 'tara', names),
    'EPA-608 ends on Sat, 31 Oct 2026',
  )
})

test('a way nobody knows is not called none', () => {
  const before = (known: boolean) => ({ visit: null, until: 0, travel: known ? 12 : 0, known, place: null })
  const after = (known: boolean) => ({ visit: null, from: 0, travel: 0, known, place: null })
  assert.equal(waysWords({ before: before(true), after: after(true) }), '12 min there, 0 min on')
  assert.equal(waysWords({ before: before(true), after: after(false) }), '12 min there, way on unknown')
  assert.equal(waysWords({ before: before(false), after: after(true) }), 'Way there unknown, 0 min on')
  assert.equal(waysWords({ before: before(false), after: after(false) }), 'Way unknown')
  assert.equal(waysWords({ before: null, after: null }), 'Way unknown')
})
