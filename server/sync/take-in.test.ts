import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import { peopleApi } from '#core/people/api.ts'
import { type OutboxFile, syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { openCompany } from '#test/support/company.ts'
import { type Captured, openWire } from '#test/support/captured.ts'
import { hashOf } from '#test/support/pictures.ts'
import { problemOf } from '#test/support/problem.ts'
import { type Person, testServer } from '#test/support/server.ts'
import { raise } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)
const at = '2026-11-23T09:00:00.000Z'

function outbox(person: Person, commands: Captured[], files: OutboxFile['files'] = []): OutboxFile {
  return {
    format: 'roundtrip-outbox-1',
    exportedAt: at,
    device: person.deviceId ?? '',
    member: person.memberId,
    name: person.name,
    commands: commands.map((one) => ({ ...one, sha256: hashOf(one.bytes) })),
    files,
  }
}
const bring = (body: OutboxFile) => office.call(syncApi.importUnsent, { body })
const paper = () => {
  const bytes = Buffer.from(`%PDF-1.7\n${newId()}`)
  return { sha256: hashOf(bytes), fact: newId(), type: 'application/pdf', base64: bytes.toString('base64') }
}
const notesOf = async (workOrder: Id) =>
  (await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })).work.notes

async function noted(name: string, texts: string[]) {
  const person = await server.makePerson(north.id, ['technician'], name)
  const wire = openWire(server.as(person))
  const workOrder = await raise(office)
  const commands = texts.map((text) =>
    wire.capture(workOrder, 'note', { visit: null, technician: person.technicianId, at, text, audience: 'crew' }),
  )
  return { person, wire, workOrder, commands }
}

test('a saved file is taken in under its author, in its order, and says what became of each item', async () => {
  const { person, workOrder, commands } = await noted('Broken Screen', ['One', 'Two', 'Three'])
  const [file] = [paper()]
  const { member, ...reply } = await bring(outbox(person, commands.toReversed(), [file]))
  assert.equal(member, 'Broken Screen')
  assert.deepEqual(
    reply.commands.map((one) => [one.id, one.type, one.workOrder, one.outcome]),
    commands.toReversed().map((one) => [one.id, 'note', workOrder, 'applied']),
  )
  assert.deepEqual(reply.files, [{ sha256: file.sha256, state: 'stored', code: null, sentence: null }])
  const notes = await notesOf(workOrder)
  assert.deepEqual(
    notes.map((note) => [note.text, note.by.name, note.by.device]),
    ['One', 'Two', 'Three'].map((text) => [text, 'Broken Screen', person.deviceId]),
  )
  assert.ok(await server.services.files.has(north.id, file.sha256))
})

test('what came by itself and what is brought again is there once', async () => {
  const { person, wire, workOrder, commands } = await noted('Came By Itself', ['Sent', 'Not sent'])
  await wire.push(commands[0] ?? assert.fail())
  const file = outbox(person, commands)
  const [first, second] = [await bring(file), await bring(file)]
  assert.deepEqual(
    [first, second].map(({ commands: said }) => said.map((one) => `${one.outcome} ${one.first}`)),
    [
      ['duplicate applied', 'applied null'],
      ['duplicate applied', 'duplicate applied'],
    ],
  )
  assert.equal(
    (await wire.push(...commands)).outcomes.every((one) => one.outcome === 'duplicate'),
    true,
  )
  assert.deepEqual(
    (await notesOf(workOrder)).map((note) => note.text),
    ['Sent', 'Not sent'],
  )
})

