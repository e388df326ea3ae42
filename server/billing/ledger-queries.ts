import { type RawBuilder, sql } from 'kysely'
import * as z from 'zod'
import { type LedgerCode, type LedgerOwner, type LedgerPlace, ownerOf } from '#core/billing/ledger.ts'
import type { LedgerLine, LedgerRow, ledgerApi } from '#core/billing/ledger-api.ts'
import { purchaseOrderBlocker } from '#core/billing/purchase-orders.ts'
import { zId, zInstant, type Query, type Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { type Instant, localDate } from '#core/kit/time.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { countOf, pageOf, placeOf } from '#server/platform/pages.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { isUnweighed, isWeighed } from './ledger-writes.ts'
import { pricesVersion } from './prices-version.ts'
import { standingsOf } from './purchase-order-queries.ts'

type Ledger = Reply<typeof ledgerApi.readLedger>

/** The whole of it: sums of every place, with what no order number allows among what is blocked. */
export async function readLedger(tx: Tx): Promise<Ledger> {
  const { currency } = await loadOrganization(tx)
  const stopped = await stoppedByOrder(tx)
  const { rows } = await sql<LedgerLine>`
    select place, code, owner, count(*) as count, sum(net)::bigint as net, min(since) as oldest
    from app.ledger_entry entry
    where entry.org_id = ${tx.orgId} and ${outside(stopped.map((one) => one.id))}
    group by place, code, owner`.execute(tx.db)
  return {
    currency,
    lines: [...rows, ...linesOf(stopped)],
    unweighed: await unweighed(tx),
    daysToInvoice: await daysToInvoice(tx),
  }
}

type Stopped = { id: Id; code: LedgerCode; net: number; since: Instant }

/** Reviewed work that its purchase order does not allow any more: of that the day and other invoices decide, not its record. */
async function stoppedByOrder(tx: Tx): Promise<Stopped[]> {
  const { rows } = await sql<{ id: Id; net: number; since: Instant; customer: Id; number: string }>`
    select entry.work_order_id as id, entry.net, entry.since, work.customer_id as customer, work.purchase_order as number
    from app.ledger_entry entry
    join app.work_order work on work.org_id = entry.org_id and work.id = entry.work_order_id
    where entry.org_id = ${tx.orgId} and entry.place = 'ready' and work.purchase_order <> ''
      and exists (select from app.purchase_order purchase where purchase.org_id = work.org_id
        and purchase.customer_id = work.customer_id and lower(purchase.number) = lower(work.purchase_order)
        and purchase.archived_at is null and (purchase.limit_net is not null or purchase.valid_until is not null))
    order by entry.since, id`.execute(tx.db)
  if (rows.length === 0) return []
  const { zone, currency } = await loadOrganization(tx)
  const today = localDate(tx.now, zone)
  const keyOf = (customer: Id, number: string) => `${customer}/${number.toLowerCase()}`
  const standings = new Map((await standingsOf(tx, rows)).map((one) => [keyOf(one.customer, one.number), one]))
  return rows.flatMap(({ id, net, since, customer, number }) => {
    const standing = standings.get(keyOf(customer, number))
    const blocker = standing && purchaseOrderBlocker({ ...standing, net, today, currency })
    return blocker ? [{ id, code: blocker.code, net, since }] : []
  })
}

function linesOf(stopped: readonly Stopped[]): LedgerLine[] {
  return [...Map.groupBy(stopped, (one) => one.code)].map(([code, all]) => ({
    place: 'blocked',
    code,
    owner: ownerOf[code],
    count: all.length,
    net: all.reduce((sum, one) => sum + one.net, 0),
    oldest: all[0]?.since ?? '',
  }))
}

async function unweighed(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from app.ledger_entry entry
    join app.work_order work on work.org_id = entry.org_id and work.id = entry.work_order_id
    where ${isUnweighed(tx, await pricesVersion(tx))}`.execute(tx.db)
  const count = rows[0]?.count ?? 0
  // Prices changed: everything that is not invoiced is weighed with them.
  if (count > 0) tx.enqueue('weigh_ledger', {})
  return count
}

async function daysToInvoice(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ days: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from issued - completed) / 86400) as days
    from (
      select entry.completed_at as completed, min(invoice.issued_at) as issued
      from app.ledger_entry entry
      join app.invoice_work_order billed on billed.org_id = entry.org_id and billed.work_order_id = entry.work_order_id
      join app.invoice invoice on invoice.org_id = billed.org_id and invoice.id = billed.invoice_id
      where entry.org_id = ${tx.orgId} and invoice.kind = 'invoice'
        and invoice.issued_at > ${tx.now}::timestamptz - interval '90 days'
      group by entry.work_order_id, entry.completed_at) as one
    where issued >= completed`.execute(tx.db)
  const days = rows[0]?.days ?? null
  return days === null ? null : Math.round(days * 10) / 10
}

type Row = {
  workOrder: Id
  number: string
  title: string
  place: LedgerPlace
  code: LedgerCode | null
  owner: LedgerOwner | null
  customerId: Id | null
  customer: string | null
  site: string | null
  technicians: { id: Id; name: string }[] | null
  since: Instant
  completedAt: Instant
  net: number
  isWeighed: boolean
  invoice: { id: Id; number: string | null } | null
}

/** The work orders of one line, the longest there first. */
export async function listLedger(
  tx: Tx,
  query: Query<typeof ledgerApi.listLedger>,
): Promise<Reply<typeof ledgerApi.listLedger>> {
  const stopped = await stoppedByOrder(tx)
  const where = inLine(tx, query, stopped)
  const place = placeOf(query.cursor, z.tuple([zInstant, zId]))
  const { rows } = await sql<Row>`
    select entry.work_order_id as "workOrder", coalesce(nullif(work.number_text, ''), work.provisional, '') as number,
      work.title, entry.place, entry.code, entry.owner, customer.id as "customerId", customer.name as customer,
      site.name as site, (
        select json_agg(json_build_object('id', technician.id, 'name', technician.name) order by technician.name)
        from app.technician technician
        where technician.org_id = entry.org_id and technician.id = any (entry.technician_ids)) as technicians,
      entry.since, entry.completed_at as "completedAt", entry.net,
      ${isWeighed(await pricesVersion(tx))} as "isWeighed", (
        select json_build_object('id', invoice.id, 'number', invoice.number_text)
        from app.invoice_work_order billed
        join app.invoice invoice on invoice.org_id = billed.org_id and invoice.id = billed.invoice_id
        where billed.org_id = entry.org_id and billed.work_order_id = entry.work_order_id and invoice.state <> 'void'
        order by invoice.issued_at desc nulls first, invoice.id desc limit 1) as invoice
    from app.ledger_entry entry
    join app.work_order work on work.org_id = entry.org_id and work.id = entry.work_order_id
    left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    where ${where} ${place ? sql`and (entry.since, entry.work_order_id) > (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}
    order by entry.since, entry.work_order_id limit ${query.limit + 1}`.execute(tx.db)
  const page = pageOf(rows, query.limit, (row) => [row.since, row.workOrder])
  const codes = new Map(stopped.map(({ id, code }) => [id, code]))
  return {
    items: page.items.map((row) => presentRow(row, codes.get(row.workOrder))),
    next: page.next,
    count: await countOf(tx, sql`select from app.ledger_entry entry where ${where}`),
  }
}

function inLine(
  tx: Tx,
  { place, code }: Pick<Query<typeof ledgerApi.listLedger>, 'place' | 'code'>,
  stopped: readonly Stopped[],
): RawBuilder<unknown> {
  const own = sql`entry.org_id = ${tx.orgId}`
  if (place !== 'blocked') return sql`${own} and entry.place = ${place} and ${outside(stopped.map((one) => one.id))}`
  const named = stopped.filter((one) => code === undefined || one.code === code).map((one) => one.id)
  return sql`${own} and (entry.work_order_id = any (${named}::uuid[])
    or (entry.place = 'blocked' ${code ? sql`and entry.code = ${code}` : sql``}))`
}

function outside(ids: readonly Id[]): RawBuilder<unknown> {
  return ids.length === 0 ? sql`true` : sql`entry.work_order_id <> all (${[...ids]}::uuid[])`
}

function presentRow(
  { customerId, customer, site, technicians, ...row }: Row,
  stoppedBy: LedgerCode | undefined,
): LedgerRow {
  const stopped = stoppedBy ? { place: 'blocked' as const, code: stoppedBy, owner: ownerOf[stoppedBy] } : {}
  return {
    ...row,
    ...stopped,
    customer: customerId ? { id: customerId, name: customer ?? '' } : null,
    site: site ?? '',
    technicians: technicians ?? [],
  }
}
