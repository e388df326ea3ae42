import type { Invoice, InvoiceLine } from '#core/billing/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { addDays, localDate, type LocalDate } from '#core/kit/time.ts'
import type { Customer } from '#core/customers/api.ts'
import type { Organization } from '#core/people/api.ts'
import { numberText } from '#core/people/organization.ts'
import { isSameWork } from '#core/billing/same-work.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { changedMeanwhile, notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { billedInParts } from './chain-queries.ts'
import { draftInvoice } from './drafts.ts'
import { markVoid } from './draft-writes.ts'
import { factsOf, sitesOf } from './facts.ts'
import { keepInvoiceFindable, putInvoiceFindable } from './findables.ts'
import { addToOpen, markIssued } from './invoice-writes.ts'
import { type Billed, billedOrders, type InvoiceRecord, loadInvoiceRecord, loadLines } from './queries.ts'
import { readInvoice } from './reading.ts'
import { lockOrders, readOrders } from './records.ts'
import { periodRefusal, whyNotIssue } from './why-not-issue.ts'

/** The records it bills first, then the invoice itself: what was reviewed cannot change while it is issued or taken back. */
export async function lockInvoice(tx: Tx, id: Id): Promise<{ record: InvoiceRecord; billed: Billed[] }> {
  const billed = await billedOrders(tx, id)
  const orders = billed.map((one) => one.workOrder)
  const [, record] = await Promise.all([lockOrders(tx, orders), loadInvoiceRecord(tx, id, true)])
  if (!record) throw notFound()
  return { record, billed }
}

/** The locked invoice, as its reader saw it. */
export async function lockAsSeen(tx: Tx, id: Id, version: number) {
  const locked = await lockInvoice(tx, id)
  if (locked.record.version !== version) throw changedMeanwhile(await readInvoice(tx, id))
  return locked
}

/** Gives a draft its number and freezes it. The number is the last lock of the series, so there is none without an invoice. */
export async function issueInvoice(
  tx: Tx,
  id: Id,
  asked: { version: number; issuedOn?: LocalDate | undefined },
): Promise<Invoice> {
  const { record, billed } = await lockInvoice(tx, id)
  if (record.state === 'issued') return readInvoice(tx, id)
  if (record.version !== asked.version) throw changedMeanwhile(await readInvoice(tx, id))
  if (record.state !== 'draft') throw refused({ code: 'invoice_not_draft' })
  const [lines, organization, customer, inParts, orders] = await Promise.all([
    loadLines(tx, [id]),
    loadOrganization(tx),
    loadCustomer(tx, record.customer_id),
    billedInParts(tx, id),
    readOrders(
      tx,
      billed.map((one) => one.workOrder),
    ),
  ])
  if (!customer) throw notFound()
  const { issuedOn = localDate(tx.now, organization.zone) } = asked
  const refusal = await whyNotIssue(tx, record, { billed, lines, orders, organization, issuedOn })
  if (refusal) throw refused(refusal)

  const corrects = record.kind === 'credit_note' ? await correctedBy(tx, record, orders, lines) : null
  const partial = billed.some((one) => one.partial)
  const introduction = partial ? partialSays : inParts ? finalSays : ''
  const given = { organization, customer, orders, lines, issuedOn, corrects, introduction }
  const number = await numberAndFreeze(tx, record, given)
  for (const one of billed) await tellOrder(tx, record, number, one, lines)
  // What was left stands in a draft of its own.
  for (const one of billed) if (one.partial) await draftInvoice(tx, one.workOrder)
  return readInvoice(tx, id)
}

const partialSays = 'Partial invoice: the rest of this work is invoiced later.'
const finalSays = 'Final invoice: what was invoiced for this work before is not on it.'

type Freezing = {
  organization: Organization
  customer: Customer
  orders: Awaited<ReturnType<typeof readOrders>>
  lines: readonly InvoiceLine[]
  issuedOn: LocalDate
  corrects: { id: Id; number: string } | null
  introduction: string
}

