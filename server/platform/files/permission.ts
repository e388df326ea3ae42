import { sql } from 'kysely'
import { type Actor, may } from '#core/people/abilities.ts'
import type { Tx } from '../tenant.ts'

type Use = { subject_kind: string; audience: string; mine: boolean }

/**
 * Who may open a file: whoever sees what it belongs to, and is its audience.
 * Everything of the office for the office (money papers by their ability); for a technician what hangs on the
 * work orders of their visits and on those orders' sites, the logo, and what their own phone took.
 */
export async function mayOpen(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
  const { rows } = await sql<Use>`
    select link.subject_kind, link.audience, app.is_of_technician(link.subject_kind, link.subject_id, ${actor.technicianId}::uuid) as mine
    from app.file_link link
    where link.org_id = ${tx.orgId} and link.file_id = ${fileId} and link.removed_at is null
    union all
    select evidence.stream_kind, evidence.audience, evidence.device_id = ${actor.deviceId}::uuid or evidence.technician_id = ${actor.technicianId}::uuid
      or app.is_of_technician(evidence.stream_kind, evidence.stream_id, ${actor.technicianId}::uuid)
    from app.evidence evidence
    join app.file file on file.org_id = evidence.org_id and file.sha256 = evidence.sha256
    where evidence.org_id = ${tx.orgId} and file.id = ${fileId}`.execute(tx.db)
  return rows.some((use) => opens(actor, use))
}

function opens(actor: Actor, use: Use): boolean {
  if (use.subject_kind === 'organization') return true
  if (use.subject_kind === 'invoice' || use.subject_kind === 'export_batch') return may(actor, 'invoices.read')
  if (may(actor, 'work_orders.read')) return true
  return may(actor, 'field') && use.audience !== 'office' && use.mine
}
