import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, byTara, dispatched, finishBody, idOf, luis, luisMember, office, tara } from './testing.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T06:00:00.000Z'
const later = '2026-10-24T07:10:00.000Z'
const byLuisForMate = { ...byLuis, source: 'crew' as const }
const everybodyHasAPhone = { withoutPhone: () => false }
const taraHasNone = { withoutPhone: (technician: string) => technician === tara }

test('time a technician records for a mate with a phone counts, and the office sees who recorded it, once', () => {
  const recorder = dispatched([luis, tara])
  recorder.send('arrive', { visit, technician: tara, at }, byLuisForMate, everybodyHasAPhone)
  recorder.send('finish', finishBody(visit, tara, later), byLuisForMate, everybodyHasAPhone)
  assert.deepEqual(
    recorder.work.flags.map((flag) => [flag.code, flag.params]),
    [['time_recorded_by_other', { technician: tara, by: 'Luis' }]],
  )
  assert.equal(recorder.onlyVisit.steps.length, 2)
})

test('for an apprentice without a phone a mate records, and nobody has to look', () => {
  const recorder = dispatched([luis, tara])
  recorder.send('arrive', { visit, technician: tara, at }, byLuisForMate, taraHasNone)
  const entry = recorder.send('finish', finishBody(visit, tara, later), byLuisForMate, taraHasNone)
  recorder.send(
    'correct_time',
    { visit, technician: tara, at: later, entry, from: at, to: later, reason: 'Began at eight' },
    byLuisForMate,
    taraHasNone,
  )
  assert.deepEqual(recorder.openFlags, [])
})

test('a mate’s entry that is corrected is corrected, and flagged, whoever the correction says it is about', () => {
  for (const technician of [tara, luis]) {
    const recorder = dispatched([luis, tara])
    const entry = recorder.send('arrive', { visit, technician: tara, at }, byTara, everybodyHasAPhone)
    const from = '2026-10-24T06:30:00.000Z'
    const reason = 'She came later'
    recorder.send(
      'correct_time',
      { visit, technician, at: later, entry, from, to: later, reason },
      technician === luis ? byLuis : byLuisForMate,
      everybodyHasAPhone,
    )
    assert.equal(recorder.work.timeCorrections[0]?.from, from)
    assert.deepEqual(
      recorder.work.flags.map(({ id, code, params }) => [id, code, params]),
      [[`time_corrected_by_other:${entry}:${luisMember}`, 'time_corrected_by_other', { technician: tara, by: 'Luis' }]],
    )
  }
})

test('own time, and what the office says on behalf, needs nobody to look', () => {
  const recorder = dispatched([luis, tara])
  recorder.send('arrive', { visit, technician: luis, at }, byLuis, everybodyHasAPhone)
  const behalf = { source: 'phone_call' as const, reason: 'She rang' }
  recorder.send('arrive', { visit, technician: tara, at, behalf }, { ...office, behalf }, everybodyHasAPhone)
  assert.deepEqual(recorder.openFlags, [])
})

test('a fact captured after the phone’s clock was moved is kept as it is, and says by how much (S12)', () => {
  const recorder = dispatched([luis])
  const fact = recorder.send('arrive', { visit, technician: luis, at }, byLuis, { clockStep: -15 * 60_000 })
  assert.equal(recorder.onlyVisit.steps[0]?.at, at)
  assert.deepEqual(
    recorder.work.flags.map((flag) => [flag.code, flag.fact, flag.params]),
    [['clock_changed', fact, { minutes: '−15' }]],
  )
})
