import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { searchApi } from '#core/search/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
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
