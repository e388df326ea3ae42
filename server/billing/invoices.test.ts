import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { accountsApi } from '#core/billing/accounts-api.ts'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { openAmount } from '#core/billing/payments.ts'
import { statementOf } from '#core/billing/statement.ts'
import { customersApi } from '#core/customers/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.owner)
const luis = north.technician.technicianId ?? ''
const bakery = newId()
const school = newId()
await office.call(customersApi.makeCustomer, { body: { id: bakery, name: 'Bakery', paymentTermsDays: 30 } })
await office.call(customersApi.makeCustomer, { body: { id: school, name: 'School' } })
const vat = newId()
await office.call(billingCatalogueApi.makeTaxRate, { body: { id: vat, name: 'VAT', rate: 1900, isDefault: true } })
await office.call(billingCatalogueApi.makeRateCard, {
  body: {
    id: newId(),
    name: 'Standard',
    validFrom: '2026-01-01',
    hourlyRate: 900_000,
    callOutFee: 4000,
    isDefault: true,
  },
})

/** An hour and ten minutes of work on a Monday, approved: 112.50 of labour and 40.00 for the call-out, without tax. */
async function approved(customer = bakery, purchaseOrder = ''): Promise<string> {
  const id = await raise(office, { customer })
  if (purchaseOrder)
    await send(office, id, 'edit_details', { changes: {}, money: { purchaseOrder, notToExceed: null } })
  const visit = await dispatchVisit(office, id, [luis])
  const fact = { visit, technician: luis, behalf: { source: 'paper' as const, reason: 'Sheet handed in' } }
  await send(office, id, 'arrive', { ...fact, at: '2026-11-23T09:00:00.000Z' })
  await send(office, id, 'finish', {
    ...fact,
    at: '2026-11-23T10:10:00.000Z',
    outcome: 'done',
    returnReason: null,
    note: '',
    missing: [],
    evidence: [],
  })
  await send(office, id, 'approve', { version: (await page(id)).version })
  return id
}

const page = (id: string) => office.call(workOrderApi.readWorkOrder, { params: { id } })
const read = (id: string) => office.call(billingApi.readInvoice, { params: { id } })
const gather = (workOrders: string[], id = newId()) =>
  office.call(billingApi.gatherInvoice, { body: { id, workOrders } })
const draftOf = async (id: string) =>
  (await office.call(billingApi.draftInvoice, { params: { id } })).invoice ?? assert.fail('there is a draft')
async function issue(id: string, issuedOn?: string) {
  const { version } = await read(id)
  return office.call(billingApi.issueInvoice, { params: { id }, body: issuedOn ? { version, issuedOn } : { version } })
}
const issued = async (workOrder: string) => issue(await draftOf(workOrder))
async function credit(invoice: Invoice, lines: { line: string; net: number }[], billAgain: boolean, id = newId()) {
  const { version } = await read(invoice.id)
  const body = { id, version, reason: 'Agreed', lines, billAgain }
  return office.call(billingApi.creditInvoice, { params: { id: invoice.id }, body })
}
const everything = (invoice: Invoice) => invoice.lines.map((line) => ({ line: line.id, net: line.net + line.credited }))

test('work of one customer is gathered into one draft that says what each comes to, and asking again gives the same', async () => {
  const workOrders = [await approved(), await approved(), await approved()]
  const single = await draftOf(workOrders[0] ?? '')
  const ready = await office.call(billingApi.listReady, {})
  assert.deepEqual(
    ready.items.map((one) => [one.workOrder, one.net, one.month, one.customer.name]),
    workOrders.map((id) => [id, 15_250, '2026-11', 'Bakery']),
  )
  const gathered = await gather(workOrders)
  assert.deepEqual([gathered.workOrders.length, gathered.net, gathered.tax], [3, 45_750, 8693])
  assert.equal((await gather(workOrders, gathered.id)).version, gathered.version)
  const before = await read(single)
  assert.deepEqual([before.state, before.number], ['void', null])
  for (const id of workOrders) assert.equal(await draftOf(id), gathered.id)

  const sent = await issue(gathered.id)
  const due = (Date.parse(sent.dueOn ?? '') - Date.parse(sent.issuedOn ?? '')) / 86_400_000
  assert.equal(due, 30, 'the customer has a month')
  for (const id of workOrders) assert.equal((await page(id)).status, 'invoiced')
  assert.deepEqual((await office.call(billingApi.listReady, {})).items, [])
})

