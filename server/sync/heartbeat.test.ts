import assert from 'node:assert/strict'
import { test } from 'node:test'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire } from '#test/support/captured.ts'
import { hashOf } from '#test/support/pictures.ts'
import { problemOf } from '#test/support/problem.ts'
import { type Person, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const at = '2026-11-23T09:00:00.000Z'
const since = '2026-11-22T15:10:00.000Z'

type Unsent = { commands: number; files: number; since?: string | null }
const pull = (person: Person, unsent: Unsent, given: { isEmpty?: boolean; free?: number } = {}) =>
  server.as(person).call(syncApi.pull, {
    body: {
      nonce: newId(),
      epoch: null,
      digest: given.isEmpty ? null : 'drifted',
      ...(given.isEmpty ? {} : { held: [] }),
      unsent,
      ...(given.free === undefined ? {} : { free: given.free }),
    },
  })
const attention = () => office.call(workOrderApi.readAttention, {})
const phoneOf = async (person: Person) => (await attention()).phones.find((one) => one.device === person.deviceId)
const lostBy = async (person: Person) =>
  (await attention()).lostWork.filter((one) => one.technician === person.technicianId)
const technician = (name: string) => server.makePerson(north.id, ['technician'], name)

test('S31: a pull tells the office what is only on the phone, since when, and how much room it has', async () => {
  const person = await technician('Full Phone')
  await pull(person, { commands: 3, files: 2, since }, { free: 40_000_000 })
  const phone = await phoneOf(person)
  assert.deepEqual(
    [phone?.unsentCommands, phone?.unsentFiles, phone?.unsentSince, phone?.freeBytes, phone?.name],
    [3, 2, since, 40_000_000, 'Test phone'],
  )
  await pull(person, { commands: 0, files: 0, since: null })
  assert.equal(await phoneOf(person), undefined, 'nothing is owed any more')
})

test('S31: a phone of before says no since and no room, and is heard all the same', async () => {
  const person = await technician('Old Phone')
  await pull(person, { commands: 1, files: 0 })
  const phone = await phoneOf(person)
  assert.deepEqual([phone?.unsentCommands, phone?.unsentSince, phone?.freeBytes], [1, null, null])
})

test('S31: what a phone hands in is not only on it any more, before it says so itself', async () => {
  const person = await technician('Hands In')
  const wire = openWire(server.as(person))
  const workOrder = await raise(office)
  await pull(person, { commands: 2, files: 0, since })
  const note = wire.capture(workOrder, 'note', { visit: null, technician: null, at, text: 'One', audience: 'crew' })
  await wire.push(note)
  await wire.push(note)
  assert.equal((await phoneOf(person))?.unsentCommands, 1, 'the second time it was not stored for the first time')
})

test('S31: a phone that comes back empty raises a card with what was lost and which visits await its photos', async () => {
  const person = await technician('Came Empty')
  const workOrder = await raise(office, { title: 'Cold store' })
  const visit = await dispatchVisit(office, workOrder, [person.technicianId ?? ''])
  const wire = openWire(server.as(person))
  const sha256 = hashOf('never arrived')
  const { outcomes } = await wire.push(
    wire.capture(workOrder, 'photo', {
      visit,
      technician: person.technicianId ?? '',
      at,
      sha256,
      size: 1000,
      type: 'image/jpeg',
      width: 10,
      height: 10,
      phase: 'after',
      caption: '',
      audience: 'customer',
      position: null,
    }),
  )
  assert.equal(outcomes[0]?.outcome, 'applied', JSON.stringify(outcomes))
  await pull(person, { commands: 4, files: 1, since })
  assert.deepEqual(await lostBy(person), [])

  await pull(person, { commands: 0, files: 0, since: null }, { isEmpty: true })
  await pull(person, { commands: 0, files: 0, since: null }, { isEmpty: true })
  const [card, ...more] = await lostBy(person)
  assert.ok(card)
  assert.deepEqual(more, [])
  assert.deepEqual(
    [card.isCertain, card.commands, card.files, card.unsentSince, card.member],
    [true, 4, 1, since, 'Came Empty'],
  )
  assert.deepEqual(
    card.awaited.map((one) => [one.workOrder, one.title, one.visit, one.photos, one.signatures]),
    [[workOrder, 'Cold store', visit, 1, 0]],
  )
  assert.equal(card.awaited[0]?.visitStart, '2026-11-23T09:00:00.000Z')
  const { attention: waiting } = await office.call(workOrderApi.readCounts, {})

  const settle = () =>
    office.call(workOrderApi.settleLostWork, {
      params: { id: card.id },
      body: { note: 'Written down again with Ines' },
    })
  await settle()
  assert.deepEqual(await lostBy(person), [])
  assert.equal((await office.call(workOrderApi.readCounts, {})).attention, waiting - 1)
  assert.equal((await problemOf(settle())).code, 'held_settled_already')
})

test('S31: a phone that asks for everything and still has its work has lost nothing', async () => {
  const person = await technician('Still Has It')
  await pull(person, { commands: 2, files: 1, since })
  await pull(person, { commands: 2, files: 1, since }, { isEmpty: true })
  assert.deepEqual(await lostBy(person), [])
})

test('S31: a browser that was emptied comes back as a new phone: the card says it is not certain, and goes when the old one is heard of', async () => {
  const old = await technician('Emptied Browser')
  await pull(old, { commands: 5, files: 0, since })
  const fresh = await server.signIn(old, 'field', newId())
  await pull(fresh, { commands: 0, files: 0, since: null }, { isEmpty: true })
  const [card] = await lostBy(old)
  assert.deepEqual([card?.isCertain, card?.device, card?.commands], [false, old.deviceId, 5])
  await pull(old, { commands: 5, files: 0, since })
  assert.deepEqual(await lostBy(old), [])
})
