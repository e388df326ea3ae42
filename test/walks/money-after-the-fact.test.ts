import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingApi } from '#core/billing/api.ts'
import { customersApi } from '#core/customers/api.ts'
import { newId } from '#server/platform/ids.ts'
import { applied, openCompany } from '#test/support/company.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { send } from '#test/support/work-orders.ts'

const server = await testServer()
const company = await openCompany(server, 'Elm Electric')
const luis = await company.technician('Luis Ortega')
const { bookkeeper } = company

/** A visit of an hour, finished and handed in; nothing else. */
async function anHour() {
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  const job = luis.on(workOrder, visit)
  const arrived = await job.arrive()
  luis.wait(60)
  await job.finish('done', 'Rewired')
  await luis.sync()
  return { workOrder, visit, job, arrived }
}

const readInvoice = (id: string) => bookkeeper.call(billingApi.readInvoice, { params: { id } })

test('a part handed in after the invoice is flagged, reviewed, and billed as the difference alone', async () => {
  const { workOrder, visit, job } = await anHour()
  luis.offline()
  await job.part({ item: company.valve, name: 'Valve 15 mm', quantity: 1000 })
  await company.approve(workOrder)
  const first = await company.issue(await company.draft(workOrder))
  assert.deepEqual(
    first.lines.map((line) => line.key),
    [`call_out/${visit}`, `labour/${visit}/${luis.id}`],
  )
  assert.equal((await company.record(workOrder)).status, 'invoiced')

  await luis.online()
  const late = await company.record(workOrder)
  assert.equal(late.status, 'work_complete', 'the difference is open')
  assert.deepEqual(
    late.work.parts.map((part) => part.name),
    ['Valve 15 mm'],
  )
  assert.deepEqual(await company.openFlags(workOrder), ['arrived_after_invoicing'])
  const blocked = await send(bookkeeper, workOrder, 'approve', { version: late.version })
  assert.deepEqual([blocked.outcome, blocked.code], ['refused', 'flags_open'])
  await company.settleFlags(workOrder)
  await company.approve(workOrder)
  const second = await company.issue(await company.draft(workOrder))
  assert.notEqual(second.id, first.id)
  assert.deepEqual(
    second.lines.map((line) => [line.key, line.net]),
    [[`part/${late.work.parts[0]?.id}`, 1850]],
  )
  assert.equal((await company.record(workOrder)).status, 'invoiced')
  assert.deepEqual((await readInvoice(first.id)).lines, first.lines, 'the first stays as it was issued')
})

test('time corrected after the invoice is billed, or given back, as the difference in steps of the rate card', async () => {
  const { workOrder, visit, arrived } = await anHour()
  await company.approve(workOrder)
  await company.issue(await company.draft(workOrder))
  const behalf = { source: 'paper' as const, reason: 'His sheet says so' }
  const { work } = await company.record(workOrder)
  const from = work.visits[0]?.steps[0]?.at ?? ''
  const fact = {
    visit,
    technician: luis.id,
    at: luis.now(),
    behalf,
    entry: arrived,
    from,
    reason: 'Forgot the clean-up',
  }
  const until = (minutes: number) => new Date(Date.parse(from) + minutes * 60_000).toISOString()
  await applied(send(company.office, workOrder, 'correct_time', { ...fact, to: until(80) }))
  await company.settleFlags(workOrder)
  await company.approve(workOrder)
  const more = await company.issue(await company.draft(workOrder))
  assert.deepEqual(
    more.lines.map((line) => [line.key, line.quantity, line.net]),
    [[`labour/${visit}/${luis.id}`, 30_000, 4500]],
  )

  await applied(
    send(company.office, workOrder, 'correct_time', { ...fact, to: until(45), reason: 'It was less after all' }),
  )
  await company.settleFlags(workOrder)
  await company.approve(workOrder)
  const less = await company.draft(workOrder)
  assert.deepEqual(
    less.lines.map((line) => [line.quantity, line.net]),
    [[-45_000, -6750]],
  )
})

test('a correction that changes no amount is settled as not billable, and nothing stays open', async () => {
  const { workOrder, visit, arrived } = await anHour()
  await company.approve(workOrder)
  await company.issue(await company.draft(workOrder))
  const behalf = { source: 'paper' as const, reason: 'His sheet says so' }
  const from = (await company.record(workOrder)).work.visits[0]?.steps[0]?.at ?? ''
  const to = new Date(Date.parse(from) + 58 * 60_000).toISOString()
  const fact = {
    visit,
    technician: luis.id,
    at: luis.now(),
    behalf,
    entry: arrived,
    from,
    to,
    reason: 'Two minutes less',
  }
  await applied(send(company.office, workOrder, 'correct_time', fact))
  await company.settleFlags(workOrder)
  await company.approve(workOrder)
  assert.equal((await bookkeeper.call(billingApi.draftInvoice, { params: { id: workOrder } })).invoice, null)
  const { version } = await company.record(workOrder)
  await applied(send(bookkeeper, workOrder, 'mark_not_billable', { version, reason: 'The same quarter of an hour' }))
  assert.equal((await company.record(workOrder)).status, 'not_billable')
})

test('work approved by mistake is marked not billable: its draft is taken back and never gets a number', async () => {
  const { workOrder } = await anHour()
  await company.approve(workOrder)
  const draft = await company.draft(workOrder)
  const { version } = await company.record(workOrder)
  await applied(send(bookkeeper, workOrder, 'mark_not_billable', { version, reason: 'Warranty' }))
  assert.equal((await bookkeeper.call(billingApi.draftInvoice, { params: { id: workOrder } })).invoice, null)
  const gone = await readInvoice(draft.id)
  assert.deepEqual([gone.state, gone.number, gone.voidReason], ['void', null, 'Warranty'])
  const { status, money } = await company.record(workOrder)
  assert.deepEqual([status, money?.invoices.map((one) => one.state)], ['not_billable', ['void']])
})