test('one of a gathered draft goes to another customer by itself, and what is not of one kind is not gathered', async () => {
  const [first, second, third] = [await approved(), await approved(), await approved(bakery, 'PO-7')]
  const gathered = await gather([first, second])
  assert.equal((await problemOf(gather([first, third]))).code, 'purchase_orders_differ')
  assert.equal((await problemOf(gather([first, await approved(school)]))).code, 'customers_differ')
  await send(office, second, 'edit_details', { changes: { customer: school } })
  const own = await draftOf(second)
  assert.notEqual(own, gathered.id)
  assert.deepEqual([(await read(own)).customer.name, (await read(gathered.id)).net], ['School', 15_250])
  await issue(gathered.id)
  assert.equal((await problemOf(gather([first]))).code, 'not_ready_to_invoice')
})

test('lines left for later make a partial invoice, and the final one bills them and nothing twice', async () => {
  const workOrder = await approved()
  const id = await draftOf(workOrder)
  const draft = await read(id)
  const fee = draft.lines.find((line) => line.kind === 'fee') ?? assert.fail('a call-out')
  const partial = await office.call(billingApi.leaveLines, {
    params: { id },
    body: { version: draft.version, left: [{ workOrder, key: fee.key }] },
  })
  assert.deepEqual([partial.net, partial.part, partial.left.length], [11_250, 'partial', 1])
  assert.equal(await draftOf(workOrder), id, 'asked for again it stays as it is')
  assert.equal((await read(id)).version, partial.version)
  await issue(id)
  assert.equal((await page(workOrder)).status, 'ready_to_invoice')
  const rest = await draftOf(workOrder)
  const final = await issue(rest)
  assert.deepEqual([final.net, final.part, final.lines.map((line) => line.key)], [4000, 'final', [fee.key]])
  assert.equal((await page(workOrder)).status, 'invoiced')
})

test('a whole credit note that bills again frees the work, and the new invoice names what it takes the place of', async () => {
  const workOrder = await approved()
  const first = await issued(workOrder)
  const id = newId()
  const note = await credit(first, everything(first), true, id)
  assert.deepEqual(
    [note.kind, note.net, note.gross, note.corrects?.number, note.reason],
    ['credit_note', -first.net, -first.gross, first.number, 'Agreed'],
  )
  assert.equal((await credit(first, everything(first), true, id)).number, note.number, 'sent again it is the same')
  const before = await read(first.id)
  assert.deepEqual([openAmount(before), openAmount(note), before.rebilledBy.length], [0, 0, 1])
  assert.equal((await page(workOrder)).status, 'ready_to_invoice')
  const again = await issued(workOrder)
  assert.deepEqual(
    [again.net, again.rebills?.number, again.lines.map((line) => [line.key, line.covers.length])],
    [first.net, first.number, first.lines.map((line) => [line.key, line.covers.length])],
  )
  assert.equal((await page(workOrder)).status, 'invoiced')
  assert.equal((await problemOf(credit(first, everything(first), false))).code, 'credit_too_much')
})

test('an amount off a line is money alone: nothing is to bill again', async () => {
  const workOrder = await approved()
  const first = await issued(workOrder)
  const [line] = first.lines
  assert.ok(line)
  const note = await credit(first, [{ line: line.id, net: 1000 }], true)
  assert.deepEqual([note.net, note.tax], [-1000, -190])
  assert.equal((await page(workOrder)).status, 'invoiced')
  const { priced } = await office.call(billingApi.priceWorkOrder, { params: { id: workOrder } })
  assert.deepEqual(priced.lines, [])
  const after = await read(first.id)
  assert.deepEqual([openAmount(after), after.lines[0]?.credited], [first.gross - 1190, -1000])
  assert.equal((await problemOf(credit(note, everything(note), false))).code, 'credit_of_credit')
})

