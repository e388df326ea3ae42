import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { newId } from '#server/platform/ids.ts'
import { applied, openCompany } from '#test/support/company.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, send } from '#test/support/work-orders.ts'

const server = await testServer({ jobs: true })
const company = await openCompany(server, 'Hazel Air')
const { bookkeeper, office } = company
const technician = company.organization.technician.technicianId ?? ''
const clients = await Promise.all(
  Array.from({ length: 8 }, (_, n) =>
    server.makePerson(company.organization.id, ['billing'], `Clerk ${'abcdefgh'[n]}`),
  ),
).then((people) => people.map((person) => server.as(person)))

/** An hour of work as the office writes it down, reviewed. */
async function reviewed(): Promise<Id> {
  const workOrder = await company.raise()
  const visit = await dispatchVisit(office, workOrder, [technician])
  const fact = { visit, technician, behalf: { source: 'paper' as const, reason: 'His sheet' } }
  await send(office, workOrder, 'arrive', { ...fact, at: '2026-11-23T09:00:00.000Z' })
  const end = { outcome: 'done' as const, returnReason: null, note: '', missing: [], evidence: [] }
  await send(office, workOrder, 'finish', { ...fact, at: '2026-11-23T10:00:00.000Z', ...end })
  await company.approve(workOrder)
  return workOrder
}

const numbersOf = async () => {
  const rows = await server.inTenant(company.organization.id, (tx) =>
    tx.db.selectFrom('app.invoice').select('number').where('number', 'is not', null).orderBy('number').execute(),
  )
  return rows.map((row) => Number(row.number))
}

const draftBy = async (client: (typeof clients)[number], workOrder: Id) => {
  const { invoice } = await client.call(billingApi.draftInvoice, { params: { id: workOrder } })
  return invoice ?? assert.fail('nothing to bill')
}

test('eight clients and the job ask for the draft of one work order at once: there is one', async () => {
  for (let round = 0; round < 3; round++) {
    const workOrder = await reviewed()
    const drafts = await Promise.all(clients.map((client) => draftBy(client, workOrder)))
    assert.equal(new Set(drafts).size, 1)
    const rows = await server.inTenant(company.organization.id, (tx) =>
      tx.db.selectFrom('app.invoice_work_order').select('invoice_id').where('work_order_id', '=', workOrder).execute(),
    )
    assert.deepEqual(rows, [{ invoice_id: drafts[0] }])
  }
})

test('eight clients issue invoices at once: no number is missing and none is given twice', async () => {
  const before = await numbersOf()
  const drafts: Invoice[] = []
  for (let n = 0; n < 16; n++) drafts.push(await company.draft(await reviewed()))
  const issue = (client: (typeof clients)[number], { id, version }: Invoice) =>
    client.call(billingApi.issueInvoice, { params: { id }, body: { version } })
  // Two clients at each draft: both hear of the same invoice.
  const issued = await Promise.all(
    drafts.flatMap((draft, n) =>
      [clients[n % 8], clients[(n + 3) % 8]].map((client) => issue(client ?? bookkeeper, draft)),
    ),
  )
  const numbers = new Map(issued.map((invoice) => [invoice.id, invoice.number]))
  assert.equal(numbers.size, 16)
  assert.ok(issued.every((invoice) => invoice.state === 'issued' && invoice.number === numbers.get(invoice.id)))
  const all = await numbersOf()
  assert.deepEqual(
    all,
    Array.from({ length: before.length + 16 }, (_, n) => n + 1),
  )
})

test('a number is not used up by an invoice that could not be issued', async () => {
  const before = await numbersOf()
  const workOrder = await reviewed()
  const draft = await company.draft(workOrder)
  const behalf = { source: 'paper' as const, reason: 'Second sheet' }
  const { work } = await company.record(workOrder)
  const visit = work.visits[0]?.id ?? ''
  const part = { item: null, sku: '', name: 'Fuse', quantity: 1000, unit: 'each', serial: '', note: '' }
  await applied(send(office, workOrder, 'part', { visit, technician, at: '2026-11-23T09:30:00.000Z', behalf, ...part }))
  await assert.rejects(company.issue(draft), /changed_since_review/)
  const next = await company.issue(await company.draft(await reviewed()))
  assert.equal(Number(next.number?.split('-')[1]), before.length + 1)
  assert.deepEqual(await numbersOf(), [...before, before.length + 1])
})

test('eight clients make an export at once: every invoice is in one batch', async () => {
  const waiting = await bookkeeper.call(billingApi.listInvoices, { query: { state: 'issued', limit: '200' } })
  const made = await Promise.all(clients.map((client) => client.call(billingApi.makeExport, { body: { id: newId() } })))
  const batches = made.flatMap(({ batch }) => batch ?? [])
  assert.equal(
    batches.reduce((sum, batch) => sum + batch.count, 0),
    waiting.items.length,
  )
  const rows = await server.inTenant(company.organization.id, (tx) =>
    tx.db.selectFrom('app.export_batch_invoice').select('invoice_id').execute(),
  )
  assert.deepEqual(new Set(rows.map((row) => row.invoice_id)), new Set(waiting.items.map((invoice) => invoice.id)))
  assert.equal(rows.length, waiting.items.length)
})
