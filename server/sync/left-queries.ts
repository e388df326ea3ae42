import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { LeftVisit } from '#core/notices/changes.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** Of work orders that leave a phone, the visits that nobody took from its technician, and why they leave all the same. */
export async function readLeft(tx: Tx, technician: Id, workOrders: readonly Id[]): Promise<LeftVisit[]> {
  if (workOrders.length === 0) return []
  const { rows } = await sql<LeftVisit>`
    select visit.id as visit, visit.planned_start as start,
      case when visit.finished_at is not null then 'done' when visit.plan = 'cancelled' then 'cancelled' else 'theirs' end as state
    from app.visit visit
    join app.visit_crew crew on crew.org_id = ${tx.orgId} and crew.visit_id = visit.id
      and crew.technician_id = ${technician} and crew.planned
    where visit.org_id = ${tx.orgId} and visit.work_order_id = any (${[...workOrders]}::uuid[])
      and (visit.plan <> 'scheduled' or visit.finished_at is not null)
    order by visit.id`.execute(tx.db)
  return rows
}
