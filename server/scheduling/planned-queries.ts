import { sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import { isId } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { schedulingApi } from '#core/scheduling/api.ts'
import { notFound } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'

type Planned = Reply<typeof schedulingApi.countPlanned>

/** What somebody has planned in a stretch of time and has not finished: what an absence then would leave behind. */
export async function countPlanned(tx: Tx, id: string, { from, to }: { from: Instant; to: Instant }): Promise<Planned> {
  const { rows } = await sql<Planned>`
    select count(visit.id)::int as visits, min(visit.planned_start) as first
    from app.technician technician
    left join (app.visit_crew member
      join app.visit visit on visit.org_id = member.org_id and visit.id = member.visit_id)
      on member.org_id = technician.org_id and member.technician_id = technician.id and member.planned
      and visit.plan <> 'cancelled' and visit.status <> 'finished'
      and visit.planned_start < ${to}::timestamptz
      and visit.planned_start >= ${from}::timestamptz - interval '14 days'
      and visit.planned_start + make_interval(mins => visit.planned_minutes) > ${from}::timestamptz
    where technician.org_id = ${tx.orgId} and technician.id = ${isId(id) ? id : null}
    group by technician.id`.execute(tx.db)
  const [row] = rows
  if (!row) throw notFound()
  return row
}
