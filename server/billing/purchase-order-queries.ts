import { sql } from 'kysely'
import type { PurchaseOrder } from '#core/billing/accounts-api.ts'
import type { PurchaseOrderStanding } from '#core/billing/purchase-orders.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** Net invoiced under a number, credit notes taken off; drafts do not count. */
const used = sql<number>`(select coalesce(sum(invoice.net), 0)::bigint from app.invoice invoice
  where invoice.org_id = purchase.org_id and invoice.customer_id = purchase.customer_id
    and invoice.state in ('issued', 'exported', 'acknowledged') and invoice.purchase_order <> ''
    and lower(invoice.purchase_order) = lower(purchase.number))`

/** Purchase orders of these numbers; a number nobody wrote down has no limit. */
export async function standingsOf(
  tx: Tx,
  asked: readonly { customer: Id; number: string }[],
): Promise<(PurchaseOrderStanding & { customer: Id })[]> {
  const pairs = asked.filter(({ number }) => number !== '')
  if (pairs.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.purchase_order as purchase')
    .select(['purchase.customer_id', 'purchase.number', 'purchase.limit_net', 'purchase.valid_until', used.as('used')])
    .where('purchase.org_id', '=', tx.orgId)
    .where('purchase.archived_at', 'is', null)
    .where(
      sql<boolean>`(purchase.customer_id, lower(purchase.number)) in (select * from unnest(
        ${pairs.map((pair) => pair.customer)}::uuid[], ${pairs.map((pair) => pair.number.toLowerCase())}::text[]))`,
    )
    .execute()
  return rows.map((row) => ({
    customer: row.customer_id,
    number: row.number,
    limit: row.limit_net,
    used: row.used,
    validUntil: row.valid_until,
  }))
}

const purchaseOrders = (tx: Tx) =>
  tx.db
    .selectFrom('app.purchase_order as purchase')
    .selectAll('purchase')
    .select(used.as('used'))
    .where('purchase.org_id', '=', tx.orgId)

function present(
  row: Awaited<ReturnType<ReturnType<typeof purchaseOrders>['executeTakeFirstOrThrow']>>,
): PurchaseOrder {
  return {
    id: row.id,
    version: row.version,
    archivedAt: row.archived_at,
    customerId: row.customer_id,
    number: row.number,
    limit: row.limit_net,
    validUntil: row.valid_until,
    note: row.note,
    used: row.used,
  }
}

export async function loadPurchaseOrder(tx: Tx, id: Id): Promise<PurchaseOrder | undefined> {
  const row = await purchaseOrders(tx).where('purchase.id', '=', id).executeTakeFirst()
  return row && present(row)
}

export async function listPurchaseOrders(tx: Tx, customer: Id): Promise<PurchaseOrder[]> {
  const rows = await purchaseOrders(tx)
    .where('purchase.customer_id', '=', customer)
    .orderBy(sql`purchase.archived_at is not null`)
    .orderBy('purchase.number')
    .execute()
  return rows.map(present)
}

/** Who has this number of a customer now. */
export async function activeNumber(tx: Tx, customer: Id, number: string): Promise<Id | undefined> {
  const row = await tx.db
    .selectFrom('app.purchase_order')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('customer_id', '=', customer)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`lower(number) = lower(${number})`)
    .executeTakeFirst()
  return row?.id
}
