import { price, totals } from '#core/billing/price.ts'
import type { Id } from '#core/kit/ids.ts'
import { currencyExponent } from '#core/kit/money.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { statusOf } from '#core/work-orders/status.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { lockDocuments } from '#server/work-orders/record-queries.ts'
import { lockOrders, readOrder } from './records.ts'
import { loadPriceCatalogue } from './price-catalogue.ts'
import { clearDraft, draftOf, insertDraft, insertLines, isBilled } from './queries.ts'

/**
 * Makes the draft of a reviewed work order, or makes it anew when the office reviewed again. Harmless when run twice:
 * the review's version is the natural key. Gives the invoice, or null when there is nothing to bill.
 */
export async function draftInvoice(tx: Tx, workOrder: Id): Promise<Id | null> {
  await lockOrders(tx, [workOrder])
  const order = await readOrder(tx, workOrder)
  const review = order?.work.review
  const customer = order?.work.details.customer
  if (!order || !review || !customer || statusOf(order.work) !== 'ready_to_invoice') return null
  const draft = (await draftOf(tx, workOrder)) ?? (await draftMadeMeanwhile(tx, workOrder))
  if (await isBilled(tx, workOrder, review.version)) return draft?.id ?? null

  const catalogue = await loadPriceCatalogue(tx, [order])
  const { lines } = price(order, catalogue)
  if (lines.length === 0) return null
  const id = draft?.id ?? newId()
  const sums = totals(lines)
  const values = { id, customer, currency: catalogue.currency, exponent: currencyExponent(catalogue.currency), purchaseOrder: order.money.purchaseOrder, sums }
  const version = draft ? await clearDraft(tx, values) : await insertDraft(tx, values).then(() => 1)
  await insertLines(tx, id, workOrder, review.version, lines.map((line) => ({ ...line, id: newId() })))
  tx.touched('invoice', id, version, 'invoices.read')
  tx.audit('invoice.drafted', 'invoice', id, { workOrder, review: review.version })
  if (!draft) await applySystem(tx, workOrder, { type: 'invoice_drafted', body: { invoice: id, review: review.version } })
  return id
}

/** The first draft is made by the job and asked for by people, at once: with the record locked, one makes it and the other finds it. */
async function draftMadeMeanwhile(tx: Tx, workOrder: Id) {
  await lockDocuments(tx, [{ kind: 'work_order', id: workOrder }])
  return draftOf(tx, workOrder)
}

/** Whether what was reviewed still is what the record says. */
export function isStillReviewed(order: WorkOrder, review: number): boolean {
  return order.work.review?.version === review && statusOf(order.work) === 'ready_to_invoice'
}
