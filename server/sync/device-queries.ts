import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { PullRequest } from '#core/sync/api.ts'
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

export type LockedDevice = {
  lastDseq: number
  clock: Clock | null
  isSignedOut: boolean
  /** Something it handed in while it was signed out waits for a person. */
  isHeldBack: boolean
}

/** One device at a time: its row is held until the batch is committed (S7). */
export async function lockDevice(tx: Tx, device: Id): Promise<LockedDevice> {
  const { rows } = await sql<LockedDevice>`
    select last_dseq as "lastDseq", clock, revoked_at is not null as "isSignedOut", exists (
      select from app.held_command held where held.org_id = device.org_id and held.device_id = device.id
        and held.code = 'phone_signed_out' and held.settled_at is null) as "isHeldBack"
    from app.device device where org_id = ${tx.orgId} and id = ${device} for update of device`.execute(tx.db)
  const [row] = rows
  if (!row) throw deviceUnknown()
  return row
}

/**
 * The highest number below which nothing is missing: from the last one known on, through what is stored. What was
 * `stored` for the first time is not only on the phone any more.
 */
export async function recordPush(
  tx: Tx,
  device: Id,
  { lastDseq, clock, stored }: { lastDseq: number; clock: Clock | null; stored: number },
): Promise<void> {
  // Numbers in a row lie as far apart as their places: those that follow the last one known begin where it ends.
  await sql`
    with stored as (
      select dseq from app.ledger where org_id = ${tx.orgId} and device_id = ${device} and dseq > ${lastDseq}
      union
      select dseq from app.held_command where org_id = ${tx.orgId} and device_id = ${device} and dseq > ${lastDseq}
    ), placed as (
      select dseq, dseq - row_number() over (order by dseq) as before from stored
    )
    update app.device set last_push_at = ${tx.now}, last_seen_at = ${tx.now},
      last_dseq = coalesce((select max(dseq) from placed where before = ${lastDseq}), last_dseq),
      unsent_commands = greatest(0, unsent_commands - ${stored}::int), clock = ${clock === null ? null : JSON.stringify(clock)}::jsonb
    where org_id = ${tx.orgId} and id = ${device}`.execute(tx.db)
}

/** What the phone said of itself. Only a complete pull counts as having synced. */
export async function recordPull(
  tx: Tx,
  device: Id,
  { unsent, free, complete }: Pick<PullRequest, 'unsent' | 'free'> & { complete: boolean },
): Promise<{ wasGivenUp: boolean }> {
  const { rows } = await sql<{ wasGivenUp: boolean }>`
    update app.device set last_seen_at = ${tx.now}, unsent_commands = ${unsent.commands}, unsent_files = ${unsent.files},
      unsent_since = ${unsent.since ?? null}, free_bytes = coalesce(${free ?? null}, free_bytes),
      last_pull_at = case when ${complete} then ${tx.now}::timestamptz else last_pull_at end
    where org_id = ${tx.orgId} and id = ${device} and revoked_at is null
    returning exists (
      select from app.lost_work lost where lost.org_id = device.org_id and lost.device_id = device.id
        and lost.came_as <> lost.device_id and lost.settled_at is null) as "wasGivenUp"`.execute(tx.db)
  const [row] = rows
  if (!row) throw deviceUnknown()
  return row
}

/** The name of this history of the database; another after a restore (S19). */
export async function readEpoch(tx: Tx): Promise<string> {
  const { rows } = await sql<{ epoch: string }>`
    select epoch from app.feed_counter where org_id = ${tx.orgId}`.execute(tx.db)
  const epoch = rows[0]?.epoch
  if (epoch === undefined) throw new Error('an organization has a feed')
  return epoch
}

/** Of what the phone handed in while it was signed out, these are done with: taken in, or put aside. */
export async function settleHeldBack(
  tx: Tx,
  device: Id,
  commands: readonly Id[],
  { by, settlement }: { by: Id | null; settlement: string },
): Promise<void> {
  const { rows } = await sql<{ id: Id }>`
    update app.held_command set settled_at = ${tx.now}, settled_by = ${by}, settlement = ${settlement}
    where org_id = ${tx.orgId} and device_id = ${device} and code = 'phone_signed_out' and settled_at is null
      and command_id = any (${[...commands]}::uuid[])
    returning command_id as id`.execute(tx.db)
  for (const { id } of rows) tx.touched('held_command', id, 2, 'work_orders.read')
}
