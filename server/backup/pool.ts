import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '../platform/durable.ts'
import { copyHashed, filesBelow, hashOf, inLanes, isMissing, makeFolder, namesIn } from './copying.ts'
import type { IsDue } from './due.ts'
import type { OnRecord } from './on-record.ts'
import { putBack } from './put-back.ts'

export const filesIn = (target: string) => join(target, 'files')

/** Bytes of the store by its own rule: organization, four characters of the hash, the hash. No copies made for eyes. */
const stored = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}$/

export type Pooled = {
  /** What the backup folder has now, with its size. */
  files: Map<string, number>
  copied: number
  /** Whose bytes are not what their name says, with none that are. */
  damaged: string[]
  /** What the record calls stored and is nowhere. */
  lost: string[]
  /** Damaged or gone on one side, and written anew from the other. */
  healed: { path: string; side: Side }[]
  /** Whole in the backup folder and not in the data folder, which would not take them. */
  notPutBack: { path: string; reason: string }[]
  /** So many files are not in the data folder that it is rather its disk that is away: nothing was put back. */
  away: number
}
/** As many may be missing in the data folder, or half of all, before it is asked whether it is the right one. */
const fewAway = 20

export type Side = 'data folder' | 'backup folder'

/** `vouched`: what was found whole by the look before; null: what is on both sides is taken for whole. */
export type Looked = { onRecord: readonly OnRecord[]; isDue: IsDue; vouched: { has: (path: string) => boolean } | null }

/**
 * Takes in what the store has and the backup folder has not. Bytes never change, so what is on both sides is compared by
 * size, and read where it is due or where there is a doubt: one side has another size than the other or than the record
 * says, the record misses it, or nobody vouches for it. What one side has whole heals the other.
 */
export async function poolFiles(store: string, target: string, { onRecord, isDue, vouched }: Looked): Promise<Pooled> {
  await makeFolder(filesIn(target))
  const pooled: Pooled = { files: new Map(), copied: 0, damaged: [], lost: [], healed: [], notPutBack: [], away: 0 }
  const named = new Map(onRecord.map((file) => [file.path, file]))
  const found = new Set(await storedBelow(store))
  const away = onRecord.filter(({ path, state }) => state === 'stored' && !found.has(path)).length
  if (away > Math.max(fewAway, onRecord.length / 2)) pooled.away = away
  const paths = new Set([...found, ...named.keys()])
  await inLanes([...paths].sort(), async (path) => {
    const file = named.get(path)
    const [inStore, inPool] = await Promise.all([sizeOf(join(store, path)), sizeOf(join(filesIn(target), path))])
    if (inStore === null && inPool === null) {
      // Or let go in this moment, as nothing names it.
      if (file?.state === 'stored') pooled.lost.push(path)
      return
    }
    const isDoubtful =
      inStore !== inPool ||
      (file && (file.state === 'lost' || file.size !== inPool)) ||
      (vouched !== null && !vouched.has(path))
    if (isDoubtful || isDue(basename(path))) return look(path, { store, target, inStore, inPool }, pooled)
    pooled.files.set(path, inStore ?? 0)
  })
  return pooled
}

type Sides = { store: string; target: string; inStore: number | null; inPool: number | null }

async function look(path: string, { store, target, inStore, inPool }: Sides, pooled: Pooled): Promise<void> {
  const [ours, theirs] = [join(filesIn(target), path), join(store, path)]
  if (inPool !== null && (await isWhole(ours))) {
    pooled.files.set(path, inPool)
    if (inStore === null || !(await isWhole(theirs))) await heal(path, { from: ours, store }, pooled)
    return
  }
  const taken = inStore === null ? 'gone' : await takeIn(theirs, ours)
  // What is damaged stays as it is: nine tenths of a picture are more than nothing.
  if (taken === 'damaged' || (taken === 'gone' && inPool !== null)) pooled.damaged.push(path)
  if (taken !== 'kept') return
  pooled.files.set(path, (await sizeOf(ours)) ?? 0)
  if (inPool === null) pooled.copied++
  else pooled.healed.push({ path, side: 'backup folder' })
}

/** The backup is whole with or without it, so a data folder that takes nothing does not end it. */
async function heal(path: string, { from, store }: { from: string; store: string }, pooled: Pooled): Promise<void> {
  if (pooled.away > 0) return
  try {
    await putBack(from, store, path)
    pooled.healed.push({ path, side: 'data folder' })
  } catch (error) {
    pooled.notPutBack.push({ path, reason: error instanceof Error ? error.message : String(error) })
  }
}

async function storedBelow(store: string): Promise<string[]> {
  const found: string[] = []
  for (const org of (await namesIn(store)).filter((name) => /^[0-9a-f-]{36}$/.test(name)))
    for (const path of await filesBelow(join(store, org)))
      if (stored.test(`${org}/${path}`)) found.push(`${org}/${path}`)
  return found
}

async function takeIn(source: string, path: string): Promise<'kept' | 'damaged' | 'gone'> {
  await makeFolder(dirname(path))
  const half = `${path}.half`
  try {
    const { sha256 } = await copyHashed(source, half, { durable: true })
    if (sha256 !== basename(path)) {
      await rm(half)
      return 'damaged'
    }
  } catch (error) {
    if (isMissing(error)) return 'gone'
    throw error
  }
  await rename(half, path)
  await syncFolder(dirname(path))
  return 'kept'
}

/** What a disk cannot read any more is no more whole than what it reads wrongly. */
async function isWhole(path: string): Promise<boolean> {
  try {
    return (await hashOf(path)).sha256 === basename(path)
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'EIO')) return false
    throw error
  }
}

export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
