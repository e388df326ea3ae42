import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addedAssets, addedContacts, listedAssets } from './added.ts'
import { type CommandBody, parseCommand } from './commands.ts'
import { fold } from './evolve.ts'
import { project } from './project.ts'
import { byLuis, dispatched, idOf, luis, office, raiseBody } from './testing.ts'
import { describe } from './timeline.ts'

const at = '2026-10-24T07:00:00.000Z'
const visit = idOf(0xf1)
const boiler = idOf(0xaa1)

function assetBody(changes: Partial<CommandBody<'add_asset'>> = {}): CommandBody<'add_asset'> {
  return {
    visit,
    technician: luis,
    at,
    asset: boiler,
    about: true,
    name: 'Boiler',
    kind: 'boiler',
    make: 'Viessmann',
    model: 'Vitodens 200',
    serial: '7570-22',
    location: 'cellar',
    notes: '',
    ...changes,
  }
}

const contactBody: CommandBody<'add_contact'> = {
  visit,
  technician: luis,
  at,
  contact: idOf(0xcc1),
  name: 'Mia Brandt',
  role: 'caretaker',
  phone: '030 1234',
  email: '',
}

test('equipment found on site is what the job is about at once, and a row to point at only when the list has it', () => {
  const recorder = dispatched([luis], visit)
  const fact = recorder.send('add_asset', assetBody(), byLuis)
  assert.deepEqual(recorder.work.details.assets, [boiler])
  assert.deepEqual(listedAssets(recorder.work), [])
  recorder.send('row_kept', { kind: 'asset', fact, row: boiler, name: 'Boiler', version: 1, site: idOf(0xe2) })
  assert.deepEqual(project(recorder.order ?? assert.fail()).assets, [boiler])
  assert.equal(addedAssets(recorder.work)[0]?.row, 'kept')
  assert.deepEqual(fold(recorder.events), recorder.order)
})

test('equipment the job is not about is added to the list alone', () => {
  const recorder = dispatched([luis], visit)
  recorder.send('add_asset', assetBody({ about: false }), byLuis)
  assert.deepEqual(recorder.work.details.assets, [])
  assert.equal(addedAssets(recorder.work).length, 1)
})

test('what was added by mistake is corrected or taken back, and the job is not about it any more', () => {
  const recorder = dispatched([luis], visit)
  const fact = recorder.send('add_asset', assetBody(), byLuis)
  const met = recorder.send('add_contact', contactBody, byLuis)
  recorder.send('amend', { fact, at, changes: { serial: '7570-23', note: 'behind the door' }, reason: '' }, byLuis)
  recorder.send('amend', { fact: met, at, changes: { phone: '030 9999' }, reason: '' }, byLuis)
  const [asset] = addedAssets(recorder.work)
  assert.deepEqual([asset?.serial, asset?.notes, asset?.make], ['7570-23', 'behind the door', 'Viessmann'])
  assert.equal(addedContacts(recorder.work)[0]?.phone, '030 9999')
  recorder.send('withdraw', { fact, at, reason: '' }, byLuis)
  recorder.send('withdraw', { fact: met, at, reason: '' }, byLuis)
  assert.deepEqual([addedAssets(recorder.work), addedContacts(recorder.work)], [[], []])
  assert.deepEqual(recorder.work.details.assets, [])
  assert.deepEqual(recorder.work.withdrawn, [fact, met])
})

test('an asset the office had linked already stays linked when a phone that adds it again takes that back', () => {
  const recorder = dispatched([luis], visit)
  recorder.send('edit_details', { changes: { assets: [boiler] } })
  const fact = recorder.send('add_asset', assetBody(), byLuis)
  assert.deepEqual(listedAssets(recorder.work), [boiler])
  recorder.send('withdraw', { fact, at, reason: '' }, byLuis)
  assert.deepEqual(recorder.work.details.assets, [boiler])
})

test('the office that changes the assets without having seen what a technician added keeps both, flagged', () => {
  const recorder = dispatched([luis], visit)
  const seen = recorder.work.version
  recorder.send('add_asset', assetBody(), byLuis)
  recorder.send('edit_details', { changes: { assets: [idOf(0xaa2)] } }, office, { seen })
  assert.ok(recorder.openFlags.includes('field_changed_by_both'))
  assert.equal(addedAssets(recorder.work).length, 1)
})

test('where a list says something else than the phone, somebody looks, and the fact stays', () => {
  const recorder = dispatched([luis], visit)
  const fact = recorder.send('add_asset', assetBody(), byLuis)
  recorder.send('row_left', { kind: 'asset', fact, row: boiler, name: 'Boiler', code: 'row_id_taken' })
  assert.deepEqual(recorder.openFlags, ['row_id_taken'])
  assert.equal(addedAssets(recorder.work)[0]?.row, 'left')
  assert.deepEqual(listedAssets(recorder.work), [])
})

test('a serial number that is listed at the site already is said by the name of what has it', () => {
  const recorder = dispatched([luis], visit)
  const fact = recorder.send('add_asset', assetBody(), byLuis)
  const row = { kind: 'asset' as const, fact, row: boiler, name: 'Boiler', version: 1, site: idOf(0xe2) }
  recorder.send('row_kept', { ...row, alike: 'Gas boiler' })
  assert.deepEqual(recorder.openFlags, ['asset_serial_known'])
  assert.deepEqual(recorder.work.flags[0]?.params, { name: 'Boiler', alike: 'Gas boiler' })
})

test('a raise frozen before places had ids of the device, and an amend of before, are read as they were', () => {
  const reported = { customer: 'Ada', site: 'Hill 3', contact: '', phone: '', zone: 'Europe/Berlin' }
  const body = raiseBody({ reported })
  const parsed = parseCommand('raise', body)
  assert.ok('command' in parsed && parsed.command.type === 'raise')
  assert.deepEqual(parsed.command.body.reported, reported)
})

test('the timeline says in words what was added', () => {
  const recorder = dispatched([luis], visit)
  recorder.send('add_asset', assetBody(), byLuis)
  recorder.send('add_contact', contactBody, byLuis)
  const names = { technicians: {}, visitNumbers: {}, taskLabels: {}, zone: 'UTC', locale: 'en-GB', currency: 'EUR' }
  const lines = recorder.events.slice(-2).map((event) => describe(event, names))
  assert.deepEqual(
    lines.map(({ title, detail }) => [title, detail]),
    [
      ['Equipment added: Boiler', 'Viessmann Vitodens 200, serial 7570-22, cellar'],
      ['Contact added: Mia Brandt', 'caretaker, 030 1234'],
    ],
  )
})
