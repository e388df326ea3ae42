import type { Invoice, InvoiceLine } from '#core/billing/api.ts'
import type { InvoiceFacts } from '#core/billing/invoice-content.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { sentence } from '#core/kit/sentences.ts'
import type { Id } from '#core/kit/ids.ts'
import { addressLine, addressLines } from '#core/kit/address.ts'
import { addDays, localDate, type LocalDate } from '#core/kit/time.ts'
import { numberText } from '#core/people/organization.ts'
import { languageOf } from '#core/reports/labels.ts'
import { loadCustomer, loadSite } from '#server/customers/queries.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { changedMeanwhile, notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { letterheadOf } from '#server/reports/letterhead.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { lockOrders, readOrder } from './records.ts'
import { draftAnew, isBilledTo, isStillReviewed } from './drafts.ts'
import { keepInvoiceFindable } from './findables.ts'
import { markIssued, markVoid } from './invoice-writes.ts'
import {
  type Billed,
  billedOrders,
  type InvoiceRecord,
  loadInvoiceRecord,
  loadLines,
  presentInvoice,
  taxTotalsOf,
} from './queries.ts'

export async function readInvoice(tx: Tx, id: Id): Promise<Invoice> {
  const record = await loadInvoiceRecord(tx, id)
  if (!record) throw notFound()
  const [lines, customer, organization] = [
    await loadLines(tx, [id]),
    await loadCustomer(tx, record.customer_id),
    await loadOrganization(tx),
  ]
  if (!customer) throw notFound()
  const refusal = record.state === 'draft' ? await whyNotIssue(tx, record, await billedOrders(tx, id), lines) : null
  return {
    ...presentInvoice(record),
    lines,
    taxes: taxTotalsOf(record.tax_totals),
    billingName: customer.name,
    billingAddress: addressLines(customer.billingAddress, organization.country).join('\n'),
    customerTaxNumber: customer.taxNumber,
    voidReason: record.void_reason ?? '',
    paper: record.file_id && record.paper_sha256 ? { file: record.file_id, sha256: record.paper_sha256 } : null,
    blocked: refusal && { code: refusal.code, sentence: sentence(refusal.code, refusal.params) },
  }
}

async function whyNotIssue(
  tx: Tx,
  record: InvoiceRecord,
  billed: readonly Billed[],
  lines: readonly InvoiceLine[],
): Promise<Refusal | null> {
  if (lines.length === 0) return { code: 'invoice_empty' }
  if (record.gross < 0) return { code: 'invoice_negative' }
  for (const one of billed) {
    const order = await readOrder(tx, one.workOrder)
    if (!order || !isStillReviewed(order, one.review) || !isBilledTo(order, record))
      return { code: 'changed_since_review' }
  }
  return null
}

/** The records it bills first, then the invoice itself: what was reviewed cannot change while it is issued or taken back. */
async function lockInvoice(tx: Tx, id: Id): Promise<InvoiceRecord> {
  const billed = await billedOrders(tx, id)
  await lockOrders(
    tx,
    billed.map((one) => one.workOrder),
  )
  const record = await loadInvoiceRecord(tx, id, true)
  if (!record) throw notFound()
  return record
}

async function lockAsSeen(tx: Tx, id: Id, version: number): Promise<InvoiceRecord> {
  const record = await lockInvoice(tx, id)
  if (record.version !== version) throw changedMeanwhile(await readInvoice(tx, id))
  return record
}

/** Gives a draft its number and freezes it. The number is the last lock of the series, so there is none without an invoice. */
export async function issueInvoice(
  tx: Tx,
  id: Id,
  asked: { version: number; issuedOn?: LocalDate | undefined },
): Promise<Invoice> {
  const record = await lockInvoice(tx, id)
  if (record.state === 'issued') return readInvoice(tx, id)
  if (record.version !== asked.version) throw changedMeanwhile(await readInvoice(tx, id))
  if (record.state !== 'draft') throw refused({ code: 'invoice_not_draft' })
  const [lines, billed] = [await loadLines(tx, [id]), await billedOrders(tx, id)]
  const refusal = await whyNotIssue(tx, record, billed, lines)
  if (refusal) throw refused(refusal)

  const organization = await loadOrganization(tx)
  const customer = await loadCustomer(tx, record.customer_id)
  if (!customer) throw notFound()
  const issuedOn = asked.issuedOn ?? localDate(tx.now, organization.zone)
  const dueOn = addDays(issuedOn, customer.paymentTermsDays ?? organization.paymentTermsDays)
  const number = await tx.nextNumber('invoice')
  const numbered = numberText(organization.prefixes.invoice, number)
  const facts = await factsOf(tx, record, lines, { number: numbered, issuedOn, dueOn })
  const covers = lines.flatMap((line) => line.covers.map((fact) => ({ line: line.id, fact })))
  const version = await markIssued(
    tx,
    { id, number, series: 'invoice', numberText: numbered, issuedOn, dueOn, content: JSON.stringify(facts) },
    covers,
  )
  for (const one of billed) await tellOrder(tx, id, numbered, one, lines)
  await keepInvoiceFindable(tx, id)
  tx.touched('invoice', id, version, 'invoices.read')
  tx.audit('invoice.issued', 'invoice', id, { number: numbered, gross: record.gross })
  tx.enqueue('print_invoice', { invoice: id })
  return readInvoice(tx, id)
}

