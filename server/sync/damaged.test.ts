import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import { syncApi } from '#core/sync/api.ts'
import { chunksPath } from '#core/sync/chunks.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { openCompany } from '#test/support/company.ts'
import { bodyOf, openWire } from '#test/support/captured.ts'
import { hashOf, photoFact, picture, pictureBytes, putBytes } from '#test/support/pictures.ts'
import { type Person, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const phone = openWire(server.as(north.technician))
const luis = north.technician.technicianId ?? ''

const read = (id: Id) => office.call(workOrderApi.readWorkOrder, { params: { id } })

async function photographed(bytes: Uint8Array) {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis])
  const fact = photoFact(visit, luis, bytes)
  assert.equal((await phone.send(workOrder, 'photo', fact)).outcome, 'applied')
  return workOrder
}

const tell = (person: Person, damaged: string[]) =>
  server.as(person).call(syncApi.pull, {
    body: { nonce: newId(), epoch: null, digest: null, unsent: { commands: 0, files: 1 }, damaged },
  })
const upload = (bytes: Uint8Array<ArrayBuffer>) => putBytes(server.as(north.technician), bytes)
const photoOf = async (workOrder: Id) => (await read(workOrder)).work.photos[0]?.state
const openFlags = async (workOrder: Id) =>
  (await read(workOrder)).work.flags.filter((flag) => !flag.settled).map((flag) => flag.code)

test('S20: the office hears of a photo its phone’s disk damaged, and it is kept should good bytes come after all', async () => {
  const bytes = await pictureBytes()
  const workOrder = await photographed(bytes)
  const stranger = await server.makePerson(north.id, ['technician'], 'Another Phone')
  await tell(stranger, [hashOf(bytes)])
  assert.equal(await photoOf(workOrder), 'awaited', 'only the phone that named the bytes can say so')
  const reply = await tell(north.technician, [hashOf(bytes)])
  assert.equal(reply.state, 'page')
  assert.equal(await photoOf(workOrder), 'refused')
  const { flags } = await office.call(workOrderApi.readAttention, {})
  assert.ok(flags.some((flag) => flag.workOrder === workOrder && flag.code === 'bytes_refused'))
  const { version } = await read(workOrder)
  await tell(north.technician, [hashOf(bytes)])
  assert.equal((await read(workOrder)).version, version, 'said again it changes nothing')
  const asked = await server.as(north.technician).fetch(chunksPath(hashOf(bytes)))
  assert.equal((await asked.json()).state, 'unknown')
  assert.equal((await upload(bytes)).status, 200)
  assert.deepEqual([await photoOf(workOrder), await openFlags(workOrder)], ['stored', []])
})

test('S20: bytes the office has are not called damaged by a phone that lost its own', async () => {
  const bytes = await pictureBytes()
  const workOrder = await photographed(bytes)
  await upload(bytes)
  await tell(north.technician, [hashOf(bytes)])
  assert.deepEqual([await photoOf(workOrder), await openFlags(workOrder)], ['stored', []])
})

for (const end of ['settled by the office', 'taken back'] as const)
  test(`S14: a work order long past stays on the phone of which it waits for bytes, or refused them, until that is ${end}`, async () => {
    const bytes = await pictureBytes()
    const workOrder = await raise(office)
    const longAgo = new Date(Date.now() - 60 * 86_400_000).toISOString()
    const visit = await dispatchVisit(office, workOrder, [luis], longAgo)
    const isHere = async () => bodyOf(await phone.pullAll(), 'work_order', workOrder) !== undefined
    assert.equal(await isHere(), false)
    const photo = phone.capture(workOrder, 'photo', photoFact(visit, luis, bytes))
    await phone.push(photo)
    assert.equal(await isHere(), true)
    await tell(north.technician, [hashOf(bytes)])
    assert.equal(await photoOf(workOrder), 'refused')
    assert.equal(await isHere(), true)
    if (end === 'taken back') {
      await phone.send(workOrder, 'withdraw', { fact: photo.id, at: new Date().toISOString(), reason: 'Blurred' })
    } else {
      await send(office, workOrder, 'settle_flag', { flag: `bytes_refused:${hashOf(bytes)}`, note: 'Seen' })
    }
    assert.equal(await isHere(), false)
  })

test('S21: what was refused once is judged anew for the next fact that names it', async () => {
  const bytes = new TextEncoder().encode(`<svg>${newId()}</svg>`)
  const first = await photographed(bytes)
  assert.equal((await upload(bytes)).status, 422)
  const second = await photographed(bytes)
  assert.deepEqual([await photoOf(first), await photoOf(second)], ['refused', 'awaited'])
  const asked = await server.as(north.technician).fetch(chunksPath(hashOf(bytes)))
  assert.equal((await asked.json()).state, 'unknown')
  assert.equal((await upload(bytes)).status, 422)
  assert.deepEqual([await photoOf(first), await photoOf(second)], ['refused', 'refused'])
})

test('S26: a photo without bytes is named by the saved file, and the office hears of it', async () => {
  const company = await openCompany(server, 'Quay')
  const ines = await company.technician('Ines Lost')
  const { workOrder, job } = await company.outOfReach(ines, { title: 'Pump' })
  await job.arrive()
  await job.photo('after', 'The pump')
  await ines.phone().loseBytes()
  const text = await (await ines.phone().phone().exportUnsent()).text()
  const reply = await server.as(company.organization.dispatcher).call(syncApi.importUnsent, { body: JSON.parse(text) })
  assert.deepEqual(
    reply.files.map((one) => [one.state, one.code]),
    [['refused', 'bytes_missing']],
  )
  assert.equal((await company.record(workOrder)).work.photos[0]?.state, 'refused')
})

test('S20: a real phone tells of its damaged photo by itself, and of the same one taken again nothing is missing', async () => {
  const company = await openCompany(server, 'Canal')
  const ines = await company.technician('Ines Again')
  const { workOrder, job } = await company.outOfReach(ines, { title: 'Boiler' })
  await job.arrive()
  const file = await picture()
  await job.photo('after', 'The plate', { file })
  await ines.phone().damageBytes()
  await ines.online()
  const states = async () => (await company.record(workOrder)).work.photos.map((photo) => photo.state)
  assert.deepEqual(await states(), ['refused'])
  await job.photo('after', 'The plate again', { file })
  await ines.online()
  assert.deepEqual(await states(), ['stored', 'stored'])
  assert.equal(ines.phone().phone().status.get().here, 0)
})
