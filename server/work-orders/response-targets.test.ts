import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { weekdays } from '#core/kit/hours.ts'
import type { Id } from '#core/kit/ids.ts'
import { addMinutes, instantFrom, localDate } from '#core/kit/time.ts'
import { type Organization, peopleApi } from '#core/people/api.ts'
import { defaultResponseTargets, type ResponseTarget } from '#core/people/response-targets.ts'
import { boardApi } from '#core/scheduling/board-api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { targetsOf } from '#core/work-orders/targets.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, raiseBody, send } from '#test/support/work-orders.ts'
import { rebuildSome } from './rebuild.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const owner = server.as(north.owner)
const phone = openWire(server.as(north.technician))
const luis = north.technician.technicianId ?? ''

const read = (id: Id) => office.call(workOrderApi.readWorkOrder, { params: { id } })

/** The settings of North, over what they are. */
async function settle(changes: Partial<Organization>): Promise<Organization> {
  const { version } = await owner.call(peopleApi.readOrganization, {})
  return owner.call(peopleApi.editOrganization, { body: { ...changes, version } })
}

const nothing: ResponseTarget = { calendar: 'working_hours', acknowledge: null, arrive: null, resolve: null }
const promise = (priority: 'P1' | 'P2' | 'P3' | 'P4', target: Partial<ResponseTarget>) =>
  settle({ responseTargets: { ...defaultResponseTargets, [priority]: { ...nothing, ...target } } })

async function promised(workOrder: Id) {
  return targetsOf((await read(workOrder)).work).map(({ kind, due }) => [kind, due])
}

async function rowOf(workOrder: Id, target?: 'missed' | 'soon' | 'at_risk') {
  const { items } = await office.call(workOrderApi.listWorkOrders, { query: { target, limit: 200 } })
  return items.find(({ id }) => id === workOrder)
}

const minutesAgo = (minutes: number) => addMinutes(instantFrom(Date.now()), -minutes)

test('response targets and what stops their clocks are settings; a promise to be done before somebody came is not taken', async () => {
  const before = await owner.call(peopleApi.readOrganization, {})
  assert.deepEqual(before.responseTargets, defaultResponseTargets)
  const P1: ResponseTarget = { calendar: 'working_hours', acknowledge: 15, arrive: 60, resolve: 480 }
  const saved = await settle({ responseTargets: { ...defaultResponseTargets, P1 }, pausingReasons: ['parts'] })
  assert.deepEqual([saved.responseTargets.P1, saved.pausingReasons], [P1, ['parts']])
  const wrong = { ...defaultResponseTargets, P1: { ...P1, resolve: 30 } }
  const refused = await problemOf(settle({ responseTargets: wrong }))
  assert.deepEqual([refused.status, refused.body.fields?.[0]?.path], [422, 'responseTargets.P1.resolve'])
  assert.equal((await problemOf(settle({ pausingReasons: ['parts', 'parts'] }))).status, 422)
  await settle({ responseTargets: defaultResponseTargets, pausingReasons: before.pausingReasons })
})

test('work raised through the API is promised in working hours of its site, past a weekend and the clocks going back', async () => {
  await settle({ workingHours: weekdays({ from: '07:00', to: '17:00' }) })
  await promise('P2', { arrive: 240 })
  const friday = await raise(office, { priority: 'P2', requestedAt: '2026-11-20T14:30:00.000Z' })
  assert.deepEqual(await promised(friday), [['arrive', '2026-11-23T08:30:00.000Z']])
  await promise('P2', { arrive: 480 })
  const autumn = await raise(office, { priority: 'P2', requestedAt: '2026-10-23T14:00:00.000Z' })
  assert.deepEqual(await promised(autumn), [['arrive', '2026-10-26T13:00:00.000Z']])
  // What is promised by then stays as it was promised.
  assert.deepEqual(await promised(friday), [['arrive', '2026-11-23T08:30:00.000Z']])

  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Hotel Adler' } })
  const site = { id: newId(), customerId: customer.id, name: 'Chicago', zone: 'America/Chicago' }
  await office.call(customersApi.makeSite, { body: site })
  await settle({ holidays: [{ date: '2026-11-26', name: 'Thanksgiving' }] })
  const there = await raise(office, { priority: 'P2', site: site.id, requestedAt: '2026-11-25T19:00:00.000Z' })
  // Four hours on Wednesday from 13:00, none on Thursday, four on Friday.
  assert.deepEqual(await promised(there), [['arrive', '2026-11-27T17:00:00.000Z']])
  await send(office, there, 'edit_details', { changes: { priority: 'P1' } })
  assert.deepEqual((await promised(there))[1], ['arrive', '2026-11-25T23:00:00.000Z'])
  await send(office, friday, 'edit_details', { changes: { site: site.id } })
  // There it was 8:30 in the morning of the Friday.
  assert.deepEqual(await promised(friday), [['arrive', '2026-11-20T22:30:00.000Z']])
  await settle({ responseTargets: defaultResponseTargets, holidays: [] })
})

