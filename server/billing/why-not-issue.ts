import type { InvoiceLine } from '#core/billing/api.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import { formatLocalDate, localDate, type LocalDate } from '#core/kit/time.ts'
import { purchaseOrderBlocker } from '#core/billing/purchase-orders.ts'
import type { Organization } from '#core/people/api.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { booksClosedUntil } from './accounts-queries.ts'
import { isBilledTo, isStillReviewed } from './drafts.ts'
import { standingsOf } from './purchase-order-queries.ts'
import type { Billed, InvoiceRecord } from './queries.ts'
import { readOrders } from './records.ts'

type Draft = {
  billed: readonly Billed[]
  lines: readonly InvoiceLine[]
  /** Their records, where they were read already. */
  orders?: Awaited<ReturnType<typeof readOrders>>
  organization: Pick<Organization, 'zone' | 'locale'>
  /** Null: today. */
  issuedOn?: LocalDate | undefined
}

/** What stands between a draft and its number; null when nothing does. */
export async function whyNotIssue(
  tx: Tx,
  record: InvoiceRecord,
  { billed, lines, orders: known, organization, issuedOn }: Draft,
): Promise<Refusal | null> {
  if (lines.length === 0) return { code: 'invoice_empty' }
  if (record.gross === 0) return { code: 'invoice_zero' }
  const today = issuedOn ?? localDate(tx.now, organization.zone)
  const ids = billed.map((one) => one.workOrder)
  const [orders, period, purchaseOrder] = await Promise.all([
    known ?? readOrders(tx, ids),
    periodRefusal(tx, today, organization.locale),
    purchaseOrderRefusal(tx, record, today),
  ])
  const review = new Map(billed.map((one) => [one.workOrder, one.review]))
  const standing = orders.filter(
    (order) => isStillReviewed(order, review.get(order.work.id) ?? 0) && isBilledTo(order, record),
  )
  if (standing.length < billed.length) return { code: 'changed_since_review' }
  return period ?? purchaseOrder
}

/** Nothing is issued into books that are closed. */
export async function periodRefusal(tx: Tx, day: LocalDate, locale: string): Promise<Refusal | null> {
  const closed = await booksClosedUntil(tx)
  if (closed === null || day > closed) return null
  return { code: 'period_closed', params: { until: formatLocalDate(closed, locale) } }
}

async function purchaseOrderRefusal(tx: Tx, record: InvoiceRecord, today: LocalDate): Promise<Refusal | null> {
  const [standing] = await standingsOf(tx, [{ customer: record.customer_id, number: record.purchase_order }])
  return standing ? purchaseOrderBlocker({ ...standing, net: record.net, today, currency: record.currency }) : null
}
