import type { Invoice } from '#core/billing/api.ts'
import { addressLines } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import { sentence } from '#core/kit/sentences.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { notFound } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { billedInParts, readChain, readHanded, readPayments } from './chain-queries.ts'
import { billedOrders, loadInvoiceRecord, loadLines, presentInvoice, taxTotalsOf } from './queries.ts'
import { whyNotIssue } from './why-not-issue.ts'

/** One invoice with everything about it. What hangs together is asked for together. */
export async function readInvoice(tx: Tx, id: Id): Promise<Invoice> {
  const [record, lines, organization, billed, chain, payments, handed, inParts] = await Promise.all([
    loadInvoiceRecord(tx, id),
    loadLines(tx, [id]),
    loadOrganization(tx),
    billedOrders(tx, id),
    readChain(tx, id),
    readPayments(tx, [id]),
    readHanded(tx, id),
    billedInParts(tx, id),
  ])
  if (!record) throw notFound()
  const [customer, refusal] = await Promise.all([
    loadCustomer(tx, record.customer_id),
    record.state === 'draft' ? whyNotIssue(tx, record, { billed, lines, organization }) : null,
  ])
  if (!customer) throw notFound()
  const partial = billed.some((one) => one.partial)
  return {
    ...presentInvoice(record),
    lines,
    taxes: taxTotalsOf(record.tax_totals),
    billingName: customer.name,
    billingAddress: addressLines(customer.billingAddress, organization.country).join('\n'),
    customerTaxNumber: customer.taxNumber,
    voidReason: record.void_reason ?? '',
    reason: record.reason,
    part: partial ? 'partial' : inParts ? 'final' : null,
    left: billed.flatMap(({ workOrder, left }) => left.map((key) => ({ workOrder, key }))),
    ...chain,
    payments,
    handed,
    paper: record.file_id && record.paper_sha256 ? { file: record.file_id, sha256: record.paper_sha256 } : null,
    blocked: refusal && { code: refusal.code, sentence: sentence(refusal.code, refusal.params) },
  }
}