test('a damaged item is said and left alone, a poison one waits; the rest is taken in', async () => {
  const { person, wire, workOrder, commands } = await noted('Damaged File', ['Whole', 'Damaged'])
  const poison = wire.captureAny({ kind: 'work_order', id: workOrder }, 'note', { text: 7 })
  const file = outbox(person, [...commands, poison], [{ ...paper(), sha256: hashOf('other') }, paper()])
  const damaged = file.commands[1] ?? assert.fail()
  damaged.bytes = damaged.bytes.replace('Damaged', 'Dam_ged')
  const reply = await bring(file)
  assert.deepEqual(
    reply.commands.map((one) => [one.outcome, one.code]),
    [
      ['applied', null],
      ['damaged', 'damaged'],
      ['held', 'wrong_shape'],
    ],
  )
  assert.ok(reply.commands[1]?.sentence && reply.commands[2]?.sentence)
  assert.deepEqual(
    reply.files.map((one) => [one.state, one.code]),
    [
      ['refused', 'wrong_hash'],
      ['stored', null],
    ],
  )
  const { outcomes } = await wire.push(commands[1] ?? assert.fail())
  assert.equal(outcomes[0]?.outcome, 'applied', 'from the phone itself it still comes whole')
})

test('the work of a phone that was signed out is taken in by bringing its file', async () => {
  const { person, workOrder, commands } = await noted('Signed Out', ['Waits', 'Saved'])
  await server.as(north.owner).call(peopleApi.signOutDevice, { params: { id: person.deviceId ?? '' } })
  await openWire(server.byKey(person)).push(commands[0] ?? assert.fail())
  const reply = await bring(outbox(person, commands))
  assert.deepEqual(
    reply.commands.map((one) => one.outcome),
    ['applied', 'applied'],
  )
  assert.equal((await notesOf(workOrder)).length, 2)
  const { held } = await office.call(workOrderApi.readAttention, {})
  assert.deepEqual(
    held.filter((one) => one.device === person.deviceId),
    [],
  )
})

test('a file that is none, or of a phone nobody knows here, is refused with a sentence and changes nothing', async () => {
  const { person, commands, workOrder } = await noted('Nowhere', ['Kept'])
  const whole = outbox(person, commands)
  const bad: [unknown, string][] = [
    [{ ...whole, format: 'something-else' }, 'invalid_body'],
    [{ ...whole, commands: [{ id: 'x' }] }, 'invalid_body'],
    [outbox({ ...person, deviceId: newId() }, commands), 'unknown_phone'],
    [outbox(south.technician, commands), 'unknown_phone'],
    [outbox({ ...person, memberId: north.technician.memberId }, commands), 'unknown_phone'],
  ]
  for (const [body, code] of bad) {
    const response = await office.fetch('/api/sync/import', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    })
    const said = await response.json()
    assert.deepEqual([response.status, said.code], [422, code])
    assert.ok(said.detail.length > 10)
  }
  const cut = await office.fetch('/api/sync/import', {
    method: 'POST',
    body: JSON.stringify(whole).slice(0, -20),
    headers: { 'Content-Type': 'application/json' },
  })
  assert.equal(cut.status, 422)
  assert.deepEqual(await notesOf(workOrder), [])
  assert.equal((await problemOf(server.as(person).call(syncApi.importUnsent, { body: whole }))).status, 401)
})

test('the file a real phone saves is one the office can bring', async () => {
  const company = await openCompany(server, 'Harbour')
  const ines = await company.technician('Ines Saves')
  const { workOrder, job } = await company.outOfReach(ines, { title: 'Pump' })
  await job.arrive()
  await job.note('Kept offline')
  await job.photo('after', 'The pump')
  const text = await (await ines.phone().phone().exportUnsent()).text()
  const reply = await server.as(company.organization.dispatcher).call(syncApi.importUnsent, { body: JSON.parse(text) })
  assert.deepEqual(
    [reply.commands.map((one) => one.outcome), reply.files.map((one) => one.state)],
    [['applied', 'applied', 'applied'], ['stored']],
  )
  assert.deepEqual((await company.record(workOrder)).evidence, { stored: 1, total: 1 })
  await ines.online()
  const { work } = await company.record(workOrder)
  assert.deepEqual([work.notes.length, work.photos.length], [1, 1], 'and coming by itself afterwards it is there once')
})
