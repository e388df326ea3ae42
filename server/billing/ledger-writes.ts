import { type RawBuilder, sql } from 'kysely'
import { type LedgerEntry, ledgerEntry, valued } from '#core/billing/ledger.ts'
import { price } from '#core/billing/price.ts'
import type { Id } from '#core/kit/ids.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { purchaseOrderRequired } from '#server/work-orders/lookups.ts'
import { readDocuments } from '#server/work-orders/page-queries.ts'
import { loadPriceCatalogue } from './price-catalogue.ts'
import { pricedBy, pricesVersion } from './prices-version.ts'

/** A record as it was and as it is. */
export type Changed = { id: Id; before: WorkOrder | null; order: WorkOrder | null }

/**
 * Keeps where the money of these stands, in the commit that changed them. What a customer demands and what it comes to is
 * said by the job that weighs them a moment later.
 */
export async function keepInLedger(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const gone: Id[] = []
  const entries: Placed[] = []
  for (const { id, before, order } of changed) {
    const entry = order && ledgerEntry(order, nothingDemanded)
    if (entry) entries.push({ id, entry, net: entry.invoiced ?? 0, weighedWith: entry.invoiced === null ? null : '' })
    else if (before && ledgerEntry(before, nothingDemanded)) gone.push(id)
  }
  if (entries.some((one) => one.weighedWith === null)) tx.enqueue('weigh_ledger', {})
  await Promise.all([put(tx, entries), remove(tx, gone)])
}

async function remove(tx: Tx, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from app.ledger_entry
    where org_id = ${tx.orgId} and work_order_id = any (${[...ids]}::uuid[])`.execute(tx.db)
}

const nothingDemanded = { purchaseOrderRequired: false }

type Placed = { id: Id; entry: LedgerEntry; net: number; weighedWith: string | null }

async function put(tx: Tx, placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return
  const rows = placed.map(({ id, entry, net, weighedWith }) => ({
    id,
    place: entry.place,
    code: entry.code,
    owner: entry.owner,
    technicians: entry.technicians,
    since: entry.since,
    completed: entry.completedAt,
    net,
    weighed: weighedWith,
  }))
  await sql`
    insert into app.ledger_entry
      (org_id, work_order_id, place, code, owner, technician_ids, since, completed_at, net, weighed_with)
    select ${tx.orgId}::uuid, id, place, code, owner, technicians, since, completed, net, weighed
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (id uuid, place text, code text, owner text, technicians uuid[], since timestamptz, completed timestamptz,
        net bigint, weighed text)
    on conflict (org_id, work_order_id) do update set place = excluded.place, code = excluded.code,
      owner = excluded.owner, technician_ids = excluded.technician_ids, since = excluded.since,
      completed_at = excluded.completed_at, weighed_with = excluded.weighed_with,
      -- until it is weighed anew what it came to before is closer than nothing
      net = case when excluded.weighed_with is null then ledger_entry.net else excluded.net end`.execute(tx.db)
}

/** What an entry would be weighed with now. Needs `work` in the query around it. */
function pricesNow(prices: string): RawBuilder<string> {
  return sql`concat(${prices}::text, '/', ${pricedBy})`
}

/** Whether an entry was weighed as it is. Needs `entry` and `work` in the query around it. */
export function isWeighed(prices: string): RawBuilder<boolean> {
  return sql`(entry.weighed_with = '' or entry.weighed_with is not distinct from ${pricesNow(prices)})`
}

/** Entries whose record, or whose prices, changed since they were weighed. */
export function isUnweighed({ orgId }: Tx, prices: string): RawBuilder<boolean> {
  return sql`entry.org_id = ${orgId} and entry.weighed_with is distinct from ''
    and entry.weighed_with is distinct from ${pricesNow(prices)}`
}

const atOnce = 100

/**
 * Weighs up to a hundred that changed, or whose prices did, since they were weighed.
 *
 * @returns whether there may be more
 */
export async function weighSome(tx: Tx): Promise<boolean> {
  const prices = await pricesVersion(tx)
  // Their records are read after their rows are held: whoever changes one meanwhile comes after this and says so.
  const { rows } = await sql<{ id: Id; prices: string }>`
    select entry.work_order_id as id, ${pricesNow(prices)} as prices
    from app.ledger_entry entry
    join app.work_order work on work.org_id = entry.org_id and work.id = entry.work_order_id
    where ${isUnweighed(tx, prices)}
    order by entry.work_order_id limit ${atOnce} for update of entry`.execute(tx.db)
  if (rows.length === 0) return false
  const documents = await readDocuments(
    tx,
    rows.map((row) => row.id),
  )
  const orders = [...documents.values()]
  const demanding = await purchaseOrderRequired(
    tx,
    orders.flatMap(({ work }) => work.details.customer ?? []),
  )
  const catalogue = await loadPriceCatalogue(tx, orders)
  const weighedWith = new Map(rows.map((row) => [row.id, row.prices]))
  const placed = orders.flatMap((order): Placed[] => {
    const { customer } = order.work.details
    const entry = ledgerEntry(order, { purchaseOrderRequired: customer !== null && demanding.has(customer) })
    if (!entry) return []
    if (entry.invoiced !== null) return [{ id: order.work.id, entry, net: entry.invoiced, weighedWith: '' }]
    const { net } = price(order, catalogue)
    const { id } = order.work
    return [{ id, entry: valued(entry, net), net, weighedWith: weighedWith.get(id) ?? null }]
  })
  const kept = new Set(placed.map((one) => one.id))
  await put(tx, placed)
  await remove(
    tx,
    rows.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
  )
  return rows.length === atOnce
}
