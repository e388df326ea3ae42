import { sql } from 'kysely'
import type { Instant } from '#core/kit/time.ts'
import type { Device } from '#core/people/api.ts'
import type { Tx } from '#server/platform/tenant.ts'

const devices = (tx: Tx) =>
  tx.db
    .selectFrom('app.device')
    .select(['id', 'version', 'member_id as memberId', 'name', 'registered_at as registeredAt'])
    .select(['last_seen_at as lastSeenAt', 'last_pull_at as lastSyncAt', 'revoked_at as signedOutAt'])
    .select(['unsent_commands as unsentCommands', 'unsent_files as unsentFiles'])
    .select(
      // What arrived meanwhile may have been all of it.
      sql<Instant | null>`case when unsent_commands + unsent_files > 0 then unsent_since end`.as('unsentSince'),
    )
    .where('org_id', '=', tx.orgId)

export async function listDevices(tx: Tx): Promise<Device[]> {
  return devices(tx)
    .orderBy(sql`revoked_at is not null`)
    .orderBy(sql`last_seen_at desc nulls last`)
    .orderBy('id')
    .execute()
}

export async function loadDevice(tx: Tx, id: string): Promise<Device | undefined> {
  return devices(tx).where('id', '=', id).executeTakeFirst()
}

/** From the commit on the look-up of every request finds nobody for the phone's session. */
export async function markSignedOut(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('app.device')
    .set({ revoked_at: tx.now, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}
