import { sql } from 'kysely'
import * as z from 'zod'
import type { PastVisit, WorkOrderLine } from '#core/customers/api.ts'
import { zId, zInstant } from '#core/kit/contract.ts'
import { pageOf, placeOf } from '#server/platform/pages.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { openStatuses } from './queries.ts'

/** Whose work: of a customer, at a site, on an asset. */
export type Whose = { customer: string } | { site: string } | { asset: string }

type Query = { cursor?: string | undefined; limit: number }
/** The latest first. */
const timePlace = z.tuple([zInstant, zId])

/** What the projection writes is what the check constraints of `app.work_order` allow. */
type WorkRow = WorkOrderLine
/** The reference of the phone stands in until there is a number. */
const workNumber = sql`coalesce(nullif(work.number_text, ''), work.provisional)`

function whereWhose(whose: Whose) {
  if ('customer' in whose) return sql`work.customer_id = ${whose.customer}`
  if ('site' in whose) return sql`work.site_id = ${whose.site}`
  return sql`exists (select from app.work_order_asset link where link.org_id = work.org_id
    and link.work_order_id = work.id and link.asset_id = ${whose.asset})`
}

async function workRows(tx: Tx, whose: Whose, open: boolean, query: Query): Promise<WorkOrderLine[]> {
  const place = placeOf(query.cursor, timePlace)
  const { rows } = await sql<WorkRow>`
    select work.id, ${workNumber} as number, work.title, work.kind, work.priority, work.status,
      work.customer_id as "customerId", work.site_id as "siteId", coalesce(site.name, '') as "siteName",
      work.raised_at as "raisedAt", work.open_flags as "openFlags"
    from app.work_order work
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    where work.org_id = ${tx.orgId} and ${whereWhose(whose)}
      ${open ? sql`and work.status in (${sql.join(openStatuses)})` : sql``}
      ${place ? sql`and (work.raised_at, work.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}
    order by work.raised_at desc, work.id desc limit ${query.limit + 1}`.execute(tx.db)
  return rows
}

export async function listWork(
  tx: Tx,
  whose: Whose,
  query: Query,
): Promise<{ items: WorkOrderLine[]; next: string | null }> {
  return pageOf(await workRows(tx, whose, false, query), query.limit, (row) => [row.raisedAt, row.id])
}

/** Work somebody still has to go for, the latest first; at most `most`. */
export async function openWorkOf(tx: Tx, whose: Whose, most: number): Promise<WorkOrderLine[]> {
  return (await workRows(tx, whose, true, { limit: most })).slice(0, most)
}

type VisitRow = PastVisit & { finishedAt: string }

/** Finished visits at a site, the latest first. */
export async function listVisitsAtSite(
  tx: Tx,
  siteId: string,
  query: Query,
): Promise<{ items: PastVisit[]; next: string | null }> {
  const place = placeOf(query.cursor, timePlace)
  const { rows } = await sql<VisitRow>`
    select visit.id as "visitId", work.id as "workOrderId", ${workNumber} as number, visit.number as "visitNumber", work.title,
      visit.finished_at as "finishedAt", coalesce(entry.arrived_at, visit.planned_start, visit.finished_at) as at,
      work.zone, visit.outcome, coalesce(crew.names, '[]') as crew
    from app.visit visit
    join app.work_order work on work.org_id = visit.org_id and work.id = visit.work_order_id
    left join lateral (
      select min(started_at) as arrived_at from app.time_entry
      where org_id = visit.org_id and stream_id = work.id and visit_id = visit.id and activity = 'work') entry on true
    left join lateral (
      select json_agg(json_build_object('technicianId', technician.id, 'name', technician.name)
        order by technician.id = visit.lead_technician_id desc, technician.name) as names
      from app.visit_crew member
      join app.technician technician on technician.org_id = member.org_id and technician.id = member.technician_id
      where member.org_id = visit.org_id and member.visit_id = visit.id and member.actual) crew on true
    where visit.org_id = ${tx.orgId} and work.site_id = ${siteId}
      and visit.finished_at is not null and visit.outcome is not null
      ${place ? sql`and (visit.finished_at, visit.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}
    order by visit.finished_at desc, visit.id desc limit ${query.limit + 1}`.execute(tx.db)
  const page = pageOf(rows, query.limit, (row) => [row.finishedAt, row.visitId])
  return { items: page.items.map(presentVisit), next: page.next }
}

function presentVisit(row: VisitRow): PastVisit {
  return {
    visitId: row.visitId,
    workOrderId: row.workOrderId,
    number: row.number,
    visitNumber: row.visitNumber,
    title: row.title,
    at: row.at,
    zone: row.zone,
    outcome: row.outcome,
    crew: row.crew,
  }
}
