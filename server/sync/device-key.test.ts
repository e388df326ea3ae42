import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import { peopleApi } from '#core/people/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { chunkHeaders, chunkPath, chunksPath, thumbnailPath } from '#core/sync/chunks.ts'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { slices } from '#server/app.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire, type Wire } from '#test/support/captured.ts'
import { hashOf } from '#test/support/pictures.ts'
import { problemOf } from '#test/support/problem.ts'
import { type Person, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const owner = server.as(north.owner)
const at = '2026-11-23T09:00:00.000Z'

/** A technician on a phone of their own, with a dispatched visit. */
async function technicianWithVisit(name: string) {
  const person = await server.makePerson(north.id, ['technician'], name)
  const workOrder = await raise(owner)
  const visit = await dispatchVisit(owner, workOrder, [person.technicianId ?? ''])
  return { person, workOrder, visit, technician: person.technicianId ?? '' }
}

const page = (workOrder: Id) => owner.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
const notesOf = async (workOrder: Id) => (await page(workOrder)).work.notes.map((note) => note.text)
const heldOf = async (device: Id | null) =>
  (await owner.call(workOrderApi.readAttention, {})).held.filter((one) => one.device === device)
const signOut = (person: Person) => owner.call(peopleApi.signOutDevice, { params: { id: person.deviceId ?? '' } })
const note = (wire: Wire, workOrder: Id, text: string, technician: Id | null = null) =>
  wire.capture(workOrder, 'note', { visit: null, technician, at, text, audience: 'crew' })

test('a phone whose session ended hands in by its key, under its author', async () => {
  const { person, workOrder, visit, technician } = await technicianWithVisit('Ines Key')
  await server.as(person).call(sessionApi.signOutField, {})
  const wire = openWire(server.byKey(person))
  assert.equal((await problemOf(openWire(server.as(person)).push(note(wire, workOrder, 'By cookie')))).status, 401)
  const { outcomes } = await wire.push(wire.capture(workOrder, 'arrive', { visit, technician, at }))
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['applied'],
  )
  const [entry] = (await owner.call(workOrderApi.listEntries, { params: { id: workOrder } })).items
  assert.equal(entry?.by.name, 'Ines Key')
})

test('the key of a phone reads nothing: every operation but handing in is refused without a session', async () => {
  const { person } = await technicianWithVisit('Reads Nothing')
  const phone = server.byKey(person)
  for (const { contract } of slices.flatMap((slice) => slice.routes)) {
    if (contract.ability === 'public' || contract.id === 'push') continue
    const path = contract.path.replace(/\{\w+\}/g, newId())
    const response = await phone.fetch(path, {
      method: contract.method,
      headers: { 'Content-Type': 'application/json' },
      ...(contract.body ? { body: '{}' } : {}),
    })
    assert.equal(response.status, 401, contract.id)
  }
  const sha256 = 'ab'.repeat(32)
  for (const path of [`/api/files/${sha256}`, '/api/live']) assert.equal((await phone.fetch(path)).status, 401, path)
  assert.equal((await phone.fetch(chunksPath(sha256))).status, 200)
})

test('on a shared phone each member’s work goes up under its own author, whoever is signed in', async () => {
  const first = await technicianWithVisit('First Member')
  const second = await server.makePerson(north.id, ['technician'], 'Second Member')
  const cookie = { Cookie: second.cookie, 'X-App': 'field' }
  const wire = openWire(server.byKey(first.person))
  const command = note(wire, first.workOrder, 'Of the first', first.technician)
  const { deviceId, deviceKey } = first.person
  const { outcomes } = await server.anybody.call(
    syncApi.push,
    { body: { nonce: newId(), epoch: null, commands: [command] } },
    { ...cookie, Authorization: `Device ${deviceId}.${deviceKey}` },
  )
  assert.equal(outcomes[0]?.outcome, 'applied')
  const [said] = (await page(first.workOrder)).work.notes
  assert.deepEqual([said?.by.name, said?.by.device], ['First Member', deviceId])
})

test('a forged, a foreign and an unknown key look the same and change nothing', async () => {
  const { person, workOrder } = await technicianWithVisit('Forged Key')
  const wire = openWire(server.byKey(person))
  const command = note(wire, workOrder, 'Forged')
  const keys: Pick<Person, 'deviceId' | 'deviceKey'>[] = [
    { deviceId: person.deviceId, deviceKey: 'x'.repeat(43) },
    { deviceId: person.deviceId, deviceKey: south.technician.deviceKey },
    { deviceId: north.technician.deviceId, deviceKey: person.deviceKey },
    { deviceId: newId(), deviceKey: person.deviceKey },
    { deviceId: 'no id', deviceKey: '' },
  ]
  const said = new Set<string>()
  for (const key of keys) {
    const problem = await problemOf(openWire(server.byKey(key)).push(command))
    said.add(JSON.stringify(problem.body))
    assert.equal((await server.byKey(key).fetch(chunksPath('cd'.repeat(32)))).status, 401)
  }
  assert.equal(said.size, 1)
  assert.deepEqual(await notesOf(workOrder), [])
  assert.deepEqual((await wire.push(command)).outcomes[0]?.outcome, 'applied')
})

test('by the key of organization B the ids of A are ids of nothing', async () => {
  const { workOrder, visit, technician } = await technicianWithVisit('Of North')
  const wire = openWire(server.byKey(south.technician))
  const arrive = wire.capture(workOrder, 'arrive', { visit, technician, at })
  const nothing = wire.capture(newId(), 'arrive', { visit: newId(), technician: newId(), at })
  const { outcomes } = await wire.push(arrive, nothing)
  const [one, other] = outcomes.map(({ id: _id, ...rest }) => rest)
  assert.deepEqual(one, other)
  assert.equal((await page(workOrder)).work.visits[0]?.id, visit)
  assert.deepEqual(
    (await owner.call(workOrderApi.readAttention, {})).held.filter((held) => held.workOrder === workOrder),
    [],
  )
})

