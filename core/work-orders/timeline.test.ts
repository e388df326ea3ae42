import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, dispatched, finishBody, idOf, luis } from './testing.ts'
import { describe } from './timeline.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T06:05:00.000Z'
const names = {
  taskLabels: {},
  currency: 'EUR',
  technicians: { [luis]: 'Luis' },
  visitNumbers: { [visit]: 1 },
  zone: 'Europe/Berlin',
  locale: 'en-GB',
}

test('the office reads of each note for whom it is, and of a finish what the customer reads of it', () => {
  const recorder = dispatched([luis])
  const note = { visit, technician: luis, at }
  recorder.send('note', { ...note, text: 'Valve seat is worn.', audience: 'crew' }, byLuis)
  recorder.send('note', { ...note, technician: null, text: 'Runs again.', audience: 'customer' })
  recorder.send('finish', finishBody(visit, luis, at, { note: 'Electrode replaced.' }), byLuis)
  const lines = recorder.events.slice(-3).map((event) => describe(event, names))
  assert.deepEqual(
    lines.map(({ title, detail }) => [title, detail]),
    [
      ['Note of Luis for the crew · visit 1', 'Valve seat is worn.'],
      ['Note for the customer · visit 1', 'Runs again.'],
      ['Luis finished, done · visit 1', 'Electrode replaced.'],
    ],
  )
})

test('the record says what a planner was told is wrong and planned all the same', () => {
  const recorder = dispatched([luis])
  const body = { visit, start: at, minutes: 60, window: null, crew: [luis], lead: luis }
  const despite = [
    { code: 'overlap' as const, detail: 'Overlaps WO-7 by 30 min' },
    { code: 'skill_missing' as const, detail: 'Luis has no Lifts' },
  ]
  recorder.send('replan_visit', { ...body, despite })
  const last = recorder.events.at(-1)
  assert.ok(last)
  const { title, detail } = describe(last, names)
  assert.equal(title, 'Visit moved · visit 1')
  assert.ok(detail.endsWith('Luis, in spite of: Overlaps WO-7 by 30 min; Luis has no Lifts'), detail)
})
