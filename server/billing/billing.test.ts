import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { billingApi, type Invoice } from '#core/billing/api.ts'
import { ledgerApi } from '#core/billing/ledger-api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { weighSome } from './ledger-writes.ts'
import { problemOf } from '#test/support/problem.ts'
import { ApiProblem, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.owner)
const luis = north.technician.technicianId ?? ''
const customer = newId()
await office.call(customersApi.makeCustomer, { body: { id: customer, name: 'Bakery' } })
const vat = newId()
await office.call(billingCatalogueApi.makeTaxRate, { body: { id: vat, name: 'VAT', rate: 1900, isDefault: true } })
await office.call(billingCatalogueApi.makeRateCard, {
  body: {
    id: newId(),
    name: 'Standard',
    validFrom: '2026-01-01',
    hourlyRate: 900_000,
    stepMinutes: 15,
    isDefault: true,
  },
})

const behalf = { source: 'paper' as const, reason: 'Sheet handed in' }

/** Work of 70 minutes on a Monday morning, finished. */
async function worked(): Promise<{ id: string; visit: string }> {
  const id = await raise(office, { customer })
  const visit = await dispatchVisit(office, id, [luis])
  const fact = { visit, technician: luis, behalf }
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
  return { id, visit }
}

const page = (id: string) => office.call(workOrderApi.readWorkOrder, { params: { id } })
const approve = async (id: string) => send(office, id, 'approve', { version: (await page(id)).version })

async function draft(id: string): Promise<string> {
  const { invoice } = await office.call(billingApi.draftInvoice, { params: { id } })
  assert.ok(invoice)
  return invoice
}

async function issue(invoice: string) {
  const { version } = await office.call(billingApi.readInvoice, { params: { id: invoice } })
  return office.call(billingApi.issueInvoice, { params: { id: invoice }, body: { version } })
}

/** Numbers that are missing or there twice between the first and the last. */
function gaps(invoices: readonly { number: string | null }[]): number[] {
  const numbers = invoices.map((one) => Number(/\d+$/.exec(one.number ?? '')?.[0])).sort((a, b) => a - b)
  return numbers.filter((number, index) => number !== (numbers[0] ?? 0) + index)
}

/** Everything of an invoice, or what is said of it. */
async function credited(invoice: Invoice, { billAgain = false, net }: { billAgain?: boolean; net?: number } = {}) {
  const lines = invoice.lines.map((line) => ({ line: line.id, net: net ?? line.net + line.credited }))
  const { version } = await office.call(billingApi.readInvoice, { params: { id: invoice.id } })
  const body = { id: newId(), version, reason: 'Agreed on the phone', lines, billAgain }
  return office.call(billingApi.creditInvoice, { params: { id: invoice.id }, body })
}

async function voided(id: string) {
  const { version } = await office.call(billingApi.readInvoice, { params: { id } })
  return office.call(billingApi.voidInvoice, { params: { id }, body: { version, reason: 'Wrong' } })
}

test('an approved work order becomes a draft with its lines and their why, and asking again gives the same draft', async () => {
  const { id } = await worked()
  await approve(id)
  const invoice = await draft(id)
  assert.equal(await draft(id), invoice)
  const read = await office.call(billingApi.readInvoice, { params: { id: invoice } })
  assert.deepEqual([read.state, read.number, read.net, read.tax, read.gross], ['draft', null, 11_250, 2138, 13_388])
  assert.deepEqual(
    read.lines.map((line) => [line.quantity, line.why.rule]),
    [[75_000, 'labour']],
  )
  assert.equal(read.blocked, null)
})

test('a first draft asked for eight times at once is made once, and everybody gets it', async () => {
  const { id } = await worked()
  await approve(id)
  const invoices = await Promise.all(Array.from({ length: 8 }, () => draft(id)))
  assert.equal(new Set(invoices).size, 1)
})

/** A server with too much to do says so and has done nothing: it is asked again, as people do. */
async function untilThrough<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 503 || tries === 20) throw error
      await setTimeout(1000)
    }
  }
}

test('fifty invoices and credit notes at once get numbers without a gap, each in its series, and again changes nothing', async () => {
  const drafts: string[] = []
  for (let n = 0; n < 50; n++) {
    const { id } = await worked()
    await approve(id)
    drafts.push(await draft(id))
  }
  const issued = await Promise.all(drafts.map((id) => untilThrough(() => issue(id))))
  assert.deepEqual(gaps(issued), [])
  const credits = await Promise.all(issued.map((one) => untilThrough(() => credited(one))))
  assert.deepEqual(gaps(credits), [])
  assert.ok(credits.every(({ number }) => number?.startsWith('CN-')))
  const again = await issue(drafts[0] ?? '')
  assert.equal(again.number, issued[0]?.number)
})

