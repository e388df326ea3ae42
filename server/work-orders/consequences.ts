import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { DataOf } from '#core/work-orders/events.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { keepInLedger } from '#server/billing/ledger-writes.ts'
import { tellCrews } from '#server/notices/telling.ts'
import { keepWorkOrdersFindable, type Said } from '#server/search/work-orders.ts'
import type { Stream } from './desk.ts'
import { keepAddedRows } from './added-rows.ts'
import { type Author, type Incoming, incomingFromServer } from './incoming.ts'

/** What happened and what follows from it, in the same commit; gives what the server has to say because of it. */
export async function consequencesOf(tx: Tx, author: Author, streams: readonly Stream[]): Promise<Incoming[]> {
  const findable = new Map<Id, Said>()
  const raised: Id[] = []
  const arrived = new Set<Id>()
  const planned = new Set<Stream>()
  const says: Incoming[] = []
  for (const stream of streams) {
    const { key, events } = stream
    for (const { event } of events) {
      switch (event.type) {
        case 'raised':
          raised.push(key.id)
          findable.set(key.id, saidOn(stream))
          says.push(...findingFollowed(stream, event.data))
          break
        case 'details_edited':
          findable.set(key.id, saidOn(stream))
          // A draft is for whom the record says.
          if (event.data.changes.customer || event.data.money) tx.enqueue('draft_invoice', { workOrder: key.id })
          break
        case 'held':
          if (event.data.until) await releaseLater(tx, key.id, event.data.until)
          break
        case 'approved':
        case 'marked_not_billable':
          // Makes the draft, or takes back the one that is not wanted any more.
          tx.enqueue('draft_invoice', { workOrder: key.id })
          break
        case 'bytes_stored':
        case 'bytes_refused':
        case 'evidence_waived':
        case 'amended':
        case 'withdrawn':
          arrived.add(key.id)
          break
        case 'visit_replanned':
        case 'visit_rescheduled':
        case 'visit_assigned':
        case 'crew_changed':
        case 'visit_dispatched':
        case 'visit_recalled':
        case 'visit_cancelled':
        case 'cancelled':
          planned.add(stream)
          break
        default:
          break
      }
    }
  }
  for (const workOrder of await awaitedByReports(tx, [...arrived])) tx.enqueue('make_reports', { workOrder })
  await tellCrews(
    tx,
    [...planned].map(({ before, order }) => ({ before: before.order, after: order })),
  )
  if (author.device !== null && author.technician !== null) await keepOnPhone(tx, author.technician, raised)
  await keepInLedger(
    tx,
    streams.flatMap(({ key, before, order, events }) =>
      key.kind === 'work_order' && events.length > 0 ? [{ id: key.id, before: before.order, order }] : [],
    ),
  )
  if (findable.size > 0) await keepWorkOrdersFindable(tx, { ids: [...findable.keys()] }, findable)
  return [...says, ...(await keepAddedRows(tx, streams))]
}

/** Raised for a finding, it is named on the record the finding is on. */
function findingFollowed({ key, order }: Stream, { follows, details }: DataOf<'raised'>): Incoming[] {
  if (!follows) return []
  const body = { finding: follows.finding, workOrder: key.id, number: order?.work.number ?? '', title: details.title }
  return [incomingFromServer(newId(), follows.workOrder, { type: 'finding_followed', body })]
}

/** Those with a report that waits: it is made when the last picture it shows is here, whatever else is still on a phone. */
async function awaitedByReports(tx: Tx, workOrders: readonly Id[]): Promise<Id[]> {
  if (workOrders.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.report')
    .select('work_order_id')
    .distinct()
    .where('org_id', '=', tx.orgId)
    .where('work_order_id', 'in', [...workOrders])
    .where('state', '=', 'waiting')
    .orderBy('work_order_id')
    .execute()
  return rows.map((row) => row.work_order_id)
}

/** A hold until a moment is a reminder that releases it. */
async function releaseLater(tx: Tx, workOrder: Id, until: string): Promise<void> {
  const payload = JSON.stringify({ orgId: tx.orgId, workOrder, until })
  await sql`select gate.enqueue_at('end_hold', ${payload}, ${until}::timestamptz)`.execute(tx.db)
}

function saidOn({ order }: Stream): Said {
  return {
    contactPhone: order?.work.details.contact?.phone ?? null,
    reportedPhone: order?.work.reported?.phone ?? null,
    cancelled: Boolean(order?.work.cancelled),
  }
}

/** What somebody raised on their phone stays on it, planned for them or not. */
async function keepOnPhone(tx: Tx, technician: Id, workOrders: readonly Id[]): Promise<void> {
  if (workOrders.length === 0) return
  await sql`insert into app.joined (org_id, technician_id, work_order_id, at)
    select ${tx.orgId}::uuid, ${technician}::uuid, id, ${tx.now}::timestamptz from unnest(${[...workOrders]}::uuid[]) id
    on conflict do nothing`.execute(tx.db)
}
