import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { LostWork } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** What a phone had said was only on it, as its row knew it before it asked for everything. */
type Before = {
  unsentCommands: number
  unsentFiles: number
  unsentSince: string | null
  lastSeenAt: string | null
}

/**
 * A phone asks for everything although it had work of its own that never came (S31): a card says what was lost. `left` is
 * what it says it still has. A phone whose browser was emptied signs in as a new one; then the member's former phone of
 * the same name is meant, and the card says that it is not certain.
 */
export async function noticeLostWork(tx: Tx, device: Id, left: { commands: number; files: number }): Promise<void> {
  const { rows } = await sql<Before & { id: Id }>`
    select former.id, former.unsent_commands as "unsentCommands", former.unsent_files as "unsentFiles",
      former.unsent_since as "unsentSince", former.last_seen_at as "lastSeenAt"
    from app.device phone
    join app.device former on former.org_id = phone.org_id and (
      former.id = phone.id
      or (phone.last_pull_at is null and former.member_id = phone.member_id and former.name = phone.name
        and former.id <> phone.id and former.revoked_at is null and former.last_seen_at < phone.registered_at))
    where phone.org_id = ${tx.orgId} and phone.id = ${device}
      and former.unsent_commands + former.unsent_files > 0`.execute(tx.db)
  for (const former of rows) {
    const isSame = former.id === device
    const commands = former.unsentCommands - (isSame ? left.commands : 0)
    const files = former.unsentFiles - (isSame ? left.files : 0)
    if (commands > 0 || files > 0)
      await noteLostWork(tx, { ...former, device: former.id, cameAs: device, commands, files })
  }
}

async function noteLostWork(
  tx: Tx,
  lost: Before & { device: Id; cameAs: Id; commands: number; files: number },
): Promise<void> {
  const id = newId()
  const { rows } = await sql`
    insert into app.lost_work (org_id, id, device_id, came_as, noticed_at, commands, files, unsent_since, last_heard_at)
    values (${tx.orgId}, ${id}, ${lost.device}, ${lost.cameAs}, ${tx.now}, ${Math.max(0, lost.commands)}, ${Math.max(0, lost.files)},
      ${lost.unsentSince}, ${lost.lastSeenAt})
    on conflict (org_id, device_id) where settled_at is null do nothing
    returning id`.execute(tx.db)
  if (rows.length === 0) return
  await sql`
    insert into app.lost_evidence (org_id, lost_work_id, stream_kind, stream_id, evidence_id)
    select org_id, ${id}, stream_kind, stream_id, id from app.evidence
    where org_id = ${tx.orgId} and device_id = ${lost.device} and state = 'awaited'`.execute(tx.db)
  tx.audit('lost_work.noticed', 'device', lost.device, { commands: lost.commands, files: lost.files })
  tx.touched('lost_work', id, 1, 'work_orders.read')
}

/** The former phone is heard of again: nothing of it was lost. */
export async function withdrawLostWork(tx: Tx, device: Id): Promise<void> {
  const { rows } = await sql<{ id: Id }>`
    update app.lost_work set settled_at = ${tx.now}, note = 'heard_again'
    where org_id = ${tx.orgId} and device_id = ${device} and came_as <> device_id and settled_at is null
    returning id`.execute(tx.db)
  for (const { id } of rows) tx.touched('lost_work', id, 2, 'work_orders.read')
}

export async function readLostWork(tx: Tx): Promise<LostWork[]> {
  const { rows } = await sql<LostWork>`
    select lost.id, lost.device_id as device, device.name, member.name as member, technician.id as technician,
      lost.noticed_at as "noticedAt", lost.came_as = lost.device_id as "isCertain", lost.commands, lost.files,
      lost.unsent_since as "unsentSince", lost.last_heard_at as "lastHeardAt", coalesce((
        select json_agg(json_build_object('workOrder', one.work_order, 'number', one.number, 'title', one.title,
          'visit', one.visit_id, 'visitStart', one.visit_start, 'photos', one.photos, 'signatures', one.signatures, 'files', one.files)
          order by one.visit_start nulls last, one.work_order)
        from (
          select work.id as work_order, coalesce(nullif(work.number_text, ''), nullif(work.provisional, '')) as number, work.title,
            evidence.visit_id, to_char(visit.planned_start at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as visit_start,
            count(*) filter (where evidence.kind = 'photo') as photos,
            count(*) filter (where evidence.kind = 'signature') as signatures,
            count(*) filter (where evidence.kind = 'file') as files
          from app.lost_evidence named
          join app.evidence evidence on evidence.org_id = named.org_id and evidence.stream_kind = named.stream_kind
            and evidence.stream_id = named.stream_id and evidence.id = named.evidence_id and evidence.state = 'awaited'
          join app.work_order work on work.org_id = evidence.org_id and work.id = evidence.stream_id
          left join app.visit visit on visit.org_id = evidence.org_id and visit.id = evidence.visit_id
          where named.org_id = lost.org_id and named.lost_work_id = lost.id
          group by work.id, work.number_text, work.provisional, work.title, evidence.visit_id, visit.planned_start) one), '[]') as awaited
    from app.lost_work lost
    join app.device device on device.org_id = lost.org_id and device.id = lost.device_id
    join app.member member on member.org_id = device.org_id and member.id = device.member_id
    left join app.technician technician on technician.org_id = member.org_id and technician.member_id = member.id
    where lost.org_id = ${tx.orgId} and lost.settled_at is null
    order by lost.noticed_at, lost.id limit 200`.execute(tx.db)
  return rows
}

export async function settleLostWork(tx: Tx, id: Id, note: string): Promise<void> {
  const { rows } = await sql<{ device: Id; settledAt: string | null }>`
    select device_id as device, settled_at as "settledAt" from app.lost_work
    where org_id = ${tx.orgId} and id = ${id} for update`.execute(tx.db)
  const [lost] = rows
  if (!lost) throw notFound()
  if (lost.settledAt !== null) throw refused({ code: 'held_settled_already' })
  await sql`update app.lost_work set settled_at = ${tx.now}, settled_by = ${tx.actor.memberId}, note = ${note}
    where org_id = ${tx.orgId} and id = ${id}`.execute(tx.db)
  tx.audit('lost_work.settled', 'device', lost.device, { note })
  tx.touched('lost_work', id, 2, 'work_orders.read')
}