/** The record of each work order says what was billed, struck lines included, in the same commit. */
async function tellOrder(
  tx: Tx,
  invoice: Id,
  number: string,
  { workOrder, review, settled }: Billed,
  lines: readonly InvoiceLine[],
): Promise<void> {
  const own = lines.filter((line) => line.workOrder === workOrder)
  await applySystem(tx, workOrder, {
    type: 'invoice_issued',
    body: {
      invoice,
      number,
      kind: 'invoice',
      review,
      lines: [
        ...own.map(({ key, id, quantity, net, settles, covers }) => ({
          key,
          line: id,
          quantity,
          net,
          settles,
          covers,
        })),
        ...settled.map(({ key, settles, covers }) => ({ key, line: invoice, quantity: 0, net: 0, settles, covers })),
      ],
    },
  })
}

async function factsOf(
  tx: Tx,
  record: InvoiceRecord,
  lines: readonly InvoiceLine[],
  issued: { number: string; issuedOn: LocalDate; dueOn: LocalDate },
): Promise<InvoiceFacts> {
  const organization = await loadOrganization(tx)
  const customer = await loadCustomer(tx, record.customer_id)
  if (!customer) throw notFound()
  const home = organization.country
  const groups: InvoiceFacts['groups'][number][] = []
  for (const { id, number, title } of record.work_orders) {
    const order = await readOrder(tx, id)
    const site = order?.work.details.site ? await loadSite(tx, order.work.details.site) : undefined
    groups.push({
      number,
      title,
      site: site ? `${site.name}, ${addressLine(site.address, home)}` : '',
      reference: order?.work.details.reference ?? '',
      lines: lines.filter((line) => line.workOrder === id),
    })
  }
  return {
    kind: record.kind === 'credit_note' ? 'credit_note' : 'invoice',
    state: 'issued',
    ...issued,
    language: languageOf(organization.locale),
    locale: organization.locale,
    size: organization.paper,
    zone: organization.zone,
    currency: record.currency,
    letterhead: letterheadOf(organization),
    customer: {
      name: customer.name,
      lines: addressLines(customer.billingAddress, home),
      taxNumber: customer.taxNumber,
      number: customer.number,
    },
    purchaseOrder: record.purchase_order,
    bankDetails: organization.bankDetails,
    net: record.net,
    tax: record.tax,
    gross: record.gross,
    taxes: taxTotalsOf(record.tax_totals),
    groups,
    frozenAt: tx.now,
  }
}

/** Takes an invoice back. An issued one keeps its number; its work is ready to be billed again, in its draft made anew. */
export async function voidInvoice(tx: Tx, id: Id, asked: { version: number; reason: string }): Promise<Invoice> {
  const record = await lockAsSeen(tx, id, asked.version)
  if (record.state === 'void') throw refused({ code: 'already_void' })
  if (record.state !== 'draft' && record.state !== 'issued') throw refused({ code: 'invoice_exported' })
  const billed = await billedOrders(tx, id)
  const version = await markVoid(tx, id, asked.reason)
  for (const { workOrder } of billed) {
    await applySystem(tx, workOrder, { type: 'invoice_voided', body: { invoice: id, reason: asked.reason } })
    if (record.state === 'issued') await draftAnew(tx, workOrder)
  }
  await keepInvoiceFindable(tx, id)
  tx.touched('invoice', id, version, 'invoices.read')
  tx.audit('invoice.voided', 'invoice', id, { reason: asked.reason })
  return readInvoice(tx, id)
}
