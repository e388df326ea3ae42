import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { bodyOf, type Captured, openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { technicianOf, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const at = '2026-11-23T09:00:00.000Z'
const later = '2026-11-23T10:00:00.000Z'

const luis = await server.makePerson(north.id, ['technician'], 'Luis Ortega')
const marcus = await server.makePerson(north.id, ['technician'], 'Marcus Webb')
const phone = openWire(server.as(luis))
const phoneOfMarcus = openWire(server.as(marcus))

async function apprentice(): Promise<Id> {
  const id = newId()
  await server.inTenant(north.id, async (tx) => {
    const row = { org_id: north.id, id, code: `A${id.slice(-3)}`, name: 'Tara Young', member_id: null }
    await tx.db.insertInto('app.technician').values(row).execute()
  })
  return id
}

async function dispatched(...technicians: Id[]): Promise<{ workOrder: Id; visit: Id }> {
  const workOrder = await raise(office)
  return { workOrder, visit: await dispatchVisit(office, workOrder, technicians) }
}

const flagsOn = async (workOrder: Id) => {
  const { flags } = await office.call(workOrderApi.readAttention, {})
  return flags.filter((flag) => flag.workOrder === workOrder).map((flag) => flag.sentence)
}

test('time of a mate with a phone is applied and the office reads who recorded and who corrected it', async () => {
  const { workOrder, visit } = await dispatched(technicianOf(luis), technicianOf(marcus))
  const own = phoneOfMarcus.capture(workOrder, 'arrive', { visit, technician: technicianOf(marcus), at })
  await phoneOfMarcus.push(own)
  const correction = { at: later, entry: own.id, from: at, to: later, reason: 'Came at nine' }
  const { outcomes } = await phone.push(
    phone.capture(workOrder, 'leave', { visit, technician: technicianOf(marcus), at: later }),
    // It says it is about himself; the entry is not his.
    phone.capture(workOrder, 'correct_time', { visit, technician: technicianOf(luis), ...correction }),
  )
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['applied', 'applied'],
  )
  assert.deepEqual((await flagsOn(workOrder)).sort(), [
    'Time of Marcus Webb was corrected by Luis Ortega.',
    'Time of Marcus Webb was recorded by Luis Ortega.',
  ])
})

test('an apprentice’s time is recorded by a mate and nobody has to look', async () => {
  const tara = await apprentice()
  const { workOrder, visit } = await dispatched(technicianOf(luis), tara)
  const { outcomes } = await phone.push(
    phone.capture(workOrder, 'arrive', { visit, technician: tara, at }),
    phone.captureAny({ kind: 'day', id: tara }, 'start_activity', { activity: 'depot', at, note: '' }),
  )
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['applied', 'applied'],
  )
  assert.deepEqual(await flagsOn(workOrder), [])
  assert.deepEqual((await office.call(workOrderApi.readAttention, {})).dayFlags, [])
})

test('another technician’s day can be written, is flagged with who wrote it, and is settled by the office', async () => {
  const technician = technicianOf(marcus)
  const before = await office.call(workOrderApi.readCounts, {})
  const day = { activity: 'training', from: at, to: later, note: '' }
  await phone.push(phone.captureAny({ kind: 'day', id: technician }, 'record_day_time', day))
  const { dayFlags } = await office.call(workOrderApi.readAttention, {})
  assert.deepEqual(
    dayFlags.map((flag) => [flag.technician, flag.sentence]),
    [[technician, 'Time of Marcus Webb was recorded by Luis Ortega.']],
  )
  assert.equal((await office.call(workOrderApi.readCounts, {})).attention, before.attention + 1)
  const pulled = bodyOf(await phoneOfMarcus.pullAll(), 'day', technician)
  assert.equal(pulled?.day.entries[0]?.recordedBy, 'Luis Ortega')
  const flag = dayFlags[0]?.flag ?? ''
  const settle = (id: Id, named: string) =>
    office.call(fieldworkApi.settleDayFlag, { params: { id }, body: { id: newId(), flag: named, note: '' } })
  assert.equal((await problemOf(settle(technician, 'of nothing'))).status, 404)
  assert.equal((await problemOf(settle(technicianOf(luis), flag))).status, 404)
  assert.equal((await settle(technician, flag)).outcome, 'applied')
  assert.deepEqual((await office.call(workOrderApi.readAttention, {})).dayFlags, [])
})

/** A command as if captured when the clocks said so. */
function clocked(captured: Captured, clocks: { wall: string; mono: number; life?: string }): Captured {
  const envelope: { at: object } = JSON.parse(captured.bytes)
  return { ...captured, bytes: JSON.stringify({ ...envelope, at: { life: 'one', offset: 0, ...clocks } }) }
}

test('a clock set back between two captures is flagged, over pushes as within one, and not again when sent again (S12)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Clock Setter')
  const wire = openWire(server.as(person))
  const { workOrder, visit } = await dispatched(technicianOf(person))
  const fact = { visit, technician: technicianOf(person), at }
  const first = clocked(wire.capture(workOrder, 'accept', fact), { wall: '2026-11-23T09:00:00.000Z', mono: 0 })
  const second = clocked(wire.capture(workOrder, 'travel', fact), { wall: '2026-11-23T08:40:00.000Z', mono: 600_000 })
  const third = clocked(wire.capture(workOrder, 'arrive', fact), { wall: '2026-11-23T08:50:00.000Z', mono: 1_200_000 })
  await wire.push(first)
  await wire.push(second, third)
  await wire.push(first, second, third)
  const moved = 'The phone’s clock was moved by −30 min during the visit. Check the times.'
  assert.deepEqual(await flagsOn(workOrder), [moved])
  const reloaded = { wall: '2026-11-23T07:00:00.000Z', mono: 5, life: 'two' }
  await wire.push(clocked(wire.capture(workOrder, 'leave', fact), reloaded))
  assert.deepEqual(await flagsOn(workOrder), [moved])
})

test('after all of this every document is its record folded, and every row its document projected', async () => {
  const { differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.deepEqual(differences, [])
})
