import { sql } from 'kysely'
import type { Reply } from '#core/kit/contract.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** The numbers beside the entries of the navigation. */
export async function readCounts(tx: Tx): Promise<Reply<typeof workOrderApi.readCounts>> {
  const { rows } = await sql<Reply<typeof workOrderApi.readCounts>>`
    select
      (select count(*) from app.work_order where org_id = ${tx.orgId} and status = 'unscheduled') as unscheduled,
      (select count(*) from app.flag where org_id = ${tx.orgId} and settled_at is null)
        + (select count(*) from app.day_flag where org_id = ${tx.orgId} and settled_at is null)
        + (select count(*) from app.held_command where org_id = ${tx.orgId} and settled_at is null)
        + (select count(*) from app.lost_work where org_id = ${tx.orgId} and settled_at is null) as attention,
      (select count(*) from app.work_order where org_id = ${tx.orgId} and status = 'work_complete') as review`.execute(
    tx.db,
  )
  return rows[0] ?? { unscheduled: 0, attention: 0, review: 0 }
}
