import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import { evidenceOf } from '#core/work-orders/missing.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { keepWorkOrdersFindable } from '#server/search/work-orders.ts'
import type { Stream } from './desk.ts'
import type { Author } from './incoming.ts'

/** What happened and what follows from it, in the same commit. */
export async function consequencesOf(tx: Tx, author: Author, streams: readonly Stream[]): Promise<void> {
  const findable: Id[] = []
  for (const { key, events, order } of streams) {
    for (const { event } of events) {
      switch (event.type) {
        case 'raised':
          if (author.device !== null && author.technician !== null) await keepOnPhone(tx, author.technician, key.id)
          findable.push(key.id)
          break
        case 'details_edited':
          findable.push(key.id)
          break
        case 'held':
          if (event.data.until) await releaseLater(tx, key.id, event.data.until)
          break
        case 'approved':
          tx.enqueue('draft_invoice', { workOrder: key.id })
          break
        case 'bytes_stored':
        case 'bytes_refused':
        case 'evidence_waived':
        case 'withdrawn':
          // A report that waits is made when the last of its pictures is here.
          if (order && evidenceOf(order.work).awaited.length === 0) tx.enqueue('make_reports', { workOrder: key.id })
          break
        default:
          break
      }
    }
  }
  if (findable.length > 0) await keepWorkOrdersFindable(tx, { ids: findable })
}

/** A hold until a moment is a reminder that releases it. */
async function releaseLater(tx: Tx, workOrder: Id, until: string): Promise<void> {
  const payload = JSON.stringify({ orgId: tx.orgId, workOrder, until })
  await sql`select gate.enqueue_at('end_hold', ${payload}, ${until}::timestamptz)`.execute(tx.db)
}

/** What somebody raised on their phone stays on it, planned for them or not. */
async function keepOnPhone(tx: Tx, technician: Id, workOrder: Id): Promise<void> {
  await sql`insert into app.joined (org_id, technician_id, work_order_id, at) values (${tx.orgId}, ${technician}, ${workOrder}, ${tx.now})
    on conflict do nothing`.execute(tx.db)
}
