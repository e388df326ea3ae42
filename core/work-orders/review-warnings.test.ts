import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addMinutes } from '../kit/time.ts'
import { reviewWarnings, reviewWarningSentence } from './review-warnings.ts'
import { byLuis, dispatched, finishBody, idOf, luis, type Recorder } from './testing.ts'

const visit = idOf(0xf1)
const begin = '2026-10-24T06:00:00.000Z'
const at = (minutes: number) => addMinutes(begin, minutes)
const fact = (minutes: number) => ({ visit, technician: luis, at: at(minutes) })

function anHour(): Recorder {
  const recorder = dispatched([luis])
  recorder.send('arrive', fact(0), byLuis)
  return recorder
}
const codes = ({ work }: Recorder) => reviewWarnings(work).map((one) => one.code)
const said = ({ work }: Recorder) =>
  reviewWarnings(work).map((one) =>
    reviewWarningSentence(one, { nameOf: () => 'Luis', zone: 'Europe/Berlin', locale: 'en-GB' }),
  )
const photo = (phase: 'before' | 'after') => ({
  ...fact(50),
  sha256: 'a'.repeat(64),
  size: 1000,
  type: 'image/jpeg' as const,
  phase,
  caption: '',
  audience: 'customer' as const,
  position: null,
  width: 100,
  height: 100,
})

test('done work without a photo of how it was left is looked at once more; one that shows it is not', () => {
  const without = anHour()
  without.send('photo', photo('before'), byLuis)
  without.send('finish', finishBody(visit, luis, at(60)), byLuis)
  assert.deepEqual(said(without), ['No photo shows the finished work of visit 1.'])
  const shown = anHour()
  shown.send('photo', photo('after'), byLuis)
  shown.send('finish', finishBody(visit, luis, at(60)), byLuis)
  assert.deepEqual(codes(shown), [])
})

test('more time written down than somebody was there is said with both', () => {
  const recorder = anHour()
  recorder.send('photo', photo('after'), byLuis)
  recorder.send('finish', finishBody(visit, luis, at(60)), byLuis)
  const later = { ...fact(200), activity: 'work' as const, from: at(60), to: at(90), note: '' }
  recorder.send('record_time', later, byLuis)
  assert.deepEqual(said(recorder), ['Luis has 1 h 30 min of work on a visit of 1 h.'])
})

test('a quarter of an hour that no entry tells of is a gap, the walk to the van is none', () => {
  for (const [minutes, expected] of [
    [14, []],
    [15, ['Nothing tells what Luis did 08:30 – 08:45 CEST.']],
  ] as const) {
    const recorder = anHour()
    recorder.send('photo', photo('after'), byLuis)
    recorder.send('leave', { ...fact(30), note: '' }, byLuis)
    recorder.send('arrive', fact(30 + minutes), byLuis)
    recorder.send('finish', finishBody(visit, luis, at(60)), byLuis)
    assert.deepEqual(said(recorder), expected)
  }
})

test('a part whose number went in without one is named when a number came out', () => {
  const recorder = anHour()
  recorder.send('photo', photo('after'), byLuis)
  const part = { ...fact(20), item: null, sku: '', name: 'Pump', quantity: 1000, unit: 'each', note: '' }
  recorder.send('part', { ...part, serial: '', removedSerial: 'P-1' }, byLuis)
  recorder.send('part', { ...part, serial: 'P-3', removedSerial: 'P-2' }, byLuis)
  recorder.send('finish', finishBody(visit, luis, at(60)), byLuis)
  assert.deepEqual(said(recorder), ['Pump has no serial number, though what it replaced had one.'])
})
