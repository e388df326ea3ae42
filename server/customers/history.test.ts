import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { searchApi } from '#core/search/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer({ jobs: true })
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const technician = north.technician.technicianId ?? ''
const behalf = { source: 'phone_call', reason: 'The phone was flat' } as const

async function send<T extends CommandType>(workOrder: string, type: T, body: CommandBody<T>) {
  const answer = await office.call(workOrderApi.sendCommand, {
    params: { id: workOrder },
    body: { id: newId(), type, body, seen: 0 },
  })
  assert.equal(answer.outcome, 'applied', `${type}: ${answer.sentence}`)
  return answer
}

async function makeSite(customerName: string) {
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: customerName } })
  const site = await office.call(customersApi.makeSite, {
    body: { id: newId(), customerId: customer.id, name: `${customerName} yard` },
  })
  const asset = await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site.id, name: 'Boiler' } })
  return { customer, site, asset }
}

async function raise(at: Awaited<ReturnType<typeof makeSite>>, title: string) {
  const workOrder = newId()
  const now = new Date().toISOString()
  const { number } = await send(workOrder, 'raise', {
    details: {
      customer: at.customer.id,
      site: at.site.id,
      assets: [at.asset.id],
      contact: null,
      kind: 'reactive',
      priority: 'P2',
      title,
      description: '',
      jobType: null,
      requestedAt: now,
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: null,
    zone: at.site.zone,
    tasks: [],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    provisional: null,
    origin: 'office',
    at: now,
  })
  return { workOrder, number }
}

async function visitAndFinish(workOrder: string) {
  const visit = newId()
  const arrived = new Date(Date.now() - 3_600_000).toISOString()
  const finished = new Date(Date.now() - 60_000).toISOString()
  await send(workOrder, 'plan_visit', {
    visit,
    start: arrived,
    minutes: 60,
    window: null,
    crew: [technician],
    lead: technician,
  })
  await send(workOrder, 'dispatch_visit', { visit })
  await send(workOrder, 'arrive', { visit, technician, at: arrived, behalf })
  await send(workOrder, 'finish', {
    visit,
    technician,
    at: finished,
    behalf,
    outcome: 'done',
    returnReason: null,
    note: '',
    missing: [],
    evidence: [],
  })
  return { visit, arrived }
}

test('a site shows its open work, and later when somebody was there and how it ended', async () => {
  const at = await makeSite('Anker Arms')
  const { workOrder, number } = await raise(at, 'No hot water')
  const before = await office.call(customersApi.readSite, { params: { id: at.site.id } })
  assert.deepEqual(
    before.openWork.map((line) => [line.id, line.number, line.title, line.status, line.siteName]),
    [[workOrder, number, 'No hot water', 'unscheduled', 'Anker Arms yard']],
  )
  assert.deepEqual(before.lastVisits, [])
  const { visit, arrived } = await visitAndFinish(workOrder)
  const after = await office.call(customersApi.readSite, { params: { id: at.site.id } })
  assert.deepEqual(after.openWork, [])
  assert.deepEqual(after.lastVisits, [
    {
      visitId: visit,
      workOrderId: workOrder,
      number,
      visitNumber: 1,
      title: 'No hot water',
      at: arrived,
      zone: 'Europe/Berlin',
      outcome: 'done',
      crew: [{ technicianId: technician, name: north.technician.name }],
    },
  ])
  const asset = await office.call(customersApi.readAsset, { params: { id: at.asset.id } })
  assert.deepEqual(
    asset.work.map((line) => [line.id, line.status]),
    [[workOrder, 'work_complete']],
  )
})

test('the history of a site and of its customer is read page by page, the latest first', async () => {
  const at = await makeSite('Bergbau Bar')
  const raised: string[] = []
  for (const title of ['One', 'Two', 'Three']) raised.unshift((await raise(at, title)).workOrder)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await office.call(customersApi.listSiteWork, {
      params: { id: at.site.id },
      query: { limit: 2, cursor },
    })
    seen.push(...page.items.map((line) => line.id))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(seen, raised)
  const ofCustomer = await office.call(customersApi.listCustomerWork, { params: { id: at.customer.id } })
  assert.deepEqual(
    ofCustomer.items.map((line) => line.id),
    raised,
  )
  const { openWorkOrders } = await office.call(customersApi.readCustomer, { params: { id: at.customer.id } })
  assert.equal(openWorkOrders, 3)
})

test('nobody archives a customer, a site or a technician while somebody still has to go there', async () => {
  const at = await makeSite('Clubhaus Chor')
  const { workOrder } = await raise(at, 'Leak')
  const visit = newId()
  await send(workOrder, 'plan_visit', {
    visit,
    start: null,
    minutes: 60,
    window: null,
    crew: [technician],
    lead: technician,
  })
  const customer = await problemOf(office.call(customersApi.archiveCustomer, { params: { id: at.customer.id } }))
  const site = await problemOf(office.call(customersApi.archiveSite, { params: { id: at.site.id } }))
  const person = await problemOf(
    server.as(north.owner).call(peopleApi.archiveTechnician, { params: { id: technician } }),
  )
  assert.deepEqual(
    [customer, site, person].map((problem) => problem.code),
    ['customer_has_work', 'site_has_work', 'technician_has_visits'],
  )
  assert.equal(site.body.detail, 'A work order is still open at this site. Finish or cancel it first.')
  await send(workOrder, 'cancel', { reason: 'Sold' })
  const archived = await office.call(customersApi.archiveSite, { params: { id: at.site.id } })
  assert.notEqual(archived.archivedAt, null)
})

test('a work order is found by its customer’s new name', async () => {
  const at = await makeSite('Dachdecker Duo')
  const { number } = await raise(at, 'Gutter')
  const found = async (q: string) => {
    const { groups } = await office.call(searchApi.search, { query: { q, kind: 'work_order' } })
    return groups.flatMap((group) => group.hits.map((hit) => [hit.title, hit.customerId, hit.siteId]))
  }
  const hit = [[`${number} · Gutter`, at.customer.id, at.site.id]]
  assert.deepEqual(await found('dachdecker'), hit)
  assert.deepEqual(await found(number ?? ''), hit)
  await office.call(customersApi.editCustomer, {
    params: { id: at.customer.id },
    body: { version: 1, name: 'Eisen Ensemble' },
  })
  const deadline = Date.now() + 8_000
  while ((await found('eisen')).length === 0 && Date.now() < deadline) await sleep(100)
  assert.deepEqual(await found('eisen'), hit)
  assert.deepEqual(await found('duo yard'), hit)
})

test('once the organization says its country, phone numbers written before are found with its code', async () => {
  const owner = server.as(north.owner)
  await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Fjord Fisch', phone: '030 4455667' } })
  const found = async () => {
    const { groups } = await office.call(searchApi.search, { query: { q: '+49 30 4455667' } })
    return groups.flatMap((group) => group.hits.map((hit) => hit.title))
  }
  assert.deepEqual(await found(), [])
  const { version } = await owner.call(peopleApi.readOrganization, {})
  await owner.call(peopleApi.editOrganization, { body: { version, country: 'DE' } })
  const deadline = Date.now() + 8_000
  while ((await found()).length === 0 && Date.now() < deadline) await sleep(100)
  assert.deepEqual(await found(), ['Fjord Fisch'])
})
