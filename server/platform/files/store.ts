import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { reached } from '../kill-points.ts'
import { ifThere, isMissing, makeFolder, syncFolder } from './folders.ts'
import { openPieces, type Pieces } from './pieces.ts'
import { asThumbnail, type FileType, measure, render, typeByContent, type Variant, variants } from './pictures.ts'

/** Bytes that are on disk for good. */
export type StoredBytes = { sha256: string; size: number; type: FileType; width: number | null; height: number | null }
/** What became of bytes: kept, not to be kept, or gone again. */
export type StoredFile = {
  id: string
  sha256: string
  size: number
  state: 'stored' | 'refused' | 'awaited'
  code: string | null
}

export type RefusedBytes = {
  code: 'wrong_hash' | 'wrong_size' | 'too_large' | 'empty' | 'wrong_type' | 'unreadable_picture' | 'too_many_pixels'
}

/** Bytes by organization and content hash, below one folder. Knows nothing of who may see them. */
export type FileStore = {
  /** Writes while hashing; keeps the bytes only when they are what was announced. Durable when it returns. */
  receive: (
    orgId: string,
    wanted: { sha256: string; size: number | null; most: number },
    body: AsyncIterable<Uint8Array>,
  ) => Promise<StoredBytes | RefusedBytes>
  /** What is on its way in pieces. */
  pieces: Pieces
  /** A thumbnail that came ahead of its photo, made anew; false when it is no JPEG. */
  keepEarly: (orgId: string, sha256: string, bytes: Uint8Array) => Promise<boolean>
  /** Null where none came. */
  readEarly: (orgId: string, sha256: string) => Promise<Buffer | null>
  dropEarly: (orgId: string, sha256: string) => Promise<void>
  /** Hashes of thumbnails that came before a moment and whose photo has not. */
  earlyBefore: (orgId: string, before: Date) => Promise<string[]>
  /** Bytes the server made itself. */
  put: (orgId: string, bytes: Uint8Array) => Promise<StoredBytes>
  has: (orgId: string, sha256: string) => Promise<boolean>
  /** As many bytes as there should be; `isRead`: and the very ones, which takes reading them all. */
  isWhole: (orgId: string, file: { sha256: string; size: number }, isRead: boolean) => Promise<boolean>
  read: (orgId: string, sha256: string) => Promise<Buffer>
  /** Re-encoded for eyes, made at the first look and kept. Null when the picture cannot be decoded. */
  picture: (orgId: string, sha256: string, variant: Variant) => Promise<Buffer | null>
  /** Where the bytes lie, for those that read files themselves (the typesetter). */
  pathOf: (orgId: string, sha256: string) => string
  /** True when too little disk is left to take more. */
  isFull: () => Promise<boolean>
  /** Lets bytes go that nothing names. False when they were handed in again since `before`: then they stay. */
  drop: (orgId: string, sha256: string, before: Date) => Promise<boolean>
  /** Removes what uploads that never ended left behind, and says how many. */
  dropHalves: (before: Date) => Promise<number>
}

const leastFree = 2 * 1024 ** 3

