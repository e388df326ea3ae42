import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { pieceSize } from '#core/sync/chunks.ts'
import { type FileStore, openFileStore } from '#server/platform/files/store.ts'
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
    const stored: string[] = []
    for (let n = 0; n < images; n++) {
      for (let k = 0; k < each; k++) stored.push((await store.put(org, await smallPicture())).sha256)
      const recovered = await disk.cut(() => [])
      const after = openFileStore(join(recovered.folder, 'files'))
      cuts.lost += await lostOf(after, org, stored)
      cuts.acknowledged += stored.length
      await recovered.release()
    }
    return cuts
  } finally {
    heal()
    await disk.release()
  }
}

/** Those whose very bytes cannot be read: a disk that lost them may still name a file of the right length, full of zeros. */
export async function lostOf(store: FileStore, org: string, stored: readonly string[]): Promise<number> {
  let lost = 0
  for (const sha256 of stored) {
    const bytes = (await store.has(org, sha256)) ? await store.read(org, sha256) : null
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) lost++
  }
  return lost
}

/** Pieces of files that are not whole yet: each that was acknowledged is one the phone does not send again. */
export async function cutPieces(images: number, each: number): Promise<Cuts> {
  const disk = await openDisk(96)
  try {
    const { pieces } = openFileStore(join(disk.folder, 'files'))
    const org = randomUUID()
    const cuts: Cuts = { images, acknowledged: 0, lost: 0, doubled: 0, unusable: [] }
    const sent: { sha256: string; bytes: Buffer }[] = []
    for (let n = 0; n < images; n++) {
      for (let k = 0; k < each; k++) {
        const file = { sha256: randomBytes(32).toString('hex'), bytes: randomBytes(2 * pieceSize) }
        // Out of order, as two requests in flight arrive.
        for (const first of [1, 0]) {
          const bytes = file.bytes.subarray(first * pieceSize, (first + 1) * pieceSize)
          await pieces.keep(org, file.sha256, { size: 2 * pieceSize, first, bytes })
        }
        sent.push(file)
      }
      const recovered = await disk.cut(() => [])
      const after = openFileStore(join(recovered.folder, 'files')).pieces
      for (const { sha256, bytes } of sent) {
        const isThere = (await after.arrived(org, sha256))?.isComplete === true
        if (!isThere || !(await wholeOf(after.read(org, sha256))).equals(bytes)) cuts.lost++
      }
      cuts.acknowledged += sent.length
      await recovered.release()
    }
    return cuts
  } finally {
    await disk.release()
  }
}

async function wholeOf(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
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