test('what a phone the office signed out still hands in is stored, waits, and is taken in with one choice', async () => {
  const { person, workOrder, visit, technician } = await technicianWithVisit('Lost Phone')
  const wire = openWire(server.byKey(person))
  const arrive = wire.capture(workOrder, 'arrive', { visit, technician, at })
  const said = note(wire, workOrder, 'From the ditch', technician)
  const wrong = wire.captureAny({ kind: 'work_order', id: newId() }, 'note', { visit: null, technician, at, text: 'x' })
  await signOut(person)
  assert.equal((await problemOf(openWire(server.as(person)).pull())).status, 401)
  for (let time = 0; time < 2; time++) {
    const { outcomes } = await wire.push(arrive, said, wrong)
    assert.deepEqual(
      outcomes.map((one) => [one.outcome, one.code]),
      Array.from({ length: 3 }, () => ['held', 'phone_signed_out']),
    )
  }
  assert.deepEqual(await notesOf(workOrder), [])
  assert.deepEqual(
    (await heldOf(person.deviceId)).map((one) => one.command),
    [arrive.id, said.id, wrong.id],
  )
  const settle = () =>
    owner.call(workOrderApi.settleHeldOfPhone, { params: { id: person.deviceId ?? '' }, body: { choice: 'take_in' } })
  assert.deepEqual(await settle(), { settled: 2, held: 1 })
  assert.deepEqual(await notesOf(workOrder), ['From the ditch'])
  assert.deepEqual(
    (await heldOf(person.deviceId)).map((one) => [one.command, one.code]),
    [[wrong.id, 'wrong_shape']],
    'what cannot be applied waits with its own reason',
  )
  assert.deepEqual(await settle(), { settled: 0, held: 0 })
  const again = await wire.push(arrive, said)
  assert.deepEqual(
    again.outcomes.map((one) => [one.outcome, one.first]),
    [
      ['duplicate', 'applied'],
      ['duplicate', 'applied'],
    ],
  )
})

test('put aside with a reason it stays put aside, also when the phone is signed in again and sends it again', async () => {
  const { person, workOrder } = await technicianWithVisit('Put Aside')
  const wire = openWire(server.byKey(person))
  const said = note(wire, workOrder, 'Not wanted')
  await signOut(person)
  await wire.push(said)
  const params = { id: person.deviceId ?? '' }
  const choice = { choice: 'put_aside' as const, reason: 'The phone was stolen' }
  assert.deepEqual(await owner.call(workOrderApi.settleHeldOfPhone, { params, body: choice }), { settled: 1, held: 0 })
  const back = openWire(server.as(await server.signIn(person, 'field')))
  const { outcomes } = await back.push(said)
  assert.deepEqual([outcomes[0]?.outcome, outcomes[0]?.first], ['duplicate', 'held'])
  assert.deepEqual([await notesOf(workOrder), await heldOf(person.deviceId)], [[], []])
})

test('a phone that is signed in again is taken at its word: what waited is on the record, once', async () => {
  const { person, workOrder } = await technicianWithVisit('Came Back')
  const wire = openWire(server.byKey(person))
  const said = note(wire, workOrder, 'Found under the seat')
  await signOut(person)
  await wire.push(said)
  assert.equal((await heldOf(person.deviceId)).length, 1)
  const back = openWire(server.as(await server.signIn(person, 'field')))
  await back.push(said)
  assert.deepEqual([await notesOf(workOrder), await heldOf(person.deviceId)], [['Found under the seat'], []])
})

test('the work of a member who left is stored and waits for the office', async () => {
  const { person, workOrder } = await technicianWithVisit('Who Left')
  await owner.call(peopleApi.disableMember, { params: { id: person.memberId } })
  const wire = openWire(server.byKey(person))
  const { outcomes } = await wire.push(note(wire, workOrder, 'My last day'))
  assert.deepEqual([outcomes[0]?.outcome, outcomes[0]?.code], ['held', 'actor_without_membership'])
})

test('bytes and thumbnails of a signed-out phone are taken by its key', async () => {
  const { person } = await technicianWithVisit('Bytes By Key')
  await signOut(person)
  const bytes = new TextEncoder().encode(`%PDF-1.7\n${newId()}`)
  const sha256 = hashOf(bytes)
  const phone = server.byKey(person)
  const headers = { [chunkHeaders.hash]: sha256, [chunkHeaders.size]: String(bytes.byteLength) }
  const put = await phone.fetch(chunkPath(sha256, 0), { method: 'PUT', headers, body: bytes })
  assert.deepEqual([put.status, (await put.json()).state], [200, 'stored'])
  const early = await phone.fetch(thumbnailPath(sha256), { method: 'PUT', body: bytes })
  assert.equal((await early.json()).state, 'stored')
})

test('the database holds the hash of a key and nothing that opens anything', async () => {
  const { person } = await technicianWithVisit('Only Hashes')
  const { rows } = await sql<{ hash: string }>`
    select key_hash as hash from directory.device_key where device_id = ${person.deviceId}`
    .execute(server.services.database.kysely)
    .catch(() => ({ rows: [] }))
  assert.deepEqual(rows, [], 'requests cannot even read the hashes')
  assert.ok((person.deviceKey ?? '').length >= 43)
})
