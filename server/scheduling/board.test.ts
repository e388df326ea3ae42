import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { boardApi } from '#core/scheduling/board-api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { readBoard as readRows } from './board-queries.ts'
import { testServer } from '#test/support/server.ts'
import { raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const owner = server.as(north.owner)
const luis = north.technician.technicianId ?? ''

const days = { from: '2026-11-23', days: '3' }
const readBoard = (query: object = {}) => office.call(boardApi.readBoard, { query: { ...days, ...query } })

async function makeSite(name: string, position: { lat: number; lon: number } | null, city = 'Berlin') {
  const customer = await owner.call(customersApi.makeCustomer, { body: { id: newId(), name: `${name} Ltd` } })
  const address = { line1: 'Ring 1', line2: '', city, region: '', postcode: '', country: 'DE' }
  const fields = { customerId: customer.id, name, address, position, zone: 'Europe/Berlin' }
  const site = await owner.call(customersApi.makeSite, { body: { id: newId(), ...fields } })
  return { customer: customer.id, site: site.id }
}

test('the board holds who works when, what is planned where, and what waits', async () => {
  const place = await makeSite('Depot', { lat: 52.5, lon: 13.4 })
  const planned = await raise(office, { ...place, title: 'Boiler off' })
  const visit = newId()
  const plan = { start: '2026-11-24T09:00:00.000Z', minutes: 90, window: null, crew: [luis], lead: luis }
  await send(office, planned, 'plan_visit', { visit, ...plan })
  const waiting = await raise(office, { ...place, title: 'No hot water', priority: 'P1' })
  const board = await readBoard()
  assert.equal(board.zone, 'Europe/Berlin')
  const row = board.technicians.find(({ id }) => id === luis)
  assert.deepEqual(row?.away, [])
  const [shown] = board.visits
  assert.deepEqual(
    [shown?.id, shown?.workOrder, shown?.crew, shown?.start, shown?.minutes, shown?.site, shown?.status, shown?.unsent],
    [visit, planned, [luis], plan.start, 90, place.site, 'scheduled', false],
  )
  assert.deepEqual(
    board.tray.flatMap((one) => (one.kindOf === 'work_order' ? [[one.workOrder, one.title, one.visit]] : [])),
    [[waiting, 'No hot water', null]],
  )
  assert.deepEqual(
    board.sites.map(({ id, positionOf, customer }) => [id, positionOf, customer]),
    [[place.site, 'site', 'Depot Ltd']],
  )
  const changed = await readBoard({ workOrders: planned })
  assert.deepEqual([changed.visits.length, changed.tray.length, changed.technicians.length], [1, 0, 0])
})

test('whatever changes of a visit is on the board that is read next, word for word what the rows say', async () => {
  const skill = await owner.call(peopleApi.makeSkill, { body: { id: newId(), name: 'Gas' } })
  const type = { id: newId(), name: 'Boiler service', defaultMinutes: 60 }
  const jobType = await owner.call(workOrderCatalogueApi.makeJobType, { body: type })
  const mate = await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name: 'Mia' } })
  const workOrder = await raise(office, { title: 'Boiler off', jobType: jobType.id })
  const visit = newId()
  const [start, later] = ['2026-11-25T09:00:00.000Z', '2026-11-25T10:00:00.000Z'] as const
  const plan = { start, minutes: 90, window: null, crew: [luis], lead: luis }
  await send(office, workOrder, 'plan_visit', { visit, ...plan })
  const asked = { from: days.from, days: Number(days.days) }
  async function shown() {
    const { visits } = await readBoard()
    assert.deepEqual(visits, (await server.inTenant(north.id, (tx) => readRows(tx, asked))).visits)
    return visits.find(({ id }) => id === visit)
  }
  assert.deepEqual([(await shown())?.title, (await shown())?.skills], ['Boiler off', []])
  await send(office, workOrder, 'edit_details', { changes: { title: 'Boiler loud' } })
  assert.equal((await shown())?.title, 'Boiler loud')
  const { version } = jobType
  const params = { id: jobType.id }
  await owner.call(workOrderCatalogueApi.editJobType, { params, body: { version, skillIds: [skill.id] } })
  assert.deepEqual((await shown())?.skills, [skill.id])
  await send(office, workOrder, 'reschedule_visit', { visit, start: later, minutes: 30, window: null, was: plan })
  assert.equal((await shown())?.start, later)
  const was = { start: later, minutes: 30, window: null, crew: [luis], lead: luis }
  await send(office, workOrder, 'assign_visit', { visit, crew: [luis, mate.id], lead: mate.id, was })
  assert.deepEqual((await shown())?.crew, [mate.id, luis])
  await send(office, workOrder, 'cancel_visit', { visit, reason: 'Not needed' })
  assert.equal(await shown(), undefined)
})

test('a site nobody knows the position of stands where the others of its town are, and says so', async () => {
  await makeSite('East', { lat: 53, lon: 10 }, 'Hamburg')
  await makeSite('West', { lat: 54, lon: 11 }, 'Hamburg')
  const lost = await makeSite('Somewhere', null, 'HAMBURG')
  const nowhere = await makeSite('Nowhere', null, 'Celle')
  const orders = [await raise(office, lost), await raise(office, nowhere)]
  const { sites } = await readBoard({ workOrders: orders.join(',') })
  assert.deepEqual(sites.find(({ id }) => id === lost.site)?.position, { lat: 53.5, lon: 10.5 })
  assert.equal(sites.find(({ id }) => id === lost.site)?.positionOf, 'town')
  assert.deepEqual([sites.find(({ id }) => id === nowhere.site)?.positionOf], [null])
})

test('for a piece of work the best places are named with their reasons, and for everybody else why not', async () => {
  const skill = await owner.call(peopleApi.makeSkill, { body: { id: newId(), name: 'EPA-608' } })
  const type = { id: newId(), name: 'Cooling', defaultMinutes: 60, skillIds: [skill.id] }
  const jobType = await owner.call(workOrderCatalogueApi.makeJobType, { body: type })
  const work = await raise(office, { jobType: jobType.id })
  const places = await office.call(boardApi.readPlaces, { params: { id: work }, query: {} })
  assert.equal(places.minutes, 60)
  assert.deepEqual(places.best, [])
  const why = places.others.find(({ technician }) => technician === luis)?.why
  assert.match(why?.[0] ?? '', /has no EPA-608$/)
})