test('an hour struck with a reason is settled by the invoice: of what comes later only the rest is billed', async () => {
  const { workOrder, visit, job, arrived } = await anHour()
  const labour = `labour/${visit}/${luis.id}`
  await applied(send(bookkeeper, workOrder, 'strike_line', { key: labour, reason: 'Goodwill' }))
  await company.approve(workOrder)
  const first = await company.issue(await company.draft(workOrder))
  assert.deepEqual(
    first.lines.map((line) => line.kind),
    ['fee'],
  )
  const { work, money } = await company.record(workOrder)
  const settled = money?.invoices[0]?.lines.find((line) => line.key === labour)
  assert.deepEqual([settled?.net, settled?.settles], [0, 60_000])
  await job.part({ item: company.valve, name: 'Valve 15 mm', quantity: 2000 })
  await luis.sync()
  const from = work.visits[0]?.steps[0]?.at ?? ''
  const to = new Date(Date.parse(from) + 80 * 60_000).toISOString()
  const behalf = { source: 'paper' as const, reason: 'His sheet says so' }
  const longer = { visit, technician: luis.id, at: luis.now(), behalf, entry: arrived, from, to, reason: 'Clean-up' }
  await applied(send(company.office, workOrder, 'correct_time', longer))
  await company.settleFlags(workOrder)
  await company.approve(workOrder)
  const { lines } = await company.draft(workOrder)
  assert.deepEqual(
    lines.map((line) => [line.kind, line.quantity, line.net]),
    [
      ['labour', 30_000, 4500],
      ['part', 2000, 3700],
    ],
  )
})

test('an invoice taken back keeps its number, its work is drafted again, and the next one gets the next number', async () => {
  const { workOrder } = await anHour()
  await company.approve(workOrder)
  const issued = await company.issue(await company.draft(workOrder))
  await bookkeeper.call(billingApi.voidInvoice, {
    params: { id: issued.id },
    body: { version: issued.version, reason: 'Wrong customer' },
  })
  assert.deepEqual(
    [(await readInvoice(issued.id)).state, (await readInvoice(issued.id)).number],
    ['void', issued.number],
  )
  assert.equal((await company.record(workOrder)).status, 'ready_to_invoice')
  const again = await company.issue(await company.draft(workOrder))
  assert.notEqual(again.id, issued.id)
  assert.deepEqual([again.net, again.lines.length], [issued.net, issued.lines.length])
  assert.equal(Number(again.number?.split('-')[1]), Number(issued.number?.split('-')[1]) + 1)
  assert.equal((await company.record(workOrder)).status, 'invoiced')
})

test('a draft whose work changed since the review is not issued, and says why; the next review makes it anew', async () => {
  const { workOrder, job } = await anHour()
  await company.approve(workOrder)
  const draft = await company.draft(workOrder)
  await job.part({ item: company.valve, name: 'Valve 15 mm', quantity: 1000 })
  await luis.sync()
  assert.equal((await readInvoice(draft.id)).blocked?.code, 'changed_since_review')
  const problem = await problemOf(company.issue(draft))
  assert.deepEqual([problem.status, problem.code], [409, 'changed_since_review'])
  assert.deepEqual(await company.openFlags(workOrder), ['arrived_after_review'])
  await company.settleFlags(workOrder)
  await company.approve(workOrder)
  const anew = await company.draft(workOrder)
  assert.equal(anew.id, draft.id, 'the same draft')
  assert.equal(anew.net, draft.net + 1850)
  const issued = await company.issue(anew)
  assert.equal((await readInvoice(issued.id)).lines.length, 3)
})

test('a customer and order number changed after the review are those of the invoice', async () => {
  const { workOrder } = await anHour()
  await company.approve(workOrder)
  const draft = await company.draft(workOrder)
  const payer = await company.office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Harbour Holding' } })
  const edit = { changes: { customer: payer.id }, money: { purchaseOrder: '4500-17' } }
  await applied(send(company.office, workOrder, 'edit_details', edit))
  assert.equal((await problemOf(company.issue(draft))).code, 'changed_since_review', 'never to the one before')
  const now = await company.draft(workOrder)
  assert.equal(now.id, draft.id)
  const issued = await company.issue(now)
  assert.deepEqual([issued.customer.name, issued.purchaseOrder], ['Harbour Holding', '4500-17'])
  assert.equal(issued.net, draft.net)
})

test('a batch has every issued invoice once, and its totals are those of its invoices', async () => {
  const { items: before } = await bookkeeper.call(billingApi.listInvoices, { query: { state: 'issued', limit: '200' } })
  const { batch } = await bookkeeper.call(billingApi.makeExport, { body: { id: newId() } })
  assert.equal(batch?.count, before.length)
  const sum = (of: 'net' | 'tax' | 'gross') => before.reduce((total, invoice) => total + invoice[of], 0)
  assert.deepEqual([batch?.net, batch?.tax, batch?.gross], [sum('net'), sum('tax'), sum('gross')])
  const { csv } = await bookkeeper.call(billingApi.readExportCsv, { params: { id: batch?.id ?? '' } })
  for (const { number } of before) assert.ok(csv.includes(number ?? '-'))
  const { items: left } = await bookkeeper.call(billingApi.listInvoices, { query: { state: 'issued' } })
  assert.deepEqual(left, [])
  const voided = await bookkeeper.call(billingApi.listInvoices, { query: { state: 'void' } })
  assert.ok(
    voided.items.flatMap(({ number }) => number ?? []).every((number) => !csv.includes(number)),
    'what was taken back is not handed over',
  )
})