/** Number, day, content and paper of what is issued; of a credit note also what its invoice asks less. */
export async function numberAndFreeze(tx: Tx, record: InvoiceRecord, given: Freezing): Promise<string> {
  const { organization, customer, issuedOn, corrects, lines } = given
  const { id } = record
  const series = record.kind === 'credit_note' ? 'credit_note' : 'invoice'
  const prefix = series === 'credit_note' ? organization.prefixes.creditNote : organization.prefixes.invoice
  const dueOn =
    series === 'credit_note' ? issuedOn : addDays(issuedOn, customer.paymentTermsDays ?? organization.paymentTermsDays)
  const [number, sites] = await Promise.all([tx.nextNumber(series), sitesOf(tx, given.orders)])
  const numbered = numberText(prefix, number)
  const facts = factsOf(tx, record, { ...given, sites, corrects: corrects?.number ?? null, number: numbered, dueOn })
  const covers = lines.flatMap((line) => line.covers.map((fact) => ({ line: line.id, fact })))
  const issued = { id, number, series, numberText: numbered, issuedOn, dueOn, content: JSON.stringify(facts) }
  const findable = { ...record, number_text: numbered, state: 'issued' }
  const marked = markIssued(tx, { ...issued, corrects: corrects?.id ?? null }, covers)
  let [version] = await Promise.all([marked, putInvoiceFindable(tx, findable)])
  if (corrects) {
    const seen = await addToOpen(tx, corrects.id, { credited: record.gross })
    tx.touched('invoice', corrects.id, seen, 'invoices.read')
    version = await addToOpen(tx, id, { credited: -record.gross })
  }
  tx.touched('invoice', id, version, 'invoices.read')
  tx.audit('invoice.issued', 'invoice', id, { number: numbered, gross: record.gross })
  tx.enqueue('print_invoice', { invoice: id })
  return numbered
}

/** The one invoice a difference below zero takes back from; null where it is several, or more than that one asked for. */
async function correctedBy(
  tx: Tx,
  { gross }: InvoiceRecord,
  orders: Freezing['orders'],
  lines: readonly InvoiceLine[],
): Promise<Freezing['corrects']> {
  const earlier = orders.flatMap(({ money }) => money.invoices.filter((one) => isSameWork(one, lines)))
  const [only, ...more] = new Set(earlier.map((one) => one.invoice))
  if (!only || more.length > 0) return null
  const corrected = await loadInvoiceRecord(tx, only, true)
  if (!corrected?.number_text || corrected.gross + corrected.credited + gross < 0) return null
  return { id: only, number: corrected.number_text }
}

/** The record of each work order says what was billed, struck lines included, in the same commit. */
async function tellOrder(
  tx: Tx,
  { id: invoice, kind }: InvoiceRecord,
  number: string,
  { workOrder, review, settled, partial }: Billed,
  lines: readonly InvoiceLine[],
): Promise<void> {
  const own = lines.filter((line) => line.workOrder === workOrder)
  await applySystem(tx, workOrder, {
    type: 'invoice_issued',
    body: {
      invoice,
      number,
      kind: kind === 'credit_note' ? 'credit_note' : 'invoice',
      review,
      lines: [
        ...own.map(({ key, id, quantity, net, amount, settles, covers, description, taxRate }) => ({
          key,
          line: id,
          quantity,
          net,
          amount,
          settles,
          covers,
          description,
          taxRate,
        })),
        ...settled.map(({ key, settles, covers }) => ({
          key,
          line: invoice,
          quantity: 0,
          net: 0,
          amount: 0,
          settles,
          covers,
        })),
      ],
      ...(partial ? { partial } : {}),
    },
  })
}

/** Takes an invoice back. An issued one keeps its number; its work is ready to be billed again, in its draft made anew. */
export async function voidInvoice(tx: Tx, id: Id, asked: { version: number; reason: string }): Promise<Invoice> {
  const { record, billed } = await lockAsSeen(tx, id, asked.version)
  const refusal = await whyNotVoid(tx, record)
  if (refusal) throw refused(refusal)
  const version = await markVoid(tx, id, asked.reason)
  for (const { workOrder } of billed) {
    await applySystem(tx, workOrder, { type: 'invoice_voided', body: { invoice: id, reason: asked.reason } })
    if (record.state === 'issued') await draftInvoice(tx, workOrder, { anew: true })
  }
  await keepInvoiceFindable(tx, id)
  tx.touched('invoice', id, version, 'invoices.read')
  tx.audit('invoice.voided', 'invoice', id, { reason: asked.reason })
  return readInvoice(tx, id)
}

async function whyNotVoid(tx: Tx, record: InvoiceRecord) {
  if (record.state === 'void') return { code: 'already_void' }
  if (record.state === 'draft') return null
  if (record.kind === 'credit_note') return { code: 'credit_stays' }
  if (record.state !== 'issued') return { code: 'invoice_exported' }
  if (record.credited !== 0) return { code: 'invoice_credited' }
  if (record.paid !== 0) return { code: 'invoice_paid' }
  const { locale } = await loadOrganization(tx)
  return record.issue_date ? periodRefusal(tx, record.issue_date, locale) : null
}
