import { sql } from 'kysely'
import type { SiteFile } from '#core/customers/file-api.ts'
import type { Tx } from '#server/platform/tenant.ts'

const files = (tx: Tx) =>
  tx.db
    .selectFrom('app.file_link as link')
    .innerJoin('app.file as file', (join) =>
      join.onRef('file.org_id', '=', 'link.org_id').onRef('file.id', '=', 'link.file_id'),
    )
    .leftJoin('app.member as member', (join) =>
      join.onRef('member.org_id', '=', 'link.org_id').onRef('member.id', '=', 'link.linked_by'),
    )
    .selectAll('link')
    .select(['file.sha256', 'file.type', 'file.size', 'member.name as linked_by_name'])
    .where('link.org_id', '=', tx.orgId)
    .where('link.subject_kind', '=', 'site')
    .where('link.purpose', '=', 'document')

type FileRow = Awaited<ReturnType<ReturnType<typeof files>['executeTakeFirstOrThrow']>>

function present(row: FileRow): SiteFile {
  return {
    id: row.id,
    version: row.version,
    siteId: row.subject_id,
    sha256: row.sha256,
    name: row.name,
    mediaType: row.type,
    size: row.size,
    audience: row.audience === 'office' || row.audience === 'customer' ? row.audience : 'crew',
    attachedBy: row.linked_by_name ?? '',
    attachedAt: row.created_at,
    withdrawnAt: row.removed_at,
  }
}

export async function listSiteFiles(tx: Tx, siteId: string): Promise<SiteFile[]> {
  const rows = await files(tx)
    .where('link.subject_id', '=', siteId)
    .where('link.removed_at', 'is', null)
    .orderBy('link.created_at', 'desc')
    .execute()
  return rows.map(present)
}

export async function loadSiteFile(tx: Tx, id: string): Promise<SiteFile | undefined> {
  const row = await files(tx).where('link.id', '=', id).executeTakeFirst()
  return row && present(row)
}

/** False when the version seen is not the version now. */
export async function updateSiteFile(
  tx: Tx,
  id: string,
  seen: number,
  changes: { name?: string | undefined; audience?: string | undefined; removed_at?: string },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('app.file_link')
    .set({ ...changes, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', seen)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** A phone holds a site with its files: the site has a new version when they change. */
export async function bumpSite(tx: Tx, siteId: string): Promise<number> {
  const row = await tx.db
    .updateTable('app.site')
    .set({ version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', siteId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
