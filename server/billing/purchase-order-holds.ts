import { type PurchaseOrderBlocker, purchaseOrderBlocker } from '#core/billing/purchase-orders.ts'
import { price } from '#core/billing/price.ts'
import type { Id } from '#core/kit/ids.ts'
import { localDate } from '#core/kit/time.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { loadOrganization } from '#server/people/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { loadPriceCatalogue } from './price-catalogue.ts'
import { standingsOf } from './purchase-order-queries.ts'

/** Work under an order number of a customer, and what it comes to. */
export type Ordered = { id: Id; customer: Id | null; number: string; net: number }

/** Which of these their purchase orders hold back: spent, or ended by today. */
export async function heldByPurchaseOrder(tx: Tx, work: readonly Ordered[]): Promise<Map<Id, PurchaseOrderBlocker>> {
  const asked = work.flatMap(({ customer, number }) => (customer && number ? [{ customer, number }] : []))
  const standings = await standingsOf(tx, asked)
  if (standings.length === 0) return new Map()
  const { zone, currency } = await loadOrganization(tx)
  const today = localDate(tx.now, zone)
  const held = new Map<Id, PurchaseOrderBlocker>()
  for (const { id, customer, number, net } of work) {
    const standing = standings.find(
      (one) => one.customer === customer && one.number.toLowerCase() === number.toLowerCase(),
    )
    const found = standing && purchaseOrderBlocker({ ...standing, net, today, currency })
    if (found) held.set(id, found)
  }
  return held
}

/** The same of one record, priced only where its number has a limit or an end. */
export async function purchaseOrderHold(
  tx: Tx,
  order: Pick<WorkOrder, 'work' | 'money'>,
): Promise<PurchaseOrderBlocker | null> {
  const { customer } = order.work.details
  const number = order.money.purchaseOrder
  if (!customer || number === '' || (await standingsOf(tx, [{ customer, number }])).length === 0) return null
  const { net } = price(order, await loadPriceCatalogue(tx, [order]))
  const { id } = order.work
  return (await heldByPurchaseOrder(tx, [{ id, customer, number, net }])).get(id) ?? null
}
