import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Clock } from '#core/sync/clock.ts'
import { HttpProblem } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** A session of the field app that is bound to no phone, or to one that was taken out of service. */
function deviceUnknown(): HttpProblem {
  return new HttpProblem(
    403,
    'device_unknown',
    'This phone is not registered any more. Sign in again; nothing on it is lost.',
  )
}

/** The device the session is bound to, and who uses it; 403 without, which leaves the phone's queue alone. */
export function deviceOf(tx: Tx): { device: Id; member: Id; technician: Id | null } {
  const { deviceId, memberId, technicianId } = tx.actor
  if (!deviceId || memberId === null) throw deviceUnknown()
  return { device: deviceId, member: memberId, technician: technicianId ?? null }
}

/** One device at a time: its row is held until the batch is committed (S7). */
export async function lockDevice(tx: Tx, device: Id): Promise<{ lastDseq: number; clock: Clock | null }> {
  const { rows } = await sql<{ lastDseq: number; clock: Clock | null }>`
    select last_dseq as "lastDseq", clock from app.device
    where org_id = ${tx.orgId} and id = ${device} and revoked_at is null for update`.execute(tx.db)
  const [row] = rows
  if (!row) throw deviceUnknown()
  return row
}

/** The highest number below which nothing is missing: from the last one known on, through what is stored. */
export async function recordPush(tx: Tx, device: Id, lastDseq: number, clock: Clock | null): Promise<void> {
  const { rows } = await sql<{ dseq: number }>`
    select dseq from app.ledger where org_id = ${tx.orgId} and device_id = ${device} and dseq > ${lastDseq}
    union
    select dseq from app.held_command where org_id = ${tx.orgId} and device_id = ${device} and dseq > ${lastDseq}
    order by dseq`.execute(tx.db)
  let last = lastDseq
  for (const { dseq } of rows) if (dseq === last + 1) last = dseq
  await sql`update app.device set last_dseq = ${last}, last_push_at = ${tx.now}, last_seen_at = ${tx.now},
      clock = ${clock === null ? null : JSON.stringify(clock)}::jsonb
    where org_id = ${tx.orgId} and id = ${device}`.execute(tx.db)
}

/** What the phone said of itself. Only a complete pull counts as having synced. */
export async function recordPull(
  tx: Tx,
  device: Id,
  { unsent, complete }: { unsent: { commands: number; files: number }; complete: boolean },
): Promise<void> {
  const { numUpdatedRows } = await tx.db
    .updateTable('app.device')
    .set({
      last_seen_at: tx.now,
      unsent_commands: unsent.commands,
      unsent_files: unsent.files,
      ...(complete ? { last_pull_at: tx.now } : {}),
    })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', device)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw deviceUnknown()
}

/** The name of this history of the database; another after a restore (S19). */
export async function readEpoch(tx: Tx): Promise<string> {
  const { rows } = await sql<{ epoch: string }>`
    select epoch from app.feed_counter where org_id = ${tx.orgId}`.execute(tx.db)
  const epoch = rows[0]?.epoch
  if (epoch === undefined) throw new Error('an organization has a feed')
  return epoch
}