test('the database itself keeps an issued invoice as it was', async () => {
  const first = await issued(await approved())
  const change = (statement: string) =>
    server.inTenant(north.id, (tx) =>
      sql.raw(`${statement} where org_id = '${north.id}' and `.concat(`id = '${first.id}'`)).execute(tx.db),
    )
  for (const column of [
    'net = net + 1',
    `number_text = 'X'`,
    `issue_date = '2020-01-01'`,
    `content = '{}'`,
    `state = 'draft'`,
  ])
    await assert.rejects(change(`update app.invoice set ${column}`), /stays|tax/)
  await assert.rejects(change('delete from app.invoice'), /never deleted/)
  const [line] = first.lines
  await assert.rejects(
    server.inTenant(north.id, (tx) =>
      sql`update app.invoice_line set net = net + 1 where org_id = ${north.id} and id = ${line?.id}`.execute(tx.db),
    ),
    /lines of an issued invoice stay/,
  )
  assert.equal((await read(first.id)).gross, first.gross)
})

test('nothing is issued, credited or voided in books that are closed', async () => {
  const first = await issue(await draftOf(await approved()), '2026-10-31')
  const waiting = await draftOf(await approved())
  const { version } = await office.call(accountsApi.readAccounts, {})
  const closed = await office.call(accountsApi.editAccounts, { body: { version, closedUntil: '2026-10-31' } })
  assert.equal((await problemOf(issue(waiting, '2026-10-31'))).code, 'period_closed')
  const { version: seen } = await read(first.id)
  const late = { id: newId(), version: seen, reason: 'Late', billAgain: false, issuedOn: '2026-10-31' }
  const crediting = office.call(billingApi.creditInvoice, {
    params: { id: first.id },
    body: { ...late, lines: everything(first) },
  })
  assert.equal((await problemOf(crediting)).code, 'period_closed')
  const voiding = office.call(billingApi.voidInvoice, {
    params: { id: first.id },
    body: { version: seen, reason: 'Late' },
  })
  assert.equal((await problemOf(voiding)).code, 'period_closed')
  const stale = office.call(accountsApi.editAccounts, { body: { version, closedUntil: null } })
  assert.equal((await problemOf(stale)).code, 'changed_meanwhile')
  assert.equal((await issue(waiting, '2026-11-01')).state, 'issued')
  await office.call(accountsApi.editAccounts, { body: { version: closed.version, closedUntil: null } })
})

test('payments in parts, to the end and over are counted once, and one taken back opens the work order again', async () => {
  const workOrder = await approved(school)
  const first = await issued(workOrder)
  const pay = (amount: number, id = newId()) =>
    office.call(billingApi.recordPayment, {
      params: { id: first.id },
      body: { id, on: '2026-11-24', amount, method: 'transfer' },
    })
  await pay(5000)
  const rest = newId()
  await pay(first.gross - 5000, rest)
  const paid = await pay(first.gross - 5000, rest)
  assert.deepEqual([openAmount(paid), paid.payments.length, (await page(workOrder)).status], [0, 2, 'closed'])
  const over = await pay(100)
  assert.equal(openAmount(over), -100)
  const takeBack = () =>
    office.call(billingApi.takeBackPayment, { params: { id: rest }, body: { reason: 'It was for another' } })
  await takeBack()
  const open = await takeBack()
  assert.deepEqual([openAmount(open), (await page(workOrder)).status], [first.gross - 5100, 'invoiced'])
  assert.equal(open.payments.find((one) => one.id === rest)?.takenBack?.reason, 'It was for another')
  const owing = await office.call(billingApi.listInvoices, { query: { payment: 'open', customer: school } })
  assert.deepEqual(
    owing.items.map((one) => one.id),
    [first.id],
  )
  const statement = await office.call(billingApi.readStatement, { params: { id: school }, query: {} })
  assert.equal(statementOf(statement.movements, '2026-01-01', '2030-01-01').closing, openAmount(open))
  assert.equal((await problemOf(voidOf(open))).code, 'invoice_paid')
})

