import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCommand } from './commands.ts'
import { byLuis, dispatched, idOf, luis } from './testing.ts'
import { metresBetween, whereaboutsText } from './whereabouts.ts'

const visit = idOf(0xf1)
const at = '2026-10-24T06:05:00.000Z'
const position = { latitude: 52.520_008, longitude: 13.404_954, accuracy: 8, at: '2026-10-24T06:04:00.000Z' }
const photo = {
  visit,
  technician: luis,
  at,
  sha256: 'a'.repeat(64),
  size: 10,
  type: 'image/jpeg',
  phase: 'after' as const,
  caption: 'The burner',
  audience: 'customer' as const,
  width: 10,
  height: 10,
}
const signOff = {
  visit,
  technician: luis,
  at,
  summaryHash: 'b'.repeat(64),
  summary: '{}',
  language: 'en',
  template: 't',
}
const signed = {
  ...signOff,
  name: 'Frau Yıldız',
  capacity: '',
  image: 'c'.repeat(64),
  imageSize: 10,
  strokes: [],
  consent: 'I confirm it.',
}
const setting = { site: null, zone: 'Europe/Berlin', locale: 'en-GB', units: 'metric' as const }

test('photo and sign-off say where they were made, or why not', () => {
  const recorder = dispatched([luis])
  recorder.send('photo', { ...photo, position }, byLuis)
  recorder.send('photo', { ...photo, position: null, noPosition: 'too_old' }, byLuis)
  recorder.send('sign', { ...signed, position }, byLuis)
  recorder.send('unattended', { ...signOff, reason: 'Nobody', position: null, noPosition: 'refused' }, byLuis)
  const [first, second] = recorder.work.photos
  assert.deepEqual([first?.position, second?.position, second?.noPosition], [position, undefined, 'too_old'])
  const [pad, nobody] = recorder.onlyVisit.signOffs
  assert.deepEqual([pad?.position, nobody?.noPosition], [position, 'refused'])
})

test('what phones froze before positions were asked for stays valid, and shows nothing', () => {
  const bodies = [
    ['photo', { ...photo, position: null }],
    ['photo', { ...photo, position: { latitude: 1, longitude: 2 } }],
    ['sign', { ...signed, position: null }],
    ['refuse_sign_off', { ...signOff, name: '', reason: 'No', statement: '' }],
    ['unattended', { ...signOff, reason: 'Nobody' }],
  ] as const
  for (const [type, body] of bodies) assert.ok('command' in parseCommand(type, body), type)
  const recorder = dispatched([luis])
  recorder.send('photo', { ...photo, position: null }, byLuis)
  const [kept] = recorder.work.photos
  assert.ok(kept && !('position' in kept) && !('noPosition' in kept))
  assert.equal(whereaboutsText(kept, setting), '')
})

test('the office reads how far from the site it was, how exactly, and when that was known', () => {
  const site = { latitude: 52.521, longitude: 13.405 }
  assert.equal(whereaboutsText({ position, at }, { ...setting, site }), '110 m from the site ±8 m, as of 08:04 CEST')
  assert.equal(whereaboutsText({ position, at: position.at }, setting), '52.52001, 13.40495 ±8 m')
  const far = { ...setting, site: { latitude: 52.6, longitude: 13.405 }, units: 'imperial' as const }
  assert.equal(whereaboutsText({ position, at: position.at }, far), '5.5 mi from the site ±26 ft')
  assert.equal(whereaboutsText({ noPosition: 'refused', at }, setting), 'No position: the technician does not share it')
  assert.equal(
    whereaboutsText({ noPosition: 'blocked', at }, setting),
    'No position: the technician shares it, but the phone’s browser does not allow it',
  )
})

test('a degree along a meridian is 111 km, and the date line is no edge', () => {
  const distance = metresBetween({ latitude: 10, longitude: 20 }, { latitude: 11, longitude: 20 })
  assert.ok(Math.abs(distance - 111_195) < 10, String(distance))
  assert.ok(metresBetween({ latitude: 0, longitude: 179.9995 }, { latitude: 0, longitude: -179.9995 }) < 120)
})