test('a fact after the invoice is billed as the difference, on an invoice of its own', async () => {
  const { id, visit } = await worked()
  await approve(id)
  await issue(await draft(id))
  assert.equal((await page(id)).status, 'invoiced')
  await send(office, id, 'record_time', {
    visit,
    technician: luis,
    behalf,
    at: '2026-11-23T12:00:00.000Z',
    activity: 'work',
    from: '2026-11-23T10:20:00.000Z',
    to: '2026-11-23T10:40:00.000Z',
    note: 'Second leak',
  })
  const after = await page(id)
  assert.equal(after.status, 'work_complete')
  for (const flag of after.work.flags.filter((one) => !one.settled))
    await send(office, id, 'settle_flag', { flag: flag.id, note: '' })
  await approve(id)
  const second = await issue(await draft(id))
  assert.deepEqual(
    second.lines.map((line) => [line.quantity, line.net]),
    [[15_000, 2250]],
  )
})

test('a draft whose record changed since the review cannot be issued and says so', async () => {
  const { id, visit } = await worked()
  await approve(id)
  const invoice = await draft(id)
  await send(office, id, 'part', {
    visit,
    technician: luis,
    behalf,
    at: '2026-11-23T12:00:00.000Z',
    item: null,
    sku: '',
    name: 'Gasket',
    quantity: 1000,
    unit: 'pc',
    serial: '',
    note: '',
  })
  const read = await office.call(billingApi.readInvoice, { params: { id: invoice } })
  assert.equal(read.blocked?.code, 'changed_since_review')
  const problem = await problemOf(issue(invoice))
  assert.deepEqual([problem.status, problem.code], [409, 'changed_since_review'])
})

test('a line with a tax rate that is not there is refused and names the field', async () => {
  const { id } = await worked()
  const line = { line: newId(), description: 'Goodwill', quantity: 1000, unit: '', unitPrice: -100_000, reason: 'Late' }
  const problem = await problemOf(send(office, id, 'add_line', { ...line, taxRate: newId() }))
  assert.deepEqual([problem.status, problem.body.fields?.map((field) => field.path)], [422, ['body.taxRate']])
})

test('a line is changed, struck or restored only where it is among what would be billed', async () => {
  const { id, visit } = await worked()
  const key = `labour/${visit}/${luis}`
  const codeOf = async (sent: ReturnType<typeof send>) => {
    const { outcome, code } = await sent
    return code ?? outcome
  }
  const typo = { key: `labour/${visit}/${newId()}` }
  assert.equal(await codeOf(send(office, id, 'strike_line', { ...typo, reason: 'Goodwill' })), 'line_unknown')
  assert.equal(await codeOf(send(office, id, 'restore_line', typo)), 'line_unknown')
  const cheaper = { changes: { unitPrice: 800_000 }, reason: 'Agreed' }
  assert.equal(await codeOf(send(office, id, 'change_line', { ...typo, ...cheaper })), 'line_unknown')
  const before = (await page(id)).money
  assert.deepEqual([before?.struck, before?.lineChanges], [[], []])

  assert.equal(await codeOf(send(office, id, 'change_line', { key, ...cheaper })), 'applied')
  const { version } = await page(id)
  const strike = { id: newId(), type: 'strike_line', body: { key, reason: 'Goodwill' }, seen: version }
  const sendStrike = () => office.call(workOrderApi.sendCommand, { params: { id }, body: strike })
  assert.equal((await sendStrike()).outcome, 'applied')
  // The work goes, and with it the line: what was struck may still be restored, and sending again is no second try.
  for (const entry of (await page(id)).work.visits.flatMap((one) => one.steps))
    await send(office, id, 'withdraw', { fact: entry.id, at: '2026-11-23T12:00:00.000Z', reason: 'Another site' })
  const { priced } = await office.call(billingApi.priceWorkOrder, { params: { id } })
  assert.deepEqual(priced.lines, [])
  assert.equal((await sendStrike()).outcome, 'duplicate')
  assert.equal(await codeOf(send(office, id, 'restore_line', { key })), 'applied')
})

