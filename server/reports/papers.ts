import type { ImageSource, PaperRenderer } from './render.ts'
import { createPaperRenderer } from './render.ts'
import type { FileStore } from '#server/platform/files/store.ts'
import type { StoredBytes } from '#server/platform/files/store.ts'
import { linkFile, markStored } from '#server/platform/files/records.ts'
import type { Tx } from '#server/platform/tenant.ts'
import type { Id } from '#core/kit/ids.ts'
import { newId } from '#server/platform/ids.ts'

/** One typesetter a process; it starts with the first paper and ends with the process. */
export const papers: PaperRenderer = createPaperRenderer()

/** The organization's stored bytes by hash, re-encoded for eyes: no place, no camera. */
export function imagesFrom(files: FileStore, orgId: Id): ImageSource {
  return async (sha256) => {
    if (!(await files.has(orgId, sha256))) return null
    return files.picture(orgId, sha256, 'web')
  }
}

/** Makes bytes that are safe on disk part of what they belong to. */
export async function keepPaper(
  tx: Tx,
  bytes: StoredBytes,
  subject: { kind: 'report' | 'invoice' | 'work_order'; id: Id },
  purpose: 'report' | 'invoice',
  name: string,
): Promise<Id> {
  const file = await markStored(tx, bytes)
  await linkFile(tx, { id: newId(), fileId: file.id, subject, purpose, audience: 'customer', name })
  return file.id
}
