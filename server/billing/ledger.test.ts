import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { accountsApi } from '#core/billing/accounts-api.ts'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import type { LedgerCode, LedgerPlace } from '#core/billing/ledger.ts'
import { ledgerApi } from '#core/billing/ledger-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { sum } from '#core/kit/money.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'
import { weighSome } from './ledger-writes.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.owner)
const luis = north.technician.technicianId ?? ''
const [bakery, school, card] = [newId(), newId(), newId()]
const demanding = { requiresPurchaseOrder: true }
await office.call(customersApi.makeCustomer, { body: { id: bakery, name: 'Bakery' } })
await office.call(customersApi.makeCustomer, { body: { id: school, name: 'School', ...demanding } })
await office.call(billingCatalogueApi.makeTaxRate, { body: { id: newId(), name: 'VAT', rate: 1900, isDefault: true } })
const hourly = { hourlyRate: 900_000, callOutFee: 4000 }
const standard = { id: card, name: 'Standard', validFrom: '2026-01-01', isDefault: true, ...hourly }
const { version } = await office.call(billingCatalogueApi.makeRateCard, { body: standard })

/** An hour and ten minutes of work: 112.50 of labour and 40.00 for the call-out, without tax. */
const worth = 15_250
async function finished(customer: string, evidence: { fact: string; sha256: string }[] = []): Promise<string> {
  const id = await raise(office, { customer })
  const visit = await dispatchVisit(office, id, [luis])
  const fact = { visit, technician: luis, behalf: { source: 'paper' as const, reason: 'Sheet handed in' } }
  await send(office, id, 'arrive', { ...fact, at: '2026-11-23T09:00:00.000Z' })
  const ended = { outcome: 'done' as const, returnReason: null, note: '', missing: [], evidence }
  await send(office, id, 'finish', { ...fact, ...ended, at: '2026-11-23T10:10:00.000Z' })
  return id
}
const page = (id: string) => office.call(workOrderApi.readWorkOrder, { params: { id } })
const approve = async (id: string) => send(office, id, 'approve', { version: (await page(id)).version })
const order = (id: string, purchaseOrder: string) =>
  send(office, id, 'edit_details', { changes: {}, money: { purchaseOrder, notToExceed: null } })

async function weighed() {
  while (await server.inTenant(north.id, weighSome));
  const ledger = await office.call(ledgerApi.readLedger, {})
  assert.equal(ledger.unweighed, 0)
  return ledger
}
const list = (place: LedgerPlace, code?: LedgerCode) =>
  office.call(ledgerApi.listLedger, { query: { place, ...(code ? { code } : {}) } })

/** Every line of the ledger as its list tells it: the sums and the lists are one. */
async function told() {
  const { lines } = await weighed()
  for (const line of lines) {
    const { items, count } = await list(line.place, line.code ?? undefined)
    assert.deepEqual([items.length, count.value], [line.count, line.count])
    assert.equal(sum(items.map((item) => item.net)), line.net)
    assert.equal(items[0]?.since, line.oldest)
    for (const item of items)
      assert.deepEqual([item.place, item.code, item.owner, item.isWeighed], [line.place, line.code, line.owner, true])
  }
  const shown = lines.map(({ place, code, count, net }) => [code ?? place, count, net])
  return Object.fromEntries(shown.map(([key, ...rest]) => [key, rest]))
}

async function issue(id: string) {
  const { invoice } = await office.call(billingApi.draftInvoice, { params: { id } })
  const params = { id: invoice ?? assert.fail('there is a draft') }
  const draft = await office.call(billingApi.readInvoice, { params })
  return office.call(billingApi.issueInvoice, { params, body: { version: draft.version } })
}

