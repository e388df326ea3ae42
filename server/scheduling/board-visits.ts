import { type RawBuilder, sql } from 'kysely'
import type { Span } from '#core/kit/hours.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Instant, Zone } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'
import type { Priority, VisitStatus, WorkOrderKind, WorkOrderStatus } from '#core/work-orders/words.ts'
import { planned } from '#server/platform/planned.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type DueColumns, dueColumns, dueOf } from '#server/work-orders/row-queries.ts'

export type FlatWork = {
  workOrder: Id
  version: number
  reference: string
  title: string
  kind: WorkOrderKind
  priority: Priority
  workOrderStatus: WorkOrderStatus
  site: Id | null
  reported: string
  zone: Zone
  skills: Id[] | null
  crewSize: number | null
} & DueColumns

export const workColumns = sql`work.id as "workOrder", work.version,
  coalesce(nullif(work.number_text, ''), work.provisional, '') as reference, work.title, work.kind, work.priority,
  work.status as "workOrderStatus", work.site_id as site, work.reported, work.zone, job_type.skill_ids as skills,
  job_type.crew_size as "crewSize", ${dueColumns}`

export function presentWork(row: FlatWork) {
  const { workOrder, version, reference, title, kind, priority, site, reported, zone, skills, crewSize } = row
  return {
    workOrder,
    version,
    reference,
    title,
    kind,
    priority,
    site,
    reported,
    zone,
    skills: skills ?? [],
    crewSize: crewSize ?? 1,
    due: dueOf(row),
  }
}

export type VisitRow = FlatWork & {
  id: Id
  number: number
  status: VisitStatus
  start: Instant
  minutes: number
  windowFrom: Instant | null
  windowTo: Instant | null
  lead: Id | null
  setOutAt: Instant | null
  arrivedAt: Instant | null
  finishedAt: Instant | null
  changedAt: Instant
}

/** Visits as somebody wants them, with whose sites and whose work they are. */
export type VisitsRead<V> = { visits: V[]; sites: Id[]; crew: Id[] }

export const visitTables = sql`app.visit visit
  join app.work_order work on work.org_id = visit.org_id and work.id = visit.work_order_id
  left join app.job_type job_type on job_type.org_id = work.org_id and job_type.id = work.job_type_id`

/** Visits that overlap a stretch of time, those nobody planned where their work began. */
export async function boardVisits(
  tx: Tx,
  range: Span,
  workOrders: readonly Id[] | undefined,
): Promise<VisitsRead<BoardVisit>> {
  const rows = await readVisits(tx, shown(tx, range, workOrders))
  const around = await crewsAndPhones(tx, range, workOrders)
  return {
    visits: rows.map((row) => ({ ...visitAlone(row), ...onPhones(row, around) })).toSorted(byStart),
    sites: rows.flatMap(({ site }) => site ?? []),
    crew: around.everybody,
  }
}

/** A visit without what changes while its rows stay as they are. */
type VisitAlone = Omit<BoardVisit, 'crew' | 'seenBy' | 'unsent'>
export function byStart(a: Pick<VisitRow, 'id' | 'start'>, b: Pick<VisitRow, 'id' | 'start'>): number {
  return compare(a.start, b.start) || compare(a.id, b.id)
}

export function readVisits(tx: Tx, where: RawBuilder<unknown>): Promise<VisitRow[]> {
  const asked = sql<VisitRow>`
    select visit.id, visit.number, visit.status, coalesce(visit.planned_start, visit.set_out_at, visit.arrived_at) as start,
      coalesce(visit.planned_minutes, 60) as minutes, visit.window_start as "windowFrom", visit.window_end as "windowTo",
      visit.lead_technician_id as lead, visit.set_out_at as "setOutAt", visit.arrived_at as "arrivedAt",
      visit.finished_at as "finishedAt", work.changed_at as "changedAt", ${workColumns}
    from ${visitTables} where ${where}`
  return planned(tx, 'anew', asked)
}

type Around = { crews: ReadonlyMap<Id, Id[]>; phones: ReadonlyMap<Id, Phone>; everybody: Id[] }