const voidOf = ({ id, version }: Invoice) =>
  office.call(billingApi.voidInvoice, { params: { id }, body: { version, reason: 'Wrong' } })

test('a purchase order of 50.00 holds back work of 152.50, an expired one any, and both say where to mend it', async () => {
  const small = newId()
  await office.call(accountsApi.makePurchaseOrder, {
    body: { id: small, customerId: bakery, number: 'PO-50', limit: 5000 },
  })
  const held = await approved(bakery, 'po-50')
  assert.deepEqual(
    (await page(held)).blockers.map((one) => one.code),
    ['purchase_order_exhausted'],
    'the review says so before it is approved',
  )
  assert.equal((await page(held)).status, 'work_complete')
  await office.call(accountsApi.archivePurchaseOrder, { params: { id: small } })
  await send(office, held, 'approve', { version: (await page(held)).version })
  const back = await office.call(accountsApi.restorePurchaseOrder, { params: { id: small } })
  const draft = await draftOf(held)
  const problem = await problemOf(issue(draft))
  assert.equal(problem.code, 'purchase_order_exhausted')
  assert.match(problem.body.detail, /50\.00 EUR.*152\.50 EUR.*customer’s page/)
  const raised = await office.call(accountsApi.editPurchaseOrder, {
    params: { id: small },
    body: { version: back.version, limit: 20_000, validUntil: '2026-01-31' },
  })
  assert.equal((await read(draft)).blocked?.code, 'purchase_order_expired')
  await office.call(accountsApi.editPurchaseOrder, {
    params: { id: small },
    body: { version: raised.version, validUntil: null },
  })
  await issue(draft)
  const { items } = await office.call(accountsApi.listPurchaseOrders, { params: { id: bakery } })
  assert.deepEqual(
    items.map((one) => [one.number, one.used, one.limit]),
    [['PO-50', 15_250, 20_000]],
  )
  const twice = { id: newId(), customerId: bakery, number: 'po-50' }
  assert.equal((await problemOf(office.call(accountsApi.makePurchaseOrder, { body: twice }))).status, 422)
})

test('an invoice that comes to nothing is not issued, and says how to end the work instead', async () => {
  const workOrder = await approved()
  const { priced } = await office.call(billingApi.priceWorkOrder, { params: { id: workOrder } })
  for (const line of priced.lines)
    await send(office, workOrder, 'change_line', { key: line.key, changes: { unitPrice: 0 }, reason: 'Goodwill' })
  await send(office, workOrder, 'approve', { version: (await page(workOrder)).version })
  const problem = await problemOf(issue(await draftOf(workOrder)))
  assert.deepEqual([problem.status, problem.code], [409, 'invoice_zero'])
  await send(office, workOrder, 'mark_not_billable', { version: (await page(workOrder)).version, reason: 'Goodwill' })
  assert.equal((await page(workOrder)).status, 'not_billable')
})

