import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { rebuildSome } from './rebuild.ts'
import { bodyOf, openWire } from '#test/support/captured.ts'
import { photoFact, pictureBytes, putBytes } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer({ jobs: true })
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const phone = openWire(server.as(north.technician))
const luis = north.technician.technicianId ?? ''

const read = (id: Id) => office.call(workOrderApi.readWorkOrder, { params: { id } })
const upload = (bytes: Uint8Array<ArrayBuffer>) => putBytes(server.as(north.technician), bytes)

async function dispatched(): Promise<{ workOrder: Id; visit: Id }> {
  const workOrder = await raise(office)
  return { workOrder, visit: await dispatchVisit(office, workOrder, [luis], new Date().toISOString()) }
}

const photo = (visit: Id, bytes: Uint8Array) => photoFact(visit, luis, bytes)

test('a photo is a fact first, bytes after: the record says awaited, then stored, and the phone hears it by a pull (S20, S22)', async () => {
  const { workOrder, visit } = await dispatched()
  const bytes = await pictureBytes()
  const fact = await phone.send(workOrder, 'photo', photo(visit, bytes))
  assert.equal(fact.outcome, 'applied')
  assert.deepEqual((await read(workOrder)).evidence, { stored: 0, total: 1 })
  assert.equal((await upload(bytes)).status, 200)
  const page = await read(workOrder)
  assert.deepEqual(
    [page.work.photos[0]?.state, page.evidence, page.evidenceByVisit[visit]],
    ['stored', { stored: 1, total: 1 }, { stored: 1, total: 1 }],
  )
  assert.equal(bodyOf(await phone.pullAll(), 'work_order', workOrder)?.work.photos[0]?.state, 'stored')
  const { version } = page
  assert.equal((await upload(bytes)).status, 200)
  assert.equal((await read(workOrder)).version, version)
})

test('bytes that are here before their fact make the fact stored at once, on every record that names them', async () => {
  const one = await dispatched()
  const other = await dispatched()
  const bytes = await pictureBytes()
  await phone.send(one.workOrder, 'photo', photo(one.visit, bytes))
  await upload(bytes)
  await phone.send(other.workOrder, 'photo', photo(other.visit, bytes))
  assert.deepEqual(
    [(await read(one.workOrder)).work.photos[0]?.state, (await read(other.workOrder)).work.photos[0]?.state],
    ['stored', 'stored'],
  )
})

test('fact and bytes that arrive at the same moment never miss each other', async () => {
  const { workOrder, visit } = await dispatched()
  for (let n = 0; n < 12; n++) {
    const bytes = await pictureBytes()
    await Promise.all([phone.send(workOrder, 'photo', photo(visit, bytes)), upload(bytes)])
  }
  const { work } = await read(workOrder)
  assert.deepEqual(
    work.photos.map((one) => one.state),
    Array(12).fill('stored'),
  )
})

test('a photo that is none is refused with its reason; the fact stays and is flagged', async () => {
  const { workOrder, visit } = await dispatched()
  const bytes = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
  await phone.send(workOrder, 'photo', photo(visit, bytes))
  assert.equal((await upload(bytes)).status, 422)
  const { work, evidence } = await read(workOrder)
  assert.deepEqual([work.photos[0]?.state, evidence.total], ['refused', 1])
  assert.deepEqual(
    work.flags.filter((flag) => !flag.settled).map((flag) => flag.code),
    ['bytes_refused'],
  )
  const { flags } = await office.call(workOrderApi.readAttention, {})
  assert.ok(flags.some((flag) => flag.workOrder === workOrder && flag.code === 'bytes_refused'))
})

test('work that waits for a photo of this phone stays on it, however long ago it was', async () => {
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, [luis], new Date(Date.now() - 60 * 86_400_000).toISOString())
  assert.equal(bodyOf(await phone.pullAll(), 'work_order', workOrder), undefined)
  const bytes = await pictureBytes()
  await phone.send(workOrder, 'photo', photo(visit, bytes))
  assert.ok(bodyOf(await phone.pullAll(), 'work_order', workOrder))
})

test('a hold with an end is released by itself; one that was released or renewed meanwhile is left alone', async () => {
  // Far enough ahead that both are on hold before, however busy the machine is.
  const ends = new Date(Date.now() + 4_000).toISOString()
  const later = new Date(Date.now() + 86_400_000).toISOString()
  const held = await raise(office)
  const renewed = await raise(office)
  await send(office, held, 'hold', { reason: 'Waits for the part', until: ends })
  await send(office, renewed, 'hold', { reason: 'Waits for the part', until: ends })
  await send(office, renewed, 'hold', { reason: 'Waits longer', until: later })
  assert.equal((await read(held)).status, 'on_hold')
  for (let tries = 0; tries < 300 && (await read(held)).status === 'on_hold'; tries++) await sleep(100)
  assert.equal((await read(held)).status, 'unscheduled')
  assert.equal((await read(renewed)).status, 'on_hold')
  const { items } = await office.call(workOrderApi.listEntries, { params: { id: held }, query: {} })
  assert.deepEqual([items[0]?.type, items[0]?.by.source], ['hold_ended', 'system'])
})

test('after all of this every document is its record folded, and every row its document projected', async () => {
  const { differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.deepEqual(differences, [])
})
