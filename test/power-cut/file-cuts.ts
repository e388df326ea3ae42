import { randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { openFileStore } from '#server/platform/files/store.ts'
import { openDisk } from './disk.ts'
import { smallPicture } from './load.ts'
import type { Cuts } from './machine.ts'

/** What is broken on purpose: the folder is not synced, or nothing is. */
export type Broken = 'folders' | 'everything'

/** Pictures stored one after the other; each image of the disk is taken right after the last `stored`. */
export async function cutFiles(images: number, each: number, broken?: Broken): Promise<Cuts> {
  const disk = await openDisk(96)
  const heal = broken ? await breakSyncing(broken) : () => undefined
  try {
    const store = openFileStore(join(disk.folder, 'files'))
    const org = randomUUID()
    const cuts: Cuts = { images, acknowledged: 0, lost: 0, doubled: 0, unusable: [] }
    const stored: { sha256: string; size: number }[] = []
    for (let n = 0; n < images; n++) {
      for (let k = 0; k < each; k++) stored.push(await store.put(org, await smallPicture()))
      const recovered = await disk.cut(() => [])
      const after = openFileStore(join(recovered.folder, 'files'))
      for (const { sha256, size } of stored) {
        const bytes = (await after.has(org, sha256)) ? await after.read(org, sha256) : null
        if (bytes?.byteLength !== size) cuts.lost++
      }
      cuts.acknowledged += stored.length
      await recovered.release()
    }
    return cuts
  } finally {
    heal()
    await disk.release()
  }
}

/** Makes syncing do nothing, for every file handle of this process, until it is healed. */
async function breakSyncing(what: Broken): Promise<() => void> {
  const handle = await open(tmpdir(), 'r')
  const prototype: { sync: FileHandle['sync']; datasync: FileHandle['datasync'] } = Object.getPrototypeOf(handle)
  await handle.close()
  const { sync, datasync } = prototype
  prototype.sync = async function (this: FileHandle) {
    if (what === 'everything' || (await this.stat()).isDirectory()) return
    await sync.call(this)
  }
  return () => void Object.assign(prototype, { sync, datasync })
}
