import { price, totals } from '#core/billing/price.ts'
import type { Id } from '#core/kit/ids.ts'
import { currencyExponent } from '#core/kit/money.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { statusOf } from '#core/work-orders/status.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { lockOrders, readOrder } from './records.ts'
import { loadPriceCatalogue } from './price-catalogue.ts'
import { clearDraft, draftOf, insertDraft, insertLines, isBilled, markVoid, setBilledTo } from './invoice-writes.ts'

/**
 * Makes the draft of a reviewed work order, or makes it anew when the office reviewed again. Harmless when run twice:
 * the review's version is the natural key. Gives the invoice, or null when there is nothing to bill.
 */
export async function draftInvoice(tx: Tx, workOrder: Id, anew = false): Promise<Id | null> {
  // The job and people ask at once: one makes it, the other finds it.
  await lockOrders(tx, [workOrder])
  const order = await readOrder(tx, workOrder)
  if (!order) return null
  const status = statusOf(order.work)
  if (status === 'not_billable') await dropDraft(tx, order)
  const { review } = order.work
  const { customer } = order.work.details
  if (!review || !customer || status !== 'ready_to_invoice') return null
  const draft = await draftOf(tx, workOrder)
  if (!anew && (await isBilled(tx, workOrder, review.version))) {
    if (draft && !isBilledTo(order, draft)) {
      const to = { customer, purchaseOrder: order.money.purchaseOrder }
      tx.touched('invoice', draft.id, await setBilledTo(tx, draft.id, to), 'invoices.read')
    }
    return draft?.id ?? null
  }

  const catalogue = await loadPriceCatalogue(tx, [order])
  const { lines } = price(order, catalogue)
  if (lines.length === 0) return null
  const id = draft?.id ?? newId()
  const sums = totals(lines)
  const values = {
    id,
    customer,
    currency: catalogue.currency,
    exponent: currencyExponent(catalogue.currency),
    purchaseOrder: order.money.purchaseOrder,
    sums,
  }
  const version = draft ? await clearDraft(tx, values) : await insertDraft(tx, values).then(() => 1)
  await insertLines(
    tx,
    id,
    workOrder,
    review.version,
    lines.map((line) => ({ ...line, id: newId() })),
  )
  tx.touched('invoice', id, version, 'invoices.read')
  tx.audit('invoice.drafted', 'invoice', id, { workOrder, review: review.version })
  if (!draft)
    await applySystem(tx, workOrder, { type: 'invoice_drafted', body: { invoice: id, review: review.version } })
  return id
}

/** Once more, whatever its draft says: what was settled by another invoice is to bill again. */
export async function draftAnew(tx: Tx, workOrder: Id): Promise<Id | null> {
  return draftInvoice(tx, workOrder, true)
}

/** A draft of work that is not billable after all is taken back; it never had a number. */
async function dropDraft(tx: Tx, { work }: WorkOrder): Promise<void> {
  const draft = await draftOf(tx, work.id)
  if (!draft) return
  const reason = work.review?.reason ?? ''
  const version = await markVoid(tx, draft.id, reason)
  await applySystem(tx, work.id, { type: 'invoice_voided', body: { invoice: draft.id, reason } })
  tx.touched('invoice', draft.id, version, 'invoices.read')
  tx.audit('invoice.voided', 'invoice', draft.id, { reason })
}

/** Whether what was reviewed still is what the record says. */
export function isStillReviewed(order: WorkOrder, review: number): boolean {
  return order.work.review?.version === review && statusOf(order.work) === 'ready_to_invoice'
}

/** Whether an invoice is for whom the record says, under its order number. */
export function isBilledTo({ work, money }: WorkOrder, invoice: { customer_id: Id; purchase_order: string }): boolean {
  return invoice.customer_id === work.details.customer && invoice.purchase_order === money.purchaseOrder
}