export async function crewsAndPhones(tx: Tx, range: Span, workOrders: readonly Id[] | undefined): Promise<Around> {
  const crews = await crewsOf(tx, range, workOrders)
  const everybody = [...new Set([...crews.values()].flat())]
  return { crews, phones: await phonesOf(tx, everybody), everybody }
}

export function shown({ orgId }: Tx, range: Span, workOrders: readonly Id[] | undefined) {
  return sql`visit.org_id = ${orgId}
    and (visit.plan <> 'cancelled' or visit.set_out_at is not null or visit.arrived_at is not null)
    and ${inRange(range)} ${workOrders ? sql`and visit.work_order_id = any (${workOrders}::uuid[])` : sql``}`
}

/** Everybody at once: asked visit by visit it took as long as all the rest. */
async function crewsOf(tx: Tx, range: Span, workOrders: readonly Id[] | undefined): Promise<Map<Id, Id[]>> {
  const asked = sql<{ visit: Id; technician: Id; lead: Id | null }>`
    select member.visit_id as visit, member.technician_id as technician, visit.lead_technician_id as lead
    from app.visit visit
    join app.visit_crew member on member.org_id = visit.org_id and member.visit_id = visit.id
    where ${shown(tx, range, workOrders)}`
  const rows = await planned(tx, 'anew', asked)
  rows.sort((a, b) => compare(a.technician, b.technician))
  const crews = new Map<Id, Id[]>()
  for (const { visit, technician, lead } of rows) {
    const crew = crews.get(visit)
    if (!crew) crews.set(visit, [technician])
    else if (technician === lead) crew.unshift(technician)
    else crew.push(technician)
  }
  return crews
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function inRange({ from, to }: Span) {
  return sql`(
    (visit.planned_start < ${to}::timestamptz and visit.planned_start >= ${from}::timestamptz - interval '14 days'
      and visit.planned_start + make_interval(mins => visit.planned_minutes) > ${from}::timestamptz)
    or (visit.planned_start is null and coalesce(visit.set_out_at, visit.arrived_at) >= ${from}::timestamptz
      and coalesce(visit.set_out_at, visit.arrived_at) < ${to}::timestamptz))`
}

/** When each technician's phone last asked, and whether it still holds something unsent. */
type Phone = { technician: Id; pulledAt: Instant | null; unsent: boolean }

async function phonesOf(tx: Tx, technicians: readonly Id[]): Promise<Map<Id, Phone>> {
  const { rows } = await sql<Phone>`
    select technician.id as technician, max(device.last_pull_at) as "pulledAt",
      bool_or(device.unsent_commands > 0 or device.unsent_files > 0) as unsent
    from app.technician technician
    join app.device device on device.org_id = technician.org_id and device.member_id = technician.member_id
    where technician.org_id = ${tx.orgId} and technician.id = any (${[...technicians]}::uuid[]) and device.revoked_at is null
    group by technician.id`.execute(tx.db)
  return new Map(rows.map((row) => [row.technician, row]))
}

export function visitAlone(row: VisitRow): VisitAlone {
  const { id, number, status, workOrderStatus, start, minutes, windowFrom, windowTo, lead } = row
  const { setOutAt, arrivedAt, finishedAt } = row
  const window = windowFrom && windowTo ? { from: windowFrom, to: windowTo } : null
  return {
    ...presentWork(row),
    id,
    number,
    status,
    workOrderStatus,
    start,
    minutes,
    window,
    lead,
    setOutAt,
    arrivedAt,
    finishedAt,
  }
}

export type Begun = Pick<VisitRow, 'setOutAt' | 'arrivedAt' | 'finishedAt' | 'changedAt'>

export function onPhones(
  { id, setOutAt, arrivedAt, finishedAt, changedAt }: Begun & { id: Id },
  { crews, phones }: Around,
): Pick<BoardVisit, 'crew' | 'seenBy' | 'unsent'> {
  const crew = crews.get(id) ?? []
  const isUnderWay = (setOutAt !== null || arrivedAt !== null) && finishedAt === null
  return {
    crew,
    seenBy: crew.filter((technician) => (phones.get(technician)?.pulledAt ?? '') >= changedAt),
    unsent: isUnderWay && crew.some((technician) => phones.get(technician)?.unsent ?? false),
  }
}
