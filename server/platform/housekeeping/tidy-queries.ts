import { sql } from 'kysely'
import type { Instant } from '#core/kit/time.ts'
import type { Tx } from '../tenant.ts'

export async function forgetKeys(tx: Tx, before: Instant): Promise<number> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('app.idempotency_key')
    .where('org_id', '=', tx.orgId)
    .where('at', '<', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Those of these hashes whose bytes are still to come. */
export async function awaitedOf(tx: Tx, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await tx.db
    .selectFrom('app.file')
    .select('sha256')
    .where('org_id', '=', tx.orgId)
    .where('sha256', 'in', [...hashes])
    .where('state', '=', 'announced')
    .execute()
  return new Set(rows.map((row) => row.sha256))
}

/** At once; the rest goes the next night. */
const mostFiles = 200

/**
 * Bytes that were handed in before anything named them, and that nothing has named since: no link, evidence, logo or
 * paper, and no command as it came, taken or held. `drop` lets the bytes go while the row is locked; false: they were
 * just handed in again.
 */
export async function forgetLooseFiles(
  tx: Tx,
  before: Instant,
  drop: (sha256: string) => Promise<boolean>,
): Promise<number> {
  const { rows } = await sql<{ id: string; sha256: string }>`
    with loose as (
      select file.id, file.sha256 from app.file file
      where file.org_id = ${tx.orgId} and file.state = 'stored' and file.version = 1 and file.stored_at < ${before}
        and not exists (select from app.file_link l where l.org_id = file.org_id and l.file_id = file.id)
        and not exists (select from app.evidence e where e.org_id = file.org_id and e.sha256 = file.sha256)
        and not exists (select from app.organization o where o.org_id = file.org_id and o.logo_file_id = file.id)
        and not exists (select from app.report r where r.org_id = file.org_id and r.file_id = file.id)
        and not exists (select from app.invoice i where i.org_id = file.org_id and i.file_id = file.id)
        and not exists (select from app.export_batch b where b.org_id = file.org_id and b.file_id = file.id)
      order by file.stored_at limit ${mostFiles}
    )
    select loose.id, loose.sha256 from loose join app.file file on file.org_id = ${tx.orgId} and file.id = loose.id
    where not exists (select from app.ledger l where l.org_id = ${tx.orgId} and strpos(l.body, loose.sha256) > 0)
      and not exists (select from app.held_command h where h.org_id = ${tx.orgId} and strpos(h.body, loose.sha256) > 0)
      and not exists (select from app.invoice i where i.org_id = ${tx.orgId} and strpos(i.content::text, loose.sha256) > 0)
      and not exists (select from app.report r where r.org_id = ${tx.orgId} and strpos(r.content::text, loose.sha256) > 0)
    for update of file skip locked`.execute(tx.db)
  let gone = 0
  for (const { id, sha256 } of rows) {
    if (!(await drop(sha256))) continue
    await tx.db.deleteFrom('app.file').where('org_id', '=', tx.orgId).where('id', '=', id).execute()
    gone++
  }
  return gone
}
