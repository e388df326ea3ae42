import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import { damagedOnPhone, markRefused } from '#server/platform/files/records.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { tellOfBytes } from '#server/work-orders/follow-ups.ts'
import { lockDevice } from './device-queries.ts'

/**
 * Bytes this phone named and cannot hand in any more: the records that await them say so with a flag, and nothing waits
 * for them. Should they come after all, from another copy or taken again, they are kept (S20).
 */
export async function hearOfDamaged(tx: Tx, device: Id, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return
  // Before any document, as a push of the same phone does.
  await lockDevice(tx, device)
  const { rows } = await sql<{ sha256: string }>`
    select distinct sha256 from app.evidence
    where org_id = ${tx.orgId} and device_id = ${device} and state = 'awaited' and sha256 = any (${[...hashes]}::text[])
    order by sha256`.execute(tx.db)
  for (const { sha256 } of rows) {
    const file = await markRefused(tx, sha256, damagedOnPhone)
    if (file) await tellOfBytes(tx, file)
  }
}
