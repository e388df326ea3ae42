import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '../platform/durable.ts'
import { copyHashed, filesBelow, inLanes, isMissing, makeFolder, namesIn } from './copying.ts'

export const filesIn = (target: string) => join(target, 'files')

/** Bytes of the store by its own rule: organization, four characters of the hash, the hash. No copies made for eyes. */
const stored = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}$/

export type Pooled = {
  /** What is there now, with its size. */
  files: Map<string, number>
  copied: number
  /** Bytes in the store that are not what their name says. */
  damaged: string[]
}

/** Takes in what the store has and the backup folder has not. Bytes never change, so what is there is not read again. */
export async function poolFiles(store: string, target: string): Promise<Pooled> {
  const pool = filesIn(target)
  await makeFolder(pool)
  const pooled: Pooled = { files: new Map(), copied: 0, damaged: [] }
  const paths = await storedBelow(store)
  await inLanes(paths, async (path) => {
    const size = await sizeOf(join(store, path))
    // Let go in this moment, as nothing names it.
    if (size === null) return
    if ((await sizeOf(join(pool, path))) !== size) {
      const kept = await takeIn(join(store, path), join(pool, path))
      if (kept === 'damaged') return void pooled.damaged.push(path)
      if (kept === 'gone') return
      pooled.copied++
    }
    pooled.files.set(path, size)
  })
  return pooled
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

export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
