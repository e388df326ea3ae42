import { sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { syncApi } from '#core/sync/api.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { HttpProblem, notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { findIds } from '#server/search/queries.ts'
import { openStatuses, openStatusList } from '#server/work-orders/list-queries.ts'

const mostFound = 20

/** Open work orders by number, title or site, whoever they are planned for. */
export async function findOnline(tx: Tx, typed: string): Promise<Reply<typeof syncApi.findOnline>> {
  const ids = await findIds(tx, typed, (await loadOrganization(tx)).country, 'work_order')
  const { rows } = await sql<Reply<typeof syncApi.findOnline>['items'][number]>`
    select work.id, coalesce(nullif(work.number_text, ''), nullif(work.provisional, '')) as number, work.title,
      coalesce(site.name, work.reported) as site, work.status
    from app.work_order work
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    where work.org_id = ${tx.orgId} and work.id = any (${ids}::uuid[]) and work.status in (${openStatusList})
    order by work.raised_at desc, work.id limit ${mostFound}`.execute(tx.db)
  return { items: rows }
}

/** Puts an open work order on the phones of the technician; the next pull brings it. */
export async function join(tx: Tx, workOrder: Id): Promise<Reply<typeof syncApi.join>> {
  const technician = tx.actor.technicianId
  if (!technician) throw new HttpProblem(403, 'no_technician', 'You are not set up as a technician. Ask the office.')
  const { rows } = await sql<{ status: string; version: number }>`
    select status, version from app.work_order where org_id = ${tx.orgId} and id = ${workOrder}`.execute(tx.db)
  const [found] = rows
  if (!found) throw notFound()
  if (!openStatuses.some((status) => status === found.status)) throw refused({ code: 'order_complete' })
  await joinWorkOrder(tx, technician, workOrder)
  tx.touched('work_order', workOrder, found.version)
  return { workOrder }
}

async function joinWorkOrder(tx: Tx, technician: Id, workOrder: Id): Promise<void> {
  await sql`insert into app.joined (org_id, technician_id, work_order_id, at) values (${tx.orgId}, ${technician}, ${workOrder}, ${tx.now})
    on conflict (org_id, technician_id, work_order_id) do update set at = excluded.at`.execute(tx.db)
}