export function openFileStore(folder: string): FileStore {
  const pathOf = (orgId: string, sha256: string) => join(folder, orgId, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  const incoming = join(folder, 'incoming')
  const earlyOf = (orgId: string, sha256: string) => join(folder, 'early', orgId, `${sha256}.jpg`)
  const rendering = new Map<string, Promise<Buffer | null>>()

  async function receive(
    orgId: string,
    wanted: { sha256: string; size: number | null; most: number },
    body: AsyncIterable<Uint8Array>,
  ) {
    await makeFolder(incoming)
    const temporary = join(incoming, randomUUID())
    const file = await open(temporary, 'wx')
    try {
      const written = await write(file, body, wanted.most)
      if ('code' in written) return written
      if (wanted.size !== null && written.size !== wanted.size) return { code: 'wrong_size' as const }
      if (written.sha256 !== wanted.sha256) return { code: 'wrong_hash' as const }
      if (written.size === 0) return { code: 'empty' as const }
      const inspected = await inspect(temporary, written.head)
      if ('code' in inspected) return inspected
      await file.sync()
      await settle(temporary, pathOf(orgId, wanted.sha256))
      return { sha256: written.sha256, size: written.size, ...inspected }
    } finally {
      await file.close()
      await rm(temporary, { force: true })
    }
  }

  async function renderOnce(orgId: string, sha256: string, variant: Variant): Promise<Buffer | null> {
    const source = pathOf(orgId, sha256)
    const kept = keptAt(source, variant)
    try {
      return await readFile(kept)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    let made: Buffer
    try {
      made = await render(source, variant)
    } catch {
      // A damaged picture: there is no copy to show, and its original stays as it came.
      return null
    }
    await writeLightly(kept, made)
    return made
  }

  /** What can be made or sent again at any time: no fsync, but never half a file under its name. */
  async function writeLightly(path: string, bytes: Buffer): Promise<void> {
    const temporary = join(incoming, randomUUID())
    await makeFolder(incoming)
    await makeFolder(dirname(path))
    const file = await open(temporary, 'wx')
    await file.writeFile(bytes)
    await file.close()
    await rename(temporary, path)
  }

  return {
    receive,
    pieces: openPieces(incoming),
    async keepEarly(orgId, sha256, bytes) {
      const made = typeByContent(bytes) === 'image/jpeg' ? await asThumbnail(bytes) : null
      if (made !== null) await writeLightly(earlyOf(orgId, sha256), made)
      return made !== null
    },
    readEarly: (orgId, sha256) => ifThere(readFile(earlyOf(orgId, sha256))),
    dropEarly: (orgId, sha256) => rm(earlyOf(orgId, sha256), { force: true }),
    async earlyBefore(orgId, before) {
      const of = join(folder, 'early', orgId)
      const old: string[] = []
      for (const name of (await ifThere(readdir(of))) ?? []) {
        const found = await ifThere(stat(join(of, name)))
        if (found && found.mtime < before) old.push(name.replace(/\.jpg$/, ''))
      }
      return old
    },
    async put(orgId, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const stored = await receive(orgId, { sha256, size: bytes.byteLength, most: bytes.byteLength }, once(bytes))
      if ('code' in stored) throw new Error(`bytes of our own were refused: ${stored.code}`)
      return stored
    },
    async has(orgId, sha256) {
      return (await sizeOf(pathOf(orgId, sha256))) !== null
    },
    async isWhole(orgId, { sha256, size }, isRead) {
      const path = pathOf(orgId, sha256)
      if ((await sizeOf(path)) !== size) return false
      return !isRead || (await ifThere(hashOf(path))) === sha256
    },
    read: (orgId, sha256) => readFile(pathOf(orgId, sha256)),
    async picture(orgId, sha256, variant) {
      const key = `${orgId} ${sha256} ${variant}`
      const running = rendering.get(key) ?? renderOnce(orgId, sha256, variant).finally(() => rendering.delete(key))
      rendering.set(key, running)
      return running
    },
    pathOf,
    async isFull() {
      await makeFolder(folder)
      const disk = await statfs(folder)
      const free = disk.bavail * disk.bsize
      return free < Math.min(leastFree, disk.blocks * disk.bsize * 0.05)
    },
    drop: (orgId, sha256, before) => drop(pathOf(orgId, sha256), incoming, before),
    dropHalves: (before) => dropHalves(incoming, before),
  }
}

/** Taken aside first, so that bytes handed in again in this very moment are seen and put back. */
async function drop(path: string, incoming: string, before: Date): Promise<boolean> {
  await makeFolder(incoming)
  const aside = join(incoming, randomUUID())
  try {
    await rename(path, aside)
  } catch (error) {
    if (isMissing(error)) return true
    throw error
  }
  if ((await stat(aside)).mtime >= before) {
    await rename(aside, path)
    return false
  }
  await rm(aside)
  for (const variant of variants) await rm(keptAt(path, variant), { force: true })
  return true
}

async function dropHalves(incoming: string, before: Date): Promise<number> {
  await makeFolder(incoming)
  let gone = 0
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const found = await ifThere(stat(path))
    // Folders are an organization's pieces, with a sweep of their own.
    if (found === null || found.isDirectory() || found.mtime >= before) continue
    await rm(path, { force: true })
    gone++
  }
  return gone
}

/** Where a picture made for eyes lies, beside the bytes it was made of. */
const keptAt = (path: string, variant: Variant) => `${path}.${variant}.jpg`

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

type Written = { sha256: string; size: number; head: Uint8Array }

async function write(file: FileHandle, body: AsyncIterable<Uint8Array>, most: number): Promise<Written | RefusedBytes> {
  const hash = createHash('sha256')
  let size = 0
  let head = new Uint8Array(0)
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > most) return { code: 'too_large' }
    if (head.byteLength < 16) head = new Uint8Array(Buffer.concat([head, chunk.subarray(0, 16)]))
    hash.update(chunk)
    await file.write(chunk)
    reached('file_half_written')
  }
  return { sha256: hash.digest('hex'), size, head }
}

async function inspect(
  path: string,
  head: Uint8Array,
): Promise<{ type: FileType; width: number | null; height: number | null } | RefusedBytes> {
  const type = typeByContent(head)
  if (type === null) return { code: 'wrong_type' }
  if (type === 'application/pdf') return { type, width: null, height: null }
  const measured = await measure(path)
  return 'code' in measured ? measured : { type, ...measured }
}

/** Gives synced bytes their name, then syncs the folder: the file alone survived 299 of 300 power cuts. */
async function settle(temporary: string, path: string): Promise<void> {
  await makeFolder(dirname(path))
  await rename(temporary, path)
  reached('file_named')
  await syncFolder(dirname(path))
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

async function sizeOf(path: string): Promise<number | null> {
  return (await ifThere(stat(path)))?.size ?? null
}
