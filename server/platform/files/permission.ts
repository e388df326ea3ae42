import { sql } from 'kysely'
import { type Actor, may } from '#core/people/abilities.ts'
import type { Tx } from '../tenant.ts'

type Use = { subject_kind: string; audience: string; mine: boolean; stale: boolean }

/**
 * Whether a frozen report shows a photo that was withdrawn since, or is not for the customer any more. The paper stays as
 * it was made; the office is told, and it goes to nobody else.
 */
export const showsWithdrawnPhoto = sql<boolean>`(report.state = 'frozen' and exists (
  select from jsonb_path_query(report.content::jsonb, '$.photos.**.image') shown
  where not exists (
    select from app.evidence evidence
    where evidence.org_id = report.org_id and evidence.stream_kind = 'work_order' and evidence.stream_id = report.work_order_id
      and evidence.kind = 'photo' and evidence.audience = 'customer' and evidence.sha256 = shown #>> '{}')))`

/**
 * Who may open a file: whoever sees what it belongs to, and is its audience.
 * Everything of the office for the office (money papers by their ability); for a technician what hangs on the
 * work orders of their visits and on those orders' sites, photos of earlier visits there, the logo, and what their own
 * phone took; no report that shows a photo taken back since.
 */
export async function mayOpen(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
  const { rows } = await sql<Use>`
    select link.subject_kind, link.audience, app.is_of_technician(link.subject_kind, link.subject_id, ${actor.technicianId}::uuid) as mine,
      exists (
        select from app.report report
        where report.org_id = link.org_id and report.file_id = link.file_id and ${showsWithdrawnPhoto}) as stale
    from app.file_link link
    where link.org_id = ${tx.orgId} and link.file_id = ${fileId} and link.removed_at is null
    union all
    select evidence.stream_kind, evidence.audience, evidence.device_id = ${actor.deviceId}::uuid or evidence.technician_id = ${actor.technicianId}::uuid
      or app.is_of_technician(evidence.stream_kind, evidence.stream_id, ${actor.technicianId}::uuid)
      or (evidence.kind = 'photo' and app.is_of_technician('site', work.site_id, ${actor.technicianId}::uuid)), false
    from app.evidence evidence
    left join app.work_order work on evidence.stream_kind = 'work_order' and work.org_id = evidence.org_id and work.id = evidence.stream_id
    join app.file file on file.org_id = evidence.org_id and file.sha256 = evidence.sha256
    where evidence.org_id = ${tx.orgId} and file.id = ${fileId}`.execute(tx.db)
  return rows.some((use) => opens(actor, use))
}

function opens(actor: Actor, use: Use): boolean {
  if (use.subject_kind === 'organization') return true
  if (use.subject_kind === 'invoice' || use.subject_kind === 'export_batch') return may(actor, 'invoices.read')
  if (may(actor, 'work_orders.read')) return true
  return may(actor, 'field') && use.audience !== 'office' && use.mine && !use.stale
}
