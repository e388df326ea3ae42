import { price } from '#core/billing/price.ts'
import { withTax } from '#core/billing/tax.ts'
import type { Id } from '#core/kit/ids.ts'
import { currencyExponent } from '#core/kit/money.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { statusOf } from '#core/work-orders/status.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import {
  type Draft,
  draftOf,
  dropLines,
  insertDraft,
  insertLines,
  isBilled,
  markVoid,
  setLineTax,
  setSums,
} from './draft-writes.ts'
import { loadPriceCatalogue } from './price-catalogue.ts'
import { currencyOf, loadLines } from './queries.ts'
import { lockOrders, readOrder } from './records.ts'

/**
 * Makes the draft of a reviewed work order, or makes it anew when the office reviewed again. Harmless when run twice:
 * the review's version is the natural key. Gives the invoice, or null when there is nothing to bill.
 * @param rebills the credited invoice whose work is billed again
 */
export async function draftInvoice(
  tx: Tx,
  workOrder: Id,
  { anew = false, rebills = null }: { anew?: boolean; rebills?: Id | null } = {},
): Promise<Id | null> {
  // The job and people ask at once: one makes it, the other finds it.
  const [, order, known] = await Promise.all([
    lockOrders(tx, [workOrder]),
    readOrder(tx, workOrder),
    draftOf(tx, workOrder),
  ])
  if (!order) return null
  const status = statusOf(order.work)
  let draft = known
  if (draft && status === 'not_billable') await takeOff(tx, draft, workOrder, order.work.review?.reason ?? '')
  const { review } = order.work
  const { customer } = order.work.details
  if (!review || !customer || status !== 'ready_to_invoice') return null
  const to = { customer, purchaseOrder: order.money.purchaseOrder }
  const fits = draft?.customer === to.customer && draft.purchaseOrder === to.purchaseOrder
  if (draft && !fits && draft.orders > 1) {
    await takeOff(tx, draft, workOrder, 'Billed to another customer or purchase order')
    draft = undefined
  } else if (!anew && (await isBilled(tx, workOrder, review.version))) {
    if (draft && !fits) await sumUp(tx, draft.id, to)
    return draft?.id ?? null
  }
  const id = draft?.id ?? newId()
  const lines = await pricedLines(tx, order)
  if (lines.length === 0) return null
  if (!draft) await openDraft(tx, id, customer, rebills)
  await putLines(tx, id, order, lines, draft?.left ?? [])
  await sumUp(tx, id, to)
  tx.audit('invoice.drafted', 'invoice', id, { workOrder, review: review.version })
  if (!draft)
    await applySystem(tx, workOrder, { type: 'invoice_drafted', body: { invoice: id, review: review.version } })
  return id
}

export async function openDraft(tx: Tx, id: Id, customer: Id, rebills: Id | null = null): Promise<void> {
  const currency = await currencyOf(tx)
  await insertDraft(tx, { id, customer, currency, exponent: currencyExponent(currency), rebills })
}

export async function pricedLines(tx: Tx, order: WorkOrder) {
  return price(order, await loadPriceCatalogue(tx, [order])).lines
}

/** The lines of one work order on a draft, in place of those it had; those named stay for a later invoice. */
export async function putLines(
  tx: Tx,
  draft: Id,
  { work }: WorkOrder,
  lines: Awaited<ReturnType<typeof pricedLines>>,
  left: readonly string[],
): Promise<void> {
  await dropLines(tx, draft, work.id)
  await insertLines(tx, {
    invoice: draft,
    workOrder: work.id,
    review: work.review?.version ?? 0,
    left: left.filter((key) => lines.some((line) => line.key === key)),
    lines: lines.filter((line) => !left.includes(line.key)).map((line) => ({ ...line, id: newId() })),
  })
}

/** The sums of a draft, and whom it is for, from what is on it. Below zero it is a credit note. */
export async function sumUp(tx: Tx, id: Id, to: { customer: Id; purchaseOrder: string }): Promise<void> {
  const before = await loadLines(tx, [id])
  const { lines, ...sums } = withTax(before)
  // What a line has of the tax depends on what else is on the draft, where prices have it in them.
  const moved = lines.filter((line, at) => line.net !== before[at]?.net || line.tax !== before[at]?.tax)
  await setLineTax(tx, moved)
  const kind = sums.gross < 0 ? 'credit_note' : 'invoice'
  tx.touched('invoice', id, await setSums(tx, { id, ...to, kind, sums }), 'invoices.read')
}

/** Takes a work order off its draft; the last one takes the draft with it, which never had a number. */
export async function takeOff(tx: Tx, draft: Draft, workOrder: Id, reason: string): Promise<void> {
  if (draft.orders > 1) {
    await dropLines(tx, draft.id, workOrder)
    await sumUp(tx, draft.id, draft)
  } else {
    tx.touched('invoice', draft.id, await markVoid(tx, draft.id, reason), 'invoices.read')
    tx.audit('invoice.voided', 'invoice', draft.id, { reason })
  }
  await applySystem(tx, workOrder, { type: 'invoice_voided', body: { invoice: draft.id, reason } })
}

/** Whether what was reviewed still is what the record says. */
export function isStillReviewed(order: WorkOrder, review: number): boolean {
  return order.work.review?.version === review && statusOf(order.work) === 'ready_to_invoice'
}

/** Whether an invoice is for whom the record says, under its order number. */
export function isBilledTo({ work, money }: WorkOrder, invoice: { customer_id: Id; purchase_order: string }): boolean {
  return invoice.customer_id === work.details.customer && invoice.purchase_order === money.purchaseOrder
}