test('what a phone raises is promised as well, and an old phone that says nothing of it is taken as it is', async () => {
  await promise('P3', { calendar: 'around_the_clock', arrive: 600, resolve: 1440 })
  const workOrder = newId()
  const at = '2026-11-22T08:00:00.000Z'
  const body = raiseBody({ requestedAt: at }, { origin: 'field', provisional: 'T1-0001', at })
  await phone.push(phone.capture(workOrder, 'raise', body))
  assert.deepEqual(await promised(workOrder), [
    ['arrive', '2026-11-22T18:00:00.000Z'],
    ['resolve', '2026-11-23T08:00:00.000Z'],
  ])
  await settle({ responseTargets: defaultResponseTargets })
})

test('lists, today, the schedule and the board say the same next promise, and nothing runs out while its clock stands', async () => {
  await promise('P2', { calendar: 'around_the_clock', arrive: 240, resolve: 480 })
  const soon = await raise(office, { priority: 'P2', requestedAt: minutesAgo(200) })
  const missed = await raise(office, { priority: 'P2', requestedAt: minutesAgo(300) })
  const fine = await raise(office, { priority: 'P2', requestedAt: minutesAgo(100) })
  const waits = await raise(office, { priority: 'P2', requestedAt: minutesAgo(230) })
  await send(office, waits, 'hold', { reason: 'No key', until: null, cause: 'access' })
  const inList = async (which: 'missed' | 'soon' | 'at_risk') =>
    Promise.all([soon, missed, fine, waits].map(async (id) => (await rowOf(id, which)) !== undefined))
  assert.deepEqual(await inList('soon'), [true, false, false, false])
  assert.deepEqual(await inList('missed'), [false, true, false, false])
  assert.deepEqual(await inList('at_risk'), [true, true, false, false])
  assert.equal((await rowOf(waits))?.due?.paused, true)

  const due = (await rowOf(soon))?.due
  assert.equal(due?.kind, 'arrive')
  const today = await office.call(workOrderApi.readToday, {})
  assert.deepEqual(today.atRisk.items.find(({ id }) => id === soon)?.due, due)
  const from = localDate(instantFrom(Date.now()), 'Europe/Berlin')
  const { unplanned } = await office.call(schedulingApi.readSchedule, { query: { from } })
  assert.deepEqual(unplanned.find(({ id }) => id === soon)?.due, due)
  const { tray } = await office.call(boardApi.readBoard, { query: { from, days: 1 } })
  const inTray = tray.flatMap((item) => (item.kindOf === 'work_order' ? [item] : []))
  assert.deepEqual(inTray.find(({ workOrder }) => workOrder === soon)?.due, due)
  const sorted = await office.call(workOrderApi.listWorkOrders, { query: { sort: 'target', limit: 200 } })
  const order = sorted.items.map(({ id }) => id)
  assert.ok(order.indexOf(missed) < order.indexOf(soon) && order.indexOf(soon) < order.indexOf(fine))
})

test('somebody coming keeps the arrival and leaves the end to be kept; rows are what the record says', async () => {
  const workOrder = await raise(office, { priority: 'P2', requestedAt: minutesAgo(200) })
  const [out, there] = [minutesAgo(60), minutesAgo(30)]
  const visit = await dispatchVisit(office, workOrder, [luis], out)
  const fact = { visit, technician: luis }
  await phone.push(
    phone.capture(workOrder, 'travel', { ...fact, at: out }),
    phone.capture(workOrder, 'arrive', { ...fact, at: there }),
  )
  assert.equal((await rowOf(workOrder))?.due?.kind, 'resolve')
  const from = localDate(out, 'Europe/Berlin')
  const { visits } = await office.call(boardApi.readBoard, { query: { from, days: 3, workOrders: workOrder } })
  assert.deepEqual(
    visits.map(({ id, setOutAt, arrivedAt }) => [id, setOutAt, arrivedAt]),
    [[visit, out, there]],
  )
  const ended = { ...fact, at: minutesAgo(10), note: '', missing: [], evidence: [] }
  await phone.push(phone.capture(workOrder, 'finish', { ...ended, outcome: 'done', returnReason: null }))
  const row = await rowOf(workOrder)
  assert.deepEqual([row?.due, row?.arrivedAt], [null, there])
  const { differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 1_000))
  assert.deepEqual(differences, [])
})
