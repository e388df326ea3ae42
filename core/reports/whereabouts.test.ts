import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summary, summaryText } from '../work-orders/summary.ts'
import { byLuis, dispatched, finishBody, idOf, luis } from '../work-orders/testing.ts'
import { report } from './report.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T06:05:00.000Z'
const position = { latitude: 52.520_008, longitude: 13.404_954, accuracy: 8, at }
const party = { name: 'Meridian', lines: [] }

test('where a photo and a signature were made is the office’s alone: neither what is signed nor the report says it', () => {
  const recorder = dispatched([luis])
  const fact = { visit, technician: luis, at }
  const signOff = { ...fact, summaryHash: 'b'.repeat(64), summary: '{}', language: 'en', template: 'summary-1' }
  recorder.send('arrive', fact, byLuis)
  recorder.send(
    'photo',
    {
      ...fact,
      sha256: 'a'.repeat(64),
      size: 10,
      type: 'image/jpeg',
      phase: 'after',
      caption: 'The burner',
      audience: 'customer',
      width: 10,
      height: 10,
      position,
    },
    byLuis,
  )
  recorder.send(
    'sign',
    {
      ...signOff,
      name: 'Frau Yıldız',
      capacity: '',
      image: 'c'.repeat(64),
      imageSize: 10,
      strokes: [],
      consent: 'I confirm it.',
      position,
    },
    byLuis,
  )
  recorder.send(
    'refuse_sign_off',
    { ...signOff, name: '', reason: 'No', statement: '', position: null, noPosition: 'refused' },
    byLuis,
  )
  recorder.send('finish', finishBody(visit, luis, at), byLuis)
  assert.ok(recorder.work.photos[0]?.position)
  const paper = report(recorder.work, null, {
    language: 'en',
    locale: 'en-GB',
    size: 'a4',
    letterhead: { name: 'Meridian', address: [], contact: [], taxNumber: null, logo: null, accent: '#224466' },
    customer: party,
    site: party,
    assets: [],
    assetNames: {},
    technicians: { [luis]: 'Luis' },
    consents: {},
    frozenAt: at,
  })
  for (const text of [summaryText(summary(recorder.work, recorder.onlyVisit)), JSON.stringify(paper)]) {
    assert.ok(text.includes('a'.repeat(64)))
    assert.doesNotMatch(text, /52\.52|13\.40|latitude|longitude|noPosition/)
  }
})
