import { sql } from 'kysely'
import { orderPrices } from '#core/billing/part-offer.ts'
import { partPrice } from '#core/billing/resolve.ts'
import type { Id } from '#core/kit/ids.ts'
import { localDate, type LocalDate } from '#core/kit/time.ts'
import type { MoneyPut, PricesPut } from '#core/sync/documents.ts'
import { loadPriceCatalogue } from '#server/billing/price-catalogue.ts'
import { loadOrganization } from '#server/people/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { readDocuments } from '#server/work-orders/page-queries.ts'
import type { PutBody } from './body-queries.ts'
import { shardOf, shards } from './scope-queries.ts'

/** What the parts of some shards cost everybody today, by the same rule an invoice is priced with. */
export async function readPrices(tx: Tx, ids: readonly Id[]): Promise<Map<Id, PutBody>> {
  const wanted = ids.map((id) => Number(id.slice(-2))).filter((shard) => shard < shards)
  const { rows } = await sql<{ shard: number; id: Id }>`
    select ${shardOf} as shard, item.id from app.price_item item
    where item.org_id = ${tx.orgId} and item.kind = 'part' and item.archived_at is null and ${shardOf} = any (${wanted}::int[])
    order by item.id`.execute(tx.db)
  const catalogue = await loadPriceCatalogue(
    tx,
    [],
    rows.map((row) => row.id),
  )
  const on = await todayOf(tx)
  const priceOf = (id: Id) => {
    const { unitPrice, why } = partPrice(catalogue, id, null, on)
    return { id, unitPrice: why.rule === 'no_price' ? null : unitPrice }
  }
  const byShard = Map.groupBy(rows, (row) => row.shard)
  return new Map(
    ids.map((id) => {
      const body: PricesPut = { on, items: (byShard.get(Number(id.slice(-2))) ?? []).map((row) => priceOf(row.id)) }
      return [id, { text: JSON.stringify(body), version: null }]
    }),
  )
}

/** The money of work orders, with what was agreed with their customers for whatever may be fitted. */
export async function readMoney(tx: Tx, ids: readonly Id[]): Promise<[Id, MoneyPut][]> {
  const orders = [...(await readDocuments(tx, ids)).values()]
  const customers = [...new Set(orders.flatMap(({ work }) => work.details.customer ?? []))]
  const { rows } = await sql<{ customer: Id; item: Id }>`
    select distinct customer_id as customer, item_id as item from app.item_price
    where org_id = ${tx.orgId} and archived_at is null and customer_id = any (${customers}::uuid[])`.execute(tx.db)
  const itemsOf = Map.groupBy(rows, (row) => row.customer)
  const catalogue = await loadPriceCatalogue(
    tx,
    orders,
    rows.map((row) => row.item),
  )
  const on = await todayOf(tx)
  return orders.map((order) => {
    const items = (itemsOf.get(order.work.details.customer ?? '') ?? []).map((row) => row.item)
    return [order.work.id, orderPrices(order, catalogue, on, items)]
  })
}

async function todayOf(tx: Tx): Promise<LocalDate> {
  return localDate(tx.now, (await loadOrganization(tx)).zone)
}
