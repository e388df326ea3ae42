import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import pg from 'pg'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { searchApi } from '#core/search/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer({ jobs: true })
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.owner)
const others = server.as(south.owner)

async function find(q: string, api: Api = office) {
  const { groups } = await api.call(searchApi.search, { query: { q } })
  return groups.flatMap((group) => group.hits)
}

async function draftedInvoice(customer: string): Promise<string> {
  const taxRate = newId()
  await office.call(customersApi.makeCustomer, { body: { id: customer, name: 'Bakery Brandt' } })
  await office.call(billingCatalogueApi.makeTaxRate, {
    body: { id: taxRate, name: 'VAT', rate: 1900, isDefault: true },
  })
  const id = await raise(office, { customer })
  const technician = north.technician.technicianId ?? ''
  const visit = await dispatchVisit(office, id, [technician])
  const fact = { visit, technician, behalf: { source: 'paper' as const, reason: 'Sheet handed in' } }
  await send(office, id, 'arrive', { ...fact, at: '2026-11-23T09:00:00.000Z' })
  const finish = { outcome: 'done' as const, returnReason: null, note: '', missing: [], evidence: [] }
  await send(office, id, 'finish', { ...fact, ...finish, at: '2026-11-23T10:00:00.000Z' })
  const added = { line: newId(), description: 'Seal kit', quantity: 1000, unit: 'pc', unitPrice: 250_000, taxRate }
  await send(office, id, 'add_line', { ...added, reason: 'Agreed on the phone' })
  const page = await office.call(workOrderApi.readWorkOrder, { params: { id } })
  await send(office, id, 'approve', { version: page.version })
  const { invoice } = await office.call(billingApi.draftInvoice, { params: { id } })
  assert.ok(invoice)
  return invoice
}

test('an invoice is found by its number from the day it is issued, and says when it is void', async () => {
  const customer = newId()
  const id = await draftedInvoice(customer)
  const draft = await office.call(billingApi.readInvoice, { params: { id } })
  const issued = await office.call(billingApi.issueInvoice, { params: { id }, body: { version: draft.version } })
  const number = issued.number ?? ''
  assert.ok(number)
  const found = { kind: 'invoice', id, title: number, subtitle: 'Bakery Brandt', archived: false }
  assert.deepEqual(await find(number), [{ ...found, customerId: customer, siteId: null }])
  assert.deepEqual(await find(number.replace(/\W/g, '').toLowerCase(), server.as(north.billing)), await find(number))
  assert.deepEqual(await find(number, others), [])
  await office.call(billingApi.voidInvoice, { params: { id }, body: { version: issued.version, reason: 'Wrong site' } })
  assert.deepEqual(
    (await find(number)).map((hit) => [hit.id, hit.archived]),
    [[id, true]],
  )
})

test('a technician is found by name, code and phone, as they are now', async () => {
  const id = newId()
  const body = { id, name: 'Zoë Quandt', code: 'ZQ', phone: '+49 170 5551234' }
  const made = await office.call(peopleApi.makeTechnician, { body })
  for (const q of ['zoe quandt', 'ZQ', '0170 5551234', '+491705551234']) {
    assert.deepEqual(
      (await find(q)).filter((hit) => hit.kind === 'technician').map((hit) => [hit.id, hit.title, hit.subtitle]),
      [[id, 'Zoë Quandt', 'ZQ']],
      q,
    )
  }
  const changes = { version: made.version, name: 'Zoë Sommer' }
  await office.call(peopleApi.editTechnician, { params: { id }, body: changes })
  assert.deepEqual(await find('quandt'), [])
  assert.deepEqual(
    (await find('sommer')).map((hit) => [hit.id, hit.archived]),
    [[id, false]],
  )
  await office.call(peopleApi.archiveTechnician, { params: { id } })
  assert.deepEqual(
    (await find('sommer')).map((hit) => [hit.id, hit.archived]),
    [[id, true]],
  )
  assert.deepEqual(await find('sommer', others), [])
})

test('when the organization’s country changes, numbers of technicians and of work orders are found as they are dialled there', async () => {
  const id = newId()
  await office.call(peopleApi.makeTechnician, { body: { id, name: 'Uwe Brandt', phone: '0151 7778899' } })
  const reported = {
    customer: 'Kiosk',
    site: 'Platform 2',
    contact: 'Jo',
    phone: '0151 7776655',
    zone: 'Europe/Berlin',
  }
  const order = await raise(office, { customer: null }, { reported })
  assert.deepEqual(await find('+49 151 7778899'), [])
  const { version } = await office.call(peopleApi.readOrganization, {})
  await office.call(peopleApi.editOrganization, { body: { version, country: 'DE' } })
  await until(async () => (await find('+49 151 7778899')).some((hit) => hit.id === id))
  await until(async () => (await find('+49 151 7776655')).some((hit) => hit.id === order))
})

test('invoices and technicians made before search knew them are found after the next start', async () => {
  const technician = newId()
  await office.call(peopleApi.makeTechnician, { body: { id: technician, name: 'Quirin Vogt' } })
  const id = await draftedInvoice(newId())
  const { version } = await office.call(billingApi.readInvoice, { params: { id } })
  const { number } = await office.call(billingApi.issueInvoice, { params: { id }, body: { version } })
  await server.inTenant(north.id, (tx) =>
    tx.db.deleteFrom('app.search_document').where('kind', 'in', ['invoice', 'technician']).execute(),
  )
  assert.deepEqual([await find(number ?? ''), await find('Quirin')], [[], []])
  const migration = new URL('../migrations/0012_found_again.sql', import.meta.url)
  const client = new pg.Client({ connectionString: server.database.url('roundtrip_owner') })
  await client.connect()
  await client.query(await readFile(migration, 'utf8'))
  await client.end()
  await until(async () => (await find(number ?? '')).some((hit) => hit.id === id))
  await until(async () => (await find('Quirin')).some((hit) => hit.id === technician))
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come to hold')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
