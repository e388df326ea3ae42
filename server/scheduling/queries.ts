import { sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { addDays, dayBounds, type Instant, type LocalDate } from '#core/kit/time.ts'
import type { schedulingApi, ScheduledVisit } from '#core/scheduling/api.ts'
import type { Priority, VisitStatus, WorkOrderStatus } from '#core/work-orders/words.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { addressOf, crewOfVisit, type DueColumns, dueColumns, dueOf } from '#server/work-orders/row-queries.ts'

type Schedule = Reply<typeof schedulingApi.readSchedule>

export async function organizationZone(tx: Tx): Promise<string> {
  const { zone } = await tx.db
    .selectFrom('app.organization')
    .select('zone')
    .where('org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return zone
}

/** Days of the organization: its visits, its technicians, and what has no visit yet. */
export async function readSchedule(tx: Tx, { from, days }: { from: string; days: number }): Promise<Schedule> {
  const zone = await organizationZone(tx)
  const begin = dayBounds(from, zone).from
  const end = dayBounds(addDays(from, days - 1), zone).to
  const visits = await visitsBetween(tx, begin, end)
  return { zone, technicians: await technicians(tx, visits, from), visits, unplanned: await unplanned(tx) }
}

/** With the skills whose certificates count on a day. */
async function technicians(tx: Tx, visits: readonly ScheduledVisit[], on: LocalDate): Promise<Schedule['technicians']> {
  const named = [...new Set(visits.flatMap((visit) => visit.crew.map((member) => member.id)))]
  const { rows } = await sql<Schedule['technicians'][number]>`
    select technician.id, technician.name, technician.colour, array(
      select skill.name from app.technician_skill link
      join app.skill skill on skill.org_id = link.org_id and skill.id = link.skill_id
      where link.org_id = technician.org_id and link.technician_id = technician.id
        and (link.valid_until is null or link.valid_until >= ${on}::date) order by skill.name) as skills
    from app.technician technician
    where technician.org_id = ${tx.orgId} and (technician.archived_at is null or technician.id = any (${named}::uuid[]))
    order by technician.name, technician.id`.execute(tx.db)
  return rows
}

type FlatVisit = {
  id: Id
  number: number
  status: VisitStatus
  start: Instant
  minutes: number
  windowFrom: Instant | null
  windowTo: Instant | null
  lead: Id | null
  crew: { id: Id; name: string }[] | null
  workOrder: Id
  workOrderVersion: number
  workOrderNumber: string | null
  title: string
  priority: Priority
  workOrderStatus: WorkOrderStatus
  customer: string | null
  siteName: string | null
  reported: string
  zone: string
  line1: string | null
  line2: string | null
  postcode: string | null
  city: string | null
  region: string | null
  country: string | null
  home: string | null
  seenBy: Id[]
}

/** Visits that overlap a span of time, with the crew whose phone pulled since the record last changed. */
export async function visitsBetween(tx: Tx, begin: Instant, end: Instant): Promise<ScheduledVisit[]> {
  const { rows } = await sql<FlatVisit>`
    select visit.id, visit.number, visit.status, visit.planned_start as start, visit.planned_minutes as minutes,
      visit.window_start as "windowFrom", visit.window_end as "windowTo", visit.lead_technician_id as lead,
      ${crewOfVisit} as crew,
      work.id as "workOrder", work.version as "workOrderVersion", coalesce(nullif(work.number_text, ''), work.provisional) as "workOrderNumber",
      work.title, work.priority, work.status as "workOrderStatus", customer.name as customer, site.name as "siteName",
      work.reported, work.zone, site.address_line1 as line1, site.address_line2 as line2, site.postal_code as postcode,
      site.city, site.region, site.country,
      (select settings ->> 'country' from app.organization where org_id = work.org_id) as home,
      array(
        select distinct technician.id from app.visit_crew member
        join app.technician technician on technician.org_id = member.org_id and technician.id = member.technician_id
        join app.device device on device.org_id = technician.org_id and device.member_id = technician.member_id
        where member.org_id = visit.org_id and member.visit_id = visit.id and device.revoked_at is null
          and device.last_pull_at >= work.changed_at) as "seenBy"
    from app.visit visit
    join app.work_order work on work.org_id = visit.org_id and work.id = visit.work_order_id
    left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    where visit.org_id = ${tx.orgId} and visit.plan <> 'cancelled'
      and visit.planned_start < ${end}::timestamptz
      and visit.planned_start >= ${begin}::timestamptz - interval '14 days'
      and visit.planned_start + make_interval(mins => visit.planned_minutes) > ${begin}::timestamptz
    order by visit.planned_start, visit.id`.execute(tx.db)
  return rows.map(presentVisit)
}

function presentVisit(row: FlatVisit): ScheduledVisit {
  const { id, number, status, start, minutes, lead, windowFrom, windowTo, reported, zone, seenBy } = row
  const { workOrder, workOrderVersion, workOrderNumber, title, priority, workOrderStatus } = row
  return {
    id,
    number,
    status,
    start,
    minutes,
    lead,
    zone,
    seenBy,
    workOrder,
    workOrderVersion,
    workOrderNumber,
    title,
    priority,
    workOrderStatus,
    window: windowFrom && windowTo ? { from: windowFrom, to: windowTo } : null,
    crew: row.crew ?? [],
    customer: row.customer ?? reported,
    site: row.siteName ?? reported,
    address: addressOf(row),
  }
}

/** Work that waits for a visit, the most urgent first; visits planned without a time count as waiting too. */
async function unplanned(tx: Tx): Promise<Schedule['unplanned']> {
  const { rows } = await sql<Omit<Schedule['unplanned'][number], 'due'> & DueColumns>`
    select work.id, work.version, coalesce(nullif(work.number_text, ''), work.provisional) as number, work.title, work.priority,
      coalesce(customer.name, work.reported) as customer, coalesce(site.name, work.reported) as site, work.zone,
      ${dueColumns}, coalesce(visit.planned_minutes, job_type.planned_minutes, 60) as minutes,
      work.return_reason as "returnReason", array(
        select skill.name from app.skill skill
        where skill.org_id = work.org_id and skill.id = any (job_type.skill_ids) order by skill.name) as skills
    from app.work_order work
    left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    left join app.job_type job_type on job_type.org_id = work.org_id and job_type.id = work.job_type_id
    left join app.visit visit on visit.org_id = work.org_id and visit.id = work.next_visit_id
    where work.org_id = ${tx.orgId}
      and (work.status = 'unscheduled' or (work.status = 'scheduled' and work.next_start is null))
    order by work.priority, coalesce(work.due_at, 'infinity'::timestamptz), work.id
    limit 500`.execute(tx.db)
  return rows.map(({ dueKind, dueAt, dueRiskAt, duePaused, ...row }) => ({
    ...row,
    due: dueOf({ dueKind, dueAt, dueRiskAt, duePaused }),
  }))
}