test('completed work is in one place of the ledger from its finish to its invoice, with what it waits for and what it is worth', async () => {
  assert.deepEqual(await told(), {})
  const [one, two] = [await finished(bakery), await finished(school)]
  const three = await finished(bakery, [{ fact: newId(), sha256: 'ab'.repeat(32) }])
  assert.deepEqual(await told(), {
    to_review: [1, worth],
    purchase_order_missing: [1, worth],
    evidence_awaited: [1, worth],
  })
  const [waits] = (await list('blocked', 'evidence_awaited')).items
  assert.deepEqual(
    [waits?.workOrder, waits?.owner, waits?.technicians.map(({ id }) => id), waits?.since],
    [three, 'technician', [luis], '2026-11-23T10:10:00.000Z'],
  )
  await order(two, 'PO-1')
  await approve(one)
  await approve(two)
  assert.deepEqual(await told(), { ready: [2, 2 * worth], evidence_awaited: [1, worth] })
  const invoice = await issue(one)
  const after = await told()
  assert.deepEqual(
    [after['invoiced'], after['ready']],
    [
      [1, worth],
      [1, worth],
    ],
  )
  const [billed] = (await list('invoiced')).items
  assert.deepEqual([billed?.workOrder, billed?.invoice], [one, { id: invoice.id, number: invoice.number }])
  assert.notEqual((await office.call(ledgerApi.readLedger, {})).daysToInvoice, null)
  await office.call(billingApi.makeExport, { body: { id: newId() } })
  assert.deepEqual((await told())['exported'], [1, worth])
})

test('an order number that allows no more, or has ended, blocks what was ready, and nothing else', async () => {
  const [late, dear] = [await finished(school), await finished(school)]
  for (const [id, number] of [
    [late, 'PO-old'],
    [dear, 'PO-small'],
  ] as const) {
    await order(id, number)
    await approve(id)
  }
  const limits = { 'PO-old': { limit: null, validUntil: '2026-01-31' }, 'PO-small': { limit: 5000, validUntil: null } }
  for (const [number, limit] of Object.entries(limits))
    await office.call(accountsApi.makePurchaseOrder, { body: { id: newId(), customerId: school, number, ...limit } })
  const { ready, ...rest } = await told()
  assert.deepEqual(
    [rest['purchase_order_expired'], rest['purchase_order_exhausted']],
    [
      [1, worth],
      [1, worth],
    ],
  )
  const shown = (await list('ready')).items.map((item) => item.workOrder)
  assert.ok(!shown.includes(late) && !shown.includes(dear) && shown.length === ready?.[0])
})

test('a new price is on what is not invoiced yet, and on nothing that is', async () => {
  const before = await told()
  const body = { version, hourlyRate: 1_800_000 }
  await office.call(billingCatalogueApi.editRateCard, { params: { id: card }, body })
  assert.ok((await office.call(ledgerApi.readLedger, {})).unweighed > 0)
  const after = await told()
  assert.deepEqual(after['exported'], before['exported'])
  assert.deepEqual(after['ready'], [before['ready']?.[0], before['ready'] && Number(before['ready'][0]) * 26_500])
})

test('a customer who begins to want order numbers holds back what is not reviewed, and nothing of others is weighed anew', async () => {
  const id = await finished(bakery)
  await weighed()
  const { customer } = await office.call(customersApi.readCustomer, { params: { id: bakery } })
  const body = { version: customer.version, requiresPurchaseOrder: true }
  await office.call(customersApi.editCustomer, { params: { id: bakery }, body })
  const { unweighed } = await office.call(ledgerApi.readLedger, {})
  const theirs = sql<{ count: number }>`select count(*) as count from app.ledger_entry entry
    join app.work_order work on work.org_id = entry.org_id and work.id = entry.work_order_id
    where work.customer_id = ${bakery} and entry.weighed_with <> ''`
  assert.equal(unweighed, (await server.inTenant(north.id, (tx) => theirs.execute(tx.db))).rows[0]?.count)
  await weighed()
  const { items } = await list('blocked', 'purchase_order_missing')
  assert.ok(items.some((item) => item.workOrder === id))
})
