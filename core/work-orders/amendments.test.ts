import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byLuis, idOf, luis, planAndDispatch, raised } from './testing.ts'
import { describe } from './timeline.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T07:00:00.000Z'
const names = {
  technicians: { [luis]: 'Luis' },
  visitNumbers: { [visit]: 1 },
  taskLabels: {},
  zone: 'Europe/Berlin',
  locale: 'en-GB',
  currency: 'EUR',
}

function withPhoto() {
  const recorder = raised()
  planAndDispatch(recorder, visit, [luis])
  const photo = recorder.send(
    'photo',
    {
      visit,
      technician: luis,
      at,
      sha256: 'a'.repeat(64),
      size: 10,
      type: 'image/jpeg',
      phase: 'before',
      caption: 'Valve',
      audience: 'customer',
      width: 10,
      height: 10,
      position: null,
    },
    byLuis,
  )
  const amend = (changes: { caption?: string; phase?: 'before' | 'after'; audience?: 'customer' | 'crew' }) => {
    recorder.send('amend', { fact: photo, at, changes, reason: '' }, byLuis)
    const event = recorder.events.findLast((one) => one.type === 'amended')
    assert.ok(event)
    return event
  }
  return { recorder, amend }
}

test('a correction names its entry and what really changed, before and after, whatever else was sent along', () => {
  const { recorder, amend } = withPhoto()
  const event = amend({ caption: 'Valve leaks', phase: 'before', audience: 'customer' })
  const line = describe(event, names, recorder.events)
  assert.equal(line.title, 'Corrected: Photo, before · visit 1')
  assert.equal(line.detail, 'Caption: “Valve” → “Valve leaks”')
})

test('a second correction begins from what the first one left, also where the list shows the latest first', () => {
  const { recorder, amend } = withPhoto()
  amend({ caption: 'Valve leaks' })
  const second = amend({ caption: '', audience: 'crew' })
  const line = describe(second, names, recorder.events.toReversed())
  assert.equal(line.detail, 'Caption: “Valve leaks” → nothing\nAudience: customer → crew')
})

test('where the entry is not at hand a correction still says what stands there now', () => {
  const { amend } = withPhoto()
  const line = describe(amend({ caption: 'Valve leaks' }), names)
  assert.deepEqual([line.title, line.detail], ['An earlier entry corrected', 'Caption: “Valve leaks”'])
})
