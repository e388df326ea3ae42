import { sql } from 'kysely'
import type { Query, Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { dayBounds, type Instant } from '#core/kit/time.ts'
import type { fieldworkApi } from '#core/fieldwork/api.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { organizationZone } from '#server/scheduling/queries.ts'

type Worked = Reply<typeof fieldworkApi.listWorked>
type Item = Worked['items'][number]

type Row = Omit<Item, 'workOrder' | 'technicianName' | 'zone'> & {
  technicianName: string
  zone: string
  workOrderId: Id | null
  number: string | null
  title: string | null
  visit: Id | null
}

export async function hasDayFlag(tx: Tx, technician: Id, flag: string): Promise<boolean> {
  const { rows } = await sql`select from app.day_flag
    where org_id = ${tx.orgId} and technician_id = ${technician} and flag = ${flag}`.execute(tx.db)
  return rows.length > 0
}

/** Time of technicians that began on pay days of the organization, on visits and off them. */
export async function listWorked(tx: Tx, query: Query<typeof fieldworkApi.listWorked>): Promise<Worked> {
  const zone = await organizationZone(tx)
  const from: Instant = dayBounds(query.from, zone).from
  const to: Instant = dayBounds(query.to, zone).to
  const { rows } = await sql<Row>`
    select entry.id, entry.technician_id as technician, technician.name as "technicianName", entry.activity,
      entry.started_at as from, entry.ended_at as to, entry.minutes, entry.corrected,
      coalesce(work.zone, technician.zone, ${zone}) as zone, work.id as "workOrderId",
      coalesce(nullif(work.number_text, ''), nullif(work.provisional, '')) as number, work.title, entry.visit_id as visit
    from app.time_entry entry
    join app.technician technician on technician.org_id = entry.org_id and technician.id = entry.technician_id
    left join app.work_order work on entry.stream_kind = 'work_order' and work.org_id = entry.org_id and work.id = entry.stream_id
    where entry.org_id = ${tx.orgId} and entry.started_at >= ${from}::timestamptz and entry.started_at < ${to}::timestamptz
      ${query.technician ? sql`and entry.technician_id = ${query.technician}` : sql``}
    order by technician.name, entry.technician_id, entry.started_at, entry.id
    limit 5000`.execute(tx.db)
  return {
    zone,
    items: rows.map(({ workOrderId, number, title, visit, ...entry }) => ({
      ...entry,
      workOrder: workOrderId && visit ? { id: workOrderId, number, title: title ?? '', visit } : null,
    })),
  }
}
