import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, byTara, dispatched, finishBody, idOf, luis, planAndDispatch, tara } from '#core/work-orders/testing.ts'
import { awaitedByVisit } from './awaited.ts'

const [first, second] = [idOf(0xf1), idOf(0xf2)]
const at = (minute: number) => `2026-10-24T06:${minute}:00.000Z`
const photo = (visit: string, technician: string, minute: number, digit: string) => ({
  visit,
  technician,
  at: at(minute),
  sha256: digit.repeat(64),
  size: 10,
  type: 'image/jpeg',
  phase: 'after' as const,
  caption: '',
  audience: 'customer' as const,
  width: 4,
  height: 3,
  position: null,
})

test('what is still on phones is said by visit: whose phone, and since when', () => {
  const recorder = dispatched()
  planAndDispatch(recorder, second, [tara])
  recorder.send('arrive', { visit: first, technician: luis, at: at(10) }, byLuis)
  const late = recorder.send('photo', photo(first, luis, 25, 'a'), byLuis)
  const early = recorder.send('photo', photo(first, luis, 20, 'b'), byLuis)
  recorder.send('photo', photo(first, luis, 15, 'c'), byLuis)
  recorder.send('bytes_stored', { sha256: 'c'.repeat(64) })
  const announced = idOf(0x77)
  recorder.send('arrive', { visit: second, technician: tara, at: at(30) }, byTara)
  const evidence = [{ fact: announced, sha256: 'd'.repeat(64) }]
  recorder.send('finish', finishBody(second, tara, at(50), { evidence }), byTara)
  assert.deepEqual(awaitedByVisit(recorder.work), [
    { visit: first, facts: [late, early], technicians: [luis], since: at(20) },
    { visit: second, facts: [announced], technicians: [tara], since: at(50) },
  ])
})
