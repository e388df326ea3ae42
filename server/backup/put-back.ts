import { randomUUID } from 'node:crypto'
import { chown, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '../platform/durable.ts'
import { copyHashed } from './copying.ts'

/**
 * Good bytes of the backup folder take the place of what the running server lost: whole and synced before they get their
 * name, and of the account the others belong to.
 */
export async function putBack(source: string, store: string, path: string): Promise<void> {
  const target = join(store, path)
  const { uid, gid } = await stat(store)
  const own = async (one: string) => (process.getuid?.() === uid ? undefined : chown(one, uid, gid))
  for (const folder of [dirname(dirname(dirname(target))), dirname(dirname(target)), dirname(target)])
    await makeOne(folder, own)
  // Where uploads that never ended are swept.
  const incoming = join(store, 'incoming')
  await makeOne(incoming, own)
  const half = join(incoming, randomUUID())
  try {
    const { sha256 } = await copyHashed(source, half, { durable: true })
    if (sha256 !== basename(path)) throw new Error('its bytes changed while they were read')
    await own(half)
    await rename(half, target)
    await syncFolder(dirname(target))
  } finally {
    await rm(half, { force: true })
  }
}

async function makeOne(folder: string, own: (path: string) => Promise<void>): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) === undefined) return
  await own(folder)
  await syncFolder(dirname(folder))
}