test('approved work whose lines are all struck cannot be issued; it is ended as not billable', async () => {
  const { id, visit } = await worked()
  await send(office, id, 'strike_line', { key: `labour/${visit}/${luis}`, reason: 'Warranty' })
  await approve(id)
  const invoice = await draft(id)
  const read = await office.call(billingApi.readInvoice, { params: { id: invoice } })
  assert.deepEqual([read.lines.length, read.blocked?.code], [0, 'invoice_empty'])
  assert.equal((await problemOf(issue(invoice))).code, 'invoice_empty')
  const { version } = await page(id)
  const ended = await send(office, id, 'mark_not_billable', { version, reason: 'Warranty' })
  assert.equal(ended.outcome, 'applied')
  assert.equal((await office.call(billingApi.draftInvoice, { params: { id } })).invoice, null)
  const gone = await office.call(billingApi.readInvoice, { params: { id: invoice } })
  assert.deepEqual([gone.state, gone.number, (await page(id)).status], ['void', null, 'not_billable'])
})

test('more invoiced than is due becomes a credit note that is issued in its own series, against the invoice', async () => {
  const { id, visit } = await worked()
  await approve(id)
  const first = await issue(await draft(id))
  const shorter = await send(office, id, 'correct_time', {
    visit,
    technician: luis,
    behalf,
    at: '2026-11-23T12:00:00.000Z',
    entry: (await page(id)).work.visits[0]?.steps[0]?.id ?? '',
    from: '2026-11-23T09:00:00.000Z',
    to: '2026-11-23T09:30:00.000Z',
    reason: 'The customer’s own record says so',
  })
  assert.equal(shorter.outcome, 'applied')
  for (const flag of (await page(id)).work.flags.filter((one) => !one.settled))
    await send(office, id, 'settle_flag', { flag: flag.id, note: '' })
  await approve(id)
  const below = await draft(id)
  const read = await office.call(billingApi.readInvoice, { params: { id: below } })
  assert.deepEqual([read.kind, read.net, read.gross, read.blocked], ['credit_note', -6750, -8033, null])
  while (await server.inTenant(north.id, weighSome));
  const { lines } = await office.call(ledgerApi.readLedger, {})
  const toCredit = lines.find((line) => line.code === 'to_credit')
  assert.deepEqual([toCredit?.owner, toCredit?.count, toCredit?.net], ['billing', 1, -6750])

  const credit = await issue(below)
  assert.deepEqual([credit.corrects?.id, (await page(id)).status], [first.id, 'invoiced'])
  assert.match(credit.number ?? '', /^CN-/)
  const corrected = await office.call(billingApi.readInvoice, { params: { id: first.id } })
  assert.deepEqual([corrected.credited, corrected.creditNotes.map((one) => one.number)], [-8033, [credit.number]])
  assert.equal((await problemOf(voided(first.id))).code, 'invoice_credited')
  assert.equal((await problemOf(voided(credit.id))).code, 'credit_stays')
})

test('a void invoice keeps its number, and its work stands in a new draft', async () => {
  const { id } = await worked()
  await approve(id)
  const issued = await issue(await draft(id))
  const voided = await office.call(billingApi.voidInvoice, {
    params: { id: issued.id },
    body: { version: issued.version, reason: 'Wrong customer' },
  })
  assert.deepEqual([voided.state, voided.number], ['void', issued.number])
  const again = await draft(id)
  assert.notEqual(again, issued.id)
  const next = await issue(again)
  assert.notEqual(next.number, issued.number)
})

test('a batch has every issued invoice once with its control totals; exporting again adds nothing', async () => {
  const { id } = await worked()
  await approve(id)
  const issued = await issue(await draft(id))
  const batchId = newId()
  const { batch } = await office.call(billingApi.makeExport, { body: { id: batchId } })
  assert.ok(batch)
  assert.equal(batch.gross, batch.net + batch.tax)
  const same = await office.call(billingApi.makeExport, { body: { id: batchId } })
  assert.deepEqual(same.batch, batch)
  const none = await office.call(billingApi.makeExport, { body: { id: newId() } })
  assert.equal(none.batch, null)
  const { csv } = await office.call(billingApi.readExportCsv, { params: { id: batchId } })
  const rows = csv.trim().split('\r\n')
  assert.equal(rows.filter((row) => row.includes(`,${issued.number},`)).length, 1)
  assert.equal((await page(id)).status, 'closed')
})

test('the priced lines of another organization’s work order are not there', async () => {
  const south = await server.makeOrganization('South Plumbing')
  const { id } = await worked()
  const problem = await problemOf(server.as(south.owner).call(billingApi.priceWorkOrder, { params: { id } }))
  assert.equal(problem.code, 'not_found')
})
