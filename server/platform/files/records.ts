import { sql } from 'kysely'
import { newId } from '../ids.ts'
import type { Tx } from '../tenant.ts'
import type { StoredBytes, StoredFile } from './store.ts'

export type FileState = 'announced' | 'stored' | 'refused'
export type Audience = 'office' | 'crew' | 'customer'
export type Purpose = 'photo' | 'signature' | 'document' | 'logo' | 'report' | 'invoice' | 'export'
export type SubjectKind =
  | 'work_order'
  | 'site'
  | 'customer'
  | 'asset'
  | 'day'
  | 'organization'
  | 'report'
  | 'invoice'
  | 'export_batch'

/** Says that bytes with this hash will come, or came already: the state tells. */
export async function announceFile(
  tx: Tx,
  file: { sha256: string; size: number; type: string },
): Promise<{ id: string; state: FileState }> {
  const made = await tx.db
    .insertInto('app.file')
    .values({ org_id: tx.orgId, id: newId(), ...file })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'sha256']).doUpdateSet({ sha256: (row) => row.ref('excluded.sha256') }),
    )
    .returning(['id', 'state', 'version'])
    .executeTakeFirstOrThrow()
  if (made.version === 1 && made.state === 'announced') tx.touched('file', made.id, made.version)
  return { id: made.id, state: stateOf(made.state) }
}

/**
 * Marks bytes that are durable on disk. Of several that store the same, one finds that it `isNews`: it tells the slices,
 * in the same transaction.
 */
export async function markStored(tx: Tx, bytes: StoredBytes): Promise<StoredFile & { isNews: boolean }> {
  const marked = await tx.db
    .insertInto('app.file')
    .values({
      org_id: tx.orgId,
      id: newId(),
      sha256: bytes.sha256,
      size: bytes.size,
      type: bytes.type,
      state: 'stored',
      width: bytes.width,
      height: bytes.height,
      stored_at: tx.now,
      stored_by: tx.actor.memberId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['org_id', 'sha256'])
        .doUpdateSet({
          state: 'stored',
          code: null,
          size: bytes.size,
          type: bytes.type,
          width: bytes.width,
          height: bytes.height,
          stored_at: sql`excluded.stored_at`,
          stored_by: tx.actor.memberId,
          version: sql`file.version + 1`,
        })
        .where('app.file.state', '<>', 'stored'),
    )
    .returning(['id', 'version'])
    .executeTakeFirst()
  if (marked) {
    tx.touched('file', marked.id, marked.version)
    if (tx.actor.deviceId) await oneLessUnsent(tx, tx.actor.deviceId)
  }
  const id = marked?.id ?? (await fileBySha256(tx, bytes.sha256))?.id
  if (id === undefined) throw new Error('a stored file has a row')
  return { id, sha256: bytes.sha256, size: bytes.size, state: 'stored', code: null, isNews: marked !== undefined }
}

/** The phone that handed the bytes in has them no longer alone. */
async function oneLessUnsent(tx: Tx, device: string): Promise<void> {
  await sql`update app.device set unsent_files = greatest(0, unsent_files - 1)
    where org_id = ${tx.orgId} and id = ${device}`.execute(tx.db)
}

/** The phone that took them cannot hand them in: what is refused is this copy, not what its hash names. */
export const damagedOnPhone = 'damaged_on_phone'

/** The bytes came and cannot be kept; the fact that announced them stays and is flagged by its slice. */
export async function markRefused(tx: Tx, sha256: string, code: string): Promise<StoredFile | null> {
  const row = await tx.db
    .updateTable('app.file')
    .set((file) => ({ state: 'refused', code, version: file('version', '+', 1) }))
    .where('org_id', '=', tx.orgId)
    .where('sha256', '=', sha256)
    .where('state', '!=', 'stored')
    .returning(['id', 'version', 'size'])
    .executeTakeFirst()
  if (!row) return null
  tx.touched('file', row.id, row.version)
  return { id: row.id, sha256, size: row.size, state: 'refused', code }
}

/**
 * The bytes were stored and are not there any more: they are awaited again. Only what facts name: no phone has a paper the
 * server made itself, or a logo.
 */
export async function markAwaited(tx: Tx, sha256: string): Promise<StoredFile | null> {
  const row = await tx.db
    .updateTable('app.file as file')
    .set((file) => ({ state: 'announced', stored_at: null, version: file('file.version', '+', 1) }))
    .where('file.org_id', '=', tx.orgId)
    .where('file.sha256', '=', sha256)
    .where('file.state', '=', 'stored')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('app.evidence as evidence')
          .select('evidence.id')
          .whereRef('evidence.org_id', '=', 'file.org_id')
          .whereRef('evidence.sha256', '=', 'file.sha256'),
      ),
    )
    .returning(['file.id', 'file.version', 'file.size'])
    .executeTakeFirst()
  if (!row) return null
  tx.touched('file', row.id, row.version)
  return { id: row.id, sha256, size: row.size, state: 'awaited', code: null }
}

/** A page of what is on the disk or should come to it, by hash; not what was refused for what it is. */
export async function expectedFiles(tx: Tx, after: string, most: number) {
  return tx.db
    .selectFrom('app.file')
    .select(['sha256', 'size', 'state'])
    .where('org_id', '=', tx.orgId)
    .where('sha256', '>', after)
    .where((file) => file.or([file('state', '!=', 'refused'), file('code', '=', damagedOnPhone)]))
    .orderBy('sha256')
    .limit(most)
    .execute()
}

export async function fileBySha256(tx: Tx, sha256: string) {
  return tx.db
    .selectFrom('app.file')
    .select(['id', 'version', 'sha256', 'size', 'type', 'state', 'code', 'width', 'height'])
    .where('org_id', '=', tx.orgId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
}

export type Link = {
  /** Made by whoever links: doing it twice changes nothing. */
  id: string
  fileId: string
  subject: { kind: SubjectKind; id: string }
  purpose: Purpose
  audience: Audience
  name: string
}

/** Attaches a file to what it belongs to; who sees that and the audience decide who may open it. */
export async function linkFile(tx: Tx, link: Link): Promise<void> {
  await tx.db
    .insertInto('app.file_link')
    .values({
      org_id: tx.orgId,
      id: link.id,
      file_id: link.fileId,
      subject_kind: link.subject.kind,
      subject_id: link.subject.id,
      purpose: link.purpose,
      audience: link.audience,
      name: link.name,
      linked_by: tx.actor.memberId,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'id']).doNothing())
    .execute()
}

export async function filesOf(tx: Tx, subject: { kind: SubjectKind; id: string }) {
  return tx.db
    .selectFrom('app.file_link as link')
    .innerJoin('app.file as file', (join) =>
      join.onRef('file.org_id', '=', 'link.org_id').onRef('file.id', '=', 'link.file_id'),
    )
    .select([
      'link.id',
      'link.purpose',
      'link.audience',
      'link.name',
      'link.created_at',
      'link.linked_by',
      'file.sha256',
      'file.size',
      'file.type',
      'file.state',
    ])
    .where('link.org_id', '=', tx.orgId)
    .where('link.subject_kind', '=', subject.kind)
    .where('link.subject_id', '=', subject.id)
    .where('link.removed_at', 'is', null)
    .orderBy('link.created_at')
    .execute()
}

export async function removeLink(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('app.file_link')
    .set({ removed_at: tx.now })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .execute()
}

function stateOf(text: string): FileState {
  return text === 'stored' || text === 'refused' ? text : 'announced'
}