test('nothing leaves while an account is unmapped; then all of it does, once, under the name first handed over', async () => {
  const first = await issued(await approved(school))
  const waiting = await office.call(billingApi.previewExport, { query: { format: 'xero' } })
  assert.deepEqual(
    new Set(waiting.problems.map(({ code, mend }) => `${code} ${mend}`)),
    new Set(['account_unmapped accounts', 'tax_unmapped accounts']),
  )
  const make = (id = newId()) => office.call(billingApi.makeExport, { body: { id, format: 'xero' } })
  const refusal = await problemOf(make())
  assert.deepEqual([refusal.status, refusal.code], [409, 'batch_invalid'])
  assert.match(refusal.body.detail, /^Nothing was handed over\. .*no account yet/)
  assert.equal((await read(first.id)).state, 'issued', 'not one of them left')

  const { version } = await office.call(accountsApi.readAccounts, {})
  const kinds = ['labour', 'travel', 'part', 'fee', 'added'] as const
  const codes = kinds.map((key) => ({ what: 'line_kind' as const, key, code: '200' }))
  await office.call(accountsApi.editAccounts, {
    body: { version, codes: [...codes, { what: 'tax_rate', key: vat, code: '19% (VAT on Income)' }] },
  })
  const id = newId()
  const { batch } = await make(id)
  assert.ok(batch)
  assert.deepEqual((await make(id)).batch, batch)
  assert.deepEqual([batch.count, batch.net, batch.gross], [waiting.count, waiting.net, waiting.gross])
  const { csv } = await office.call(billingApi.readExportCsv, { params: { id }, query: {} })
  assert.match(csv, new RegExp(`School.*${first.number}.*19% \\(VAT on Income\\)`))

  const whole = await office.call(billingApi.readExport, { params: { id } })
  const other = whole.invoices.find((one) => one.id !== first.id)?.id ?? assert.fail('the batch has several')
  const answers = [
    { invoice: first.id, accepted: false, words: 'Contact is archived' },
    { invoice: other, accepted: true },
  ]
  const say = () => office.call(billingApi.acknowledgeExport, { params: { id }, body: { answers } })
  assert.deepEqual(await say(), { accepted: 1, refused: 1 })
  assert.deepEqual(await say(), { accepted: 0, refused: 0 }, 'said again it changes nothing')
  const back = await read(first.id)
  assert.deepEqual(
    [back.state, back.handed[0]?.words, (await read(other)).state],
    ['issued', 'Contact is archived', 'acknowledged'],
  )
  assert.equal((await page(back.workOrders[0]?.id ?? '')).status, 'invoiced')
  const turned = { answers: [{ invoice: other, accepted: false }] }
  const changed = office.call(billingApi.acknowledgeExport, { params: { id }, body: turned })
  assert.equal((await problemOf(changed)).code, 'answered_before')

  const renamed = await office.call(customersApi.readCustomer, { params: { id: school } })
  const edit = { version: renamed.customer.version, name: 'Primary School' }
  await office.call(customersApi.editCustomer, { params: { id: school }, body: edit })
  const again = newId()
  assert.equal((await make(again)).batch?.count, 1)
  const second = await office.call(billingApi.readExportCsv, { params: { id: again }, query: {} })
  assert.ok(second.csv.includes('\r\nSchool,') && !second.csv.includes('Primary School'))
  assert.deepEqual(
    (await read(first.id)).handed.map((one) => one.state),
    ['handed', 'refused'],
  )
})

test('the accounts’ own list shows every difference, and payments and acknowledgements are taken over from it once', async () => {
  const known = await issued(await approved(school))
  const id = newId()
  const { batch } = await office.call(billingApi.makeExport, { body: { id, format: 'csv' } })
  assert.ok(batch)
  const list = [
    { number: known.number ?? '', date: known.issuedOn, total: known.gross, paid: 5000, status: 'Awaiting Payment' },
    { number: 'INV-9999', date: known.issuedOn, total: 100, paid: null, status: '' },
  ]
  const compare = () => office.call(accountsApi.compareAccounts, { body: { invoices: list } })
  const found = (await compare()).differences.filter((one) => one.number === known.number || one.invoice === null)
  assert.deepEqual(
    found.map(({ kind, here, there }) => [kind, here, there]),
    [
      ['not_acknowledged', 'exported', 'Awaiting Payment'],
      ['payment', 0, 5000],
      ['missing_here', null, 100],
    ],
  )
  const payments = [{ id: newId(), invoice: known.id, on: '2026-11-24', amount: 5000 }]
  const take = () => office.call(accountsApi.takeOver, { body: { payments, accepted: [known.id] } })
  assert.deepEqual(await take(), { payments: 1, accepted: 1 })
  await take()
  const after = await read(known.id)
  assert.deepEqual(
    [after.state, after.paid, after.payments.map((one) => one.fromAccounts)],
    ['acknowledged', 5000, [true]],
  )
  const left = (await compare()).differences.filter((one) => one.number === known.number)
  assert.deepEqual(left, [])
})
