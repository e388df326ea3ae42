import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { bodyOf, openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { technicianOf, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, raiseBody, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)
const luis = technicianOf(north.technician)
const at = '2026-11-23T09:00:00.000Z'

const read = (id: Id) => office.call(workOrderApi.readWorkOrder, { params: { id } })

async function dispatched(technicians: Id[] = [luis]): Promise<{ workOrder: Id; visit: Id }> {
  const workOrder = await raise(office)
  return { workOrder, visit: await dispatchVisit(office, workOrder, technicians) }
}

test('a technician’s phone wants and does not decide: an intention of the office is refused with its code (S2)', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Want Much')))
  const { workOrder } = await dispatched()
  const outcome = await phone.send(workOrder, 'cancel', { reason: 'I would rather not' })
  assert.deepEqual([outcome.outcome, outcome.code], ['refused', 'not_allowed'])
  const forged = await phone.send(workOrder, 'bytes_stored', { sha256: 'a'.repeat(64) })
  assert.equal(forged.outcome, 'refused')
  assert.notEqual((await read(workOrder)).status, 'cancelled')
})

test('money is not the field’s to say: what a phone adds of it is left out, the rest of its edit stands', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Generous Gil')))
  const { workOrder } = await dispatched()
  const money = { purchaseOrder: 'PO of the phone', notToExceed: 1 }
  const outcome = await phone.send(workOrder, 'edit_details', { changes: { accessNotes: 'Key at the porter' }, money })
  assert.equal(outcome.outcome, 'applied')
  const page = await read(workOrder)
  assert.equal(page.work.details.accessNotes, 'Key at the porter')
  assert.deepEqual([page.money?.purchaseOrder, page.money?.notToExceed], ['', null])
})

test('a phone whose zone nobody knows loses nothing: the order is kept in UTC until its site is linked', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Unknown Una')))
  const workOrder = newId()
  const reported = { customer: 'Bakery', site: 'Corner', contact: '', phone: '', zone: 'Etc/Unknown' }
  const body = raiseBody({}, { origin: 'field', zone: 'Etc/Unknown', reported })
  assert.equal((await phone.send(workOrder, 'raise', body)).outcome, 'applied')
  assert.equal((await read(workOrder)).work.zone, 'UTC')
  const refused = await problemOf(send(office, newId(), 'raise', raiseBody({}, { zone: 'Nowhere/X' })))
  assert.equal(refused.status, 422)
})

test('a summary that is not the one its signature names is kept, and flagged (S24)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Signing Sam')
  const phone = openWire(server.as(person))
  const { workOrder, visit } = await dispatched([technicianOf(person)])
  const body = {
    visit,
    technician: technicianOf(person),
    at,
    summary: '{"a":1}',
    language: 'en',
    template: 'summary-1',
  }
  await phone.send(workOrder, 'unattended', { ...body, summaryHash: 'a'.repeat(64), reason: 'Nobody there' })
  const { work } = await read(workOrder)
  assert.equal(work.visits[0]?.signOffs.length, 1)
  assert.ok(work.flags.some((flag) => flag.code === 'summary_hash_differs'))
})

test('ids of organization A are held for B’s phone exactly like ids of nothing', async () => {
  const person = south.technician
  const phone = openWire(server.as(person))
  const { workOrder, visit } = await dispatched()
  const fact = { technician: technicianOf(person), at }
  const foreign = await phone.send(workOrder, 'arrive', { ...fact, visit })
  const random = await phone.send(newId(), 'arrive', { ...fact, visit: newId() })
  const ofNobody = await phone.send(newId(), 'arrive', { ...fact, technician: luis, visit })
  const ofNothing = await phone.send(newId(), 'arrive', { ...fact, technician: newId(), visit })
  const plain = (outcome: typeof foreign) => ({ ...outcome, id: null })
  assert.deepEqual(plain(foreign), plain(random))
  assert.deepEqual(plain(ofNobody), plain(ofNothing))
  assert.equal((await read(workOrder)).work.visits[0]?.steps.length, 0)
})

test('made on the phone for an unknown customer: the number comes, the office links, the phone keeps it (S32)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Made Offline')
  const phone = openWire(server.as(person))
  const workOrder = newId()
  const visit = newId()
  const foreign = await server
    .as(south.dispatcher)
    .call(customersApi.makeCustomer, { body: { id: newId(), name: 'Not ours' } })
  const reported = {
    customer: 'Mrs Novak',
    site: 'Hauptstr. 5',
    contact: '',
    phone: '+49 30 1234567',
    zone: 'Europe/Berlin',
  }
  const body = raiseBody(
    { customer: foreign.id, title: 'Dripping valve' },
    { origin: 'field', provisional: 'T7-0001', reported },
  )
  const { outcomes } = await phone.push(
    phone.capture(workOrder, 'raise', body),
    phone.capture(workOrder, 'open_visit', { visit, technician: technicianOf(person), at }),
    phone.capture(workOrder, 'arrive', { visit, technician: technicianOf(person), at }),
  )
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['applied', 'applied', 'applied'],
  )
  assert.match(outcomes[0]?.number ?? '', /^WO-\d{4}$/)
  const page = await read(workOrder)
  assert.equal(page.work.details.customer, null)
  assert.deepEqual(
    page.work.flags.map((flag) => flag.code),
    ['customer_unknown', 'site_unknown'],
  )
  const found = await office.call(workOrderApi.listWorkOrders, { query: { q: 'T7-0001' } })
  assert.deepEqual(
    found.items.map((row) => row.id),
    [workOrder],
  )
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Novak' } })
  await send(office, workOrder, 'edit_details', { changes: { customer: customer.id } })
  const [flag] = (await read(workOrder)).work.flags
  assert.notEqual(flag?.settled, null)
  const held = await phone.pullAll()
  assert.equal(bodyOf(held, 'work_order', workOrder)?.settled, 3)
})

test('a technician’s own day is a stream of its own, and counts in worked time', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Day Keeper')
  const phone = openWire(server.as(person))
  const technician = technicianOf(person)
  const day = { kind: 'day' as const, id: technician }
  const { outcomes } = await phone.push(
    phone.captureAny(day, 'start_activity', { activity: 'depot', at: '2026-11-23T06:00:00.000Z', note: '' }),
    phone.captureAny(day, 'start_activity', { activity: 'lunch', at: '2026-11-23T06:45:00.000Z', note: '' }),
    phone.captureAny({ kind: 'day', id: newId() }, 'start_activity', { activity: 'lunch', at, note: '' }),
  )
  assert.deepEqual(
    outcomes.map((one) => [one.outcome, one.code]),
    [
      ['applied', null],
      ['applied', null],
      ['held', 'unknown_target'],
    ],
  )
  const pulled = bodyOf(await phone.pullAll(), 'day', technician)
  assert.deepEqual([pulled?.day.entries.length, pulled?.settled], [2, 2])
  const worked = await office.call(fieldworkApi.listWorked, {
    query: { from: '2026-11-23', to: '2026-11-23', technician },
  })
  assert.deepEqual(
    worked.items.map((item) => [item.activity, item.minutes]),
    [
      ['depot', 45],
      ['lunch', 0],
    ],
  )
})

test('after all of this every document is its record folded, and every row its document projected', async () => {
  const { differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.deepEqual(differences, [])
})
