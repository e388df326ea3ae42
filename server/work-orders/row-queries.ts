import { sql } from 'kysely'
import { addressLine } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { VisitRow, WorkOrderRow } from '#core/work-orders/api.ts'
import type { Due } from '#core/work-orders/due.ts'
import type { Priority, VisitStatus, WorkOrderKind, WorkOrderStatus } from '#core/work-orders/words.ts'
import type { Tx } from '#server/platform/tenant.ts'

type FlatRow = {
  id: Id
  version: number
  number: string | null
  provisional: string | null
  status: WorkOrderStatus
  priority: Priority
  kind: WorkOrderKind
  title: string
  reported: string
  zone: string
  reference: string
  requestedAt: Instant
  targetAt: Instant | null
  dueKind: Due['kind'] | null
  dueAt: Instant | null
  dueRiskAt: Instant | null
  duePaused: boolean
  arrivedAt: Instant | null
  raisedAt: Instant
  changedAt: Instant
  openFlags: number
  stored: number
  total: number
  customerId: Id | null
  customerName: string | null
  siteId: Id | null
  siteName: string | null
  line1: string | null
  line2: string | null
  postcode: string | null
  city: string | null
  region: string | null
  country: string | null
  home: string | null
  visitId: Id | null
  visitNumber: number | null
  visitStatus: VisitStatus | null
  start: Instant | null
  minutes: number | null
  windowFrom: Instant | null
  windowTo: Instant | null
  lead: Id | null
  crew: { id: Id; name: string }[] | null
}

/** The people on a visit, the lead first. Needs `visit` and its organization in the query around it. */
export const crewOfVisit = sql`(
  select json_agg(json_build_object('id', technician.id, 'name', technician.name)
    order by technician.id is distinct from visit.lead_technician_id, technician.name)
  from app.visit_crew member
  join app.technician technician on technician.org_id = member.org_id and technician.id = member.technician_id
  where member.org_id = visit.org_id and member.visit_id = visit.id)`

/** When somebody first began to work, as `firstArrival` of the core reads it from the record. Needs `work` around it. */
export const firstArrival = sql`(
  select min(entry.started_at) from app.time_entry entry
  where entry.org_id = work.org_id and entry.stream_kind = 'work_order' and entry.stream_id = work.id
    and entry.activity = 'work')`

/** The promise to be kept next, as the record says it. Needs `work` around it. */
export const dueColumns = sql`work.due_kind as "dueKind", work.due_at as "dueAt", work.due_risk_at as "dueRiskAt",
  work.due_paused as "duePaused"`

export type DueColumns = Pick<FlatRow, 'dueKind' | 'dueAt' | 'dueRiskAt' | 'duePaused'>

export function dueOf({ dueKind, dueAt, dueRiskAt, duePaused }: DueColumns): Due | null {
  return dueKind && dueAt ? { kind: dueKind, at: dueAt, riskAt: dueRiskAt ?? dueAt, paused: duePaused } : null
}

/** Work orders as lists show them, in the order of `ids`; ids of nothing are left out. */
export async function readRows(tx: Tx, ids: readonly Id[]): Promise<WorkOrderRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<FlatRow>`
    select work.id, work.version, nullif(work.number_text, '') as number, nullif(work.provisional, '') as provisional,
      work.status, work.priority, work.kind, work.title, work.reported, work.zone, work.reference,
      work.requested_at as "requestedAt", work.target_at as "targetAt", ${dueColumns}, ${firstArrival} as "arrivedAt", work.raised_at as "raisedAt",
      work.changed_at as "changedAt", work.open_flags as "openFlags",
      work.evidence_stored as stored, work.evidence_total as total,
      customer.id as "customerId", customer.name as "customerName", site.id as "siteId", site.name as "siteName",
      site.address_line1 as line1, site.address_line2 as line2, site.postal_code as postcode, site.city, site.region,
      site.country, (select settings ->> 'country' from app.organization where org_id = work.org_id) as home,
      visit.id as "visitId", visit.number as "visitNumber", visit.status as "visitStatus", visit.planned_start as start,
      visit.planned_minutes as minutes, visit.window_start as "windowFrom", visit.window_end as "windowTo",
      visit.lead_technician_id as lead, case when visit.id is not null then ${crewOfVisit} end as crew
    from app.work_order work
    left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    left join app.visit visit on visit.org_id = work.org_id and visit.id = work.next_visit_id
    where work.org_id = ${tx.orgId} and work.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  const byId = new Map(rows.map((row) => [row.id, presentRow(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function presentRow(row: FlatRow): WorkOrderRow {
  const { id, version, number, provisional, status, priority, kind, title, reported, zone, reference } = row
  const { requestedAt, targetAt, arrivedAt, raisedAt, changedAt, openFlags, stored, total } = row
  return {
    id,
    version,
    number,
    provisional,
    status,
    priority,
    kind,
    title,
    reported,
    zone,
    reference,
    requestedAt,
    targetAt,
    due: dueOf(row),
    arrivedAt,
    raisedAt,
    changedAt,
    openFlags,
    customer: row.customerId === null ? null : { id: row.customerId, name: row.customerName ?? '' },
    site: row.siteId === null ? null : { id: row.siteId, name: row.siteName ?? '', address: addressOf(row) },
    nextVisit: nextVisitOf(row),
    evidence: { stored, total },
  }
}

type AddressColumns = Pick<FlatRow, 'line1' | 'line2' | 'postcode' | 'city' | 'region' | 'country' | 'home'>

/** The address of a site on one line; its country only where it is not the organization's. */
export function addressOf({ line1, line2, postcode, city, region, country, home }: AddressColumns): string {
  const address = {
    line1: line1 ?? '',
    line2: line2 ?? '',
    postcode: postcode ?? '',
    city: city ?? '',
    region: region ?? '',
    country: country ?? '',
  }
  return addressLine(address, home ?? '')
}

function nextVisitOf(row: FlatRow): VisitRow | null {
  if (row.visitId === null || row.visitStatus === null) return null
  const { windowFrom, windowTo } = row
  return {
    id: row.visitId,
    number: row.visitNumber ?? 0,
    status: row.visitStatus,
    start: row.start,
    minutes: row.minutes ?? 0,
    window: windowFrom && windowTo ? { from: windowFrom, to: windowTo } : null,
    crew: row.crew ?? [],
    lead: row.lead,
  }
}
