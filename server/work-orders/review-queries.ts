import { sql } from 'kysely'
import * as z from 'zod'
import { completedAt } from '#core/billing/ledger.ts'
import { price } from '#core/billing/price.ts'
import type { Reply } from '#core/kit/contract.ts'
import { zId, zInstant } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { may } from '#core/people/abilities.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import { type Blocker, blockers } from '#core/work-orders/missing.ts'
import { heldByPurchaseOrder } from '#server/billing/purchase-order-holds.ts'
import { loadPriceCatalogue } from '#server/billing/price-catalogue.ts'
import { pricedBy, pricesVersion } from '#server/billing/prices-version.ts'
import { countOf, pageOf, placeOf } from '#server/platform/pages.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { purchaseOrderRequired } from './lookups.ts'
import { readDocuments } from './page-queries.ts'
import { readRows } from './row-queries.ts'

type Review = Reply<typeof workOrderApi.listReview>
type ReviewRow = Review['items'][number]

/** Finished work waiting for the office, the oldest first. */
export async function listReview(tx: Tx, query: { cursor?: string | undefined; limit: number }): Promise<Review> {
  const waiting = sql`work.org_id = ${tx.orgId} and work.status = 'work_complete'`
  const finished = sql`coalesce(work.finished_at, work.raised_at)`
  const place = placeOf(query.cursor, z.tuple([zInstant, zId]))
  const { rows } = await sql<{ id: Id; at: Instant }>`
    select work.id, ${finished} as at from app.work_order work
    where ${waiting} ${place ? sql`and (${finished}, work.id) > (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}
    order by ${finished}, work.id limit ${query.limit + 1}`.execute(tx.db)
  const page = pageOf(rows, query.limit, (row) => [row.at, row.id])
  const count = await countOf(tx, sql`select from app.work_order work where ${waiting}`)
  return {
    items: await readReviewRows(
      tx,
      page.items.map((row) => row.id),
    ),
    next: page.next,
    count,
  }
}

/** Rows with what stands between them and their invoice, and their net for those who see prices. */
export async function readReviewRows(tx: Tx, ids: readonly Id[]): Promise<ReviewRow[]> {
  const rows = await readRows(tx, ids)
  const weighed = await weigh(tx, ids)
  return rows.flatMap((row) => {
    const found = weighed.get(row.id)
    return found ? [{ ...row, completedAt: found.completedAt, blockers: found.blockers, net: found.net }] : []
  })
}

type Weighed = {
  completedAt: Instant
  blockers: Blocker[]
  net: number | null
  customer: Id | null
  purchaseOrder: string
}

/**
 * What was weighed before, by everything it depends on: a record at a version, the prices, whether the customer wants a
 * purchase order number. Weighing takes the whole document; another process weighs for itself.
 */
const weighedBefore = new Map<string, Weighed>()
const mostKept = 5_000

async function weigh(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Weighed>> {
  const seesPrices = may(tx.actor, 'prices.read')
  const prices = seesPrices ? await pricesVersion(tx) : 'unseen'
  const { rows } = await sql<{ id: Id; version: string; customer: Id | null }>`
    select work.id, work.customer_id as customer, concat_ws('-', work.version, ${pricedBy}) as version
    from app.work_order work
    where work.org_id = ${tx.orgId} and work.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  const demanding = await purchaseOrderRequired(
    tx,
    rows.flatMap((row) => row.customer ?? []),
  )
  const keys = new Map(
    rows.map(({ id, version, customer }) => [
      id,
      `${tx.orgId}/${id}/${version}/${prices}/${customer !== null && demanding.has(customer)}`,
    ]),
  )
  const found = new Map<Id, Weighed>()
  for (const [id, key] of keys) {
    const known = weighedBefore.get(key)
    if (known) found.set(id, known)
  }
  const documents = await readDocuments(
    tx,
    [...keys.keys()].filter((id) => !found.has(id)),
  )
  const orders = [...documents.values()]
  const catalogue = seesPrices && orders.length > 0 ? await loadPriceCatalogue(tx, orders) : null
  for (const [id, order] of documents) {
    const customer = order.work.details.customer
    const policy = { purchaseOrderRequired: customer !== null && demanding.has(customer) }
    const weighed: Weighed = {
      completedAt: completedAt(order.work),
      blockers: blockers(order.work, order.money.purchaseOrder, policy),
      net: catalogue ? price(order, catalogue).net : null,
      customer,
      purchaseOrder: order.money.purchaseOrder,
    }
    found.set(id, weighed)
    const key = keys.get(id)
    if (key) keep(key, weighed)
  }
  return withHolds(tx, found)
}

/** What their purchase orders hold back: that changes with every other invoice, so nothing is remembered of it. */
async function withHolds(tx: Tx, found: Map<Id, Weighed>): Promise<Map<Id, Weighed>> {
  const ordered = [...found].flatMap(([id, { customer, purchaseOrder: number, net }]) =>
    net === null || number === '' ? [] : [{ id, customer, number, net }],
  )
  const held = await heldByPurchaseOrder(tx, ordered)
  for (const [id, hold] of held) {
    const weighed = found.get(id)
    if (weighed) found.set(id, { ...weighed, blockers: [...weighed.blockers, hold] })
  }
  return found
}

/** The oldest goes first. */
function keep(key: string, weighed: Weighed): void {
  weighedBefore.set(key, weighed)
  if (weighedBefore.size <= mostKept) return
  for (const oldest of weighedBefore.keys()) {
    weighedBefore.delete(oldest)
    return
  }
}
