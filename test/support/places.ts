import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '#server/platform/postgres/cluster.ts'

const memory = '/dev/shm'
const enough = 4 * 1024 ** 3

/**
 * Where what a test writes lies: in memory where there is enough of it. A disk that syncs was most of the waiting, and a
 * process that is killed leaves the same behind in both; only a power cut tells them apart, and that has disks of its own.
 */
export async function quickPlace(): Promise<string> {
  if (!existsSync(memory)) return tmpdir()
  const { bavail, bsize } = await statfs(memory)
  return bavail * bsize > enough ? memory : tmpdir()
}

const named = /^roundtrip-(?!disk)[a-z]+-(\d+)-/

/** A new folder there; the test removes it. What a test left that was killed goes with the next one. */
export async function quickFolder(name: string): Promise<string> {
  const place = await quickPlace()
  for (const left of await readdir(place)) {
    const pid = named.exec(left)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(place, left), { recursive: true, force: true })
  }
  return mkdtemp(join(place, `roundtrip-${name}-${process.pid}-`))
}

/** For programs of ours that a test starts: what one of them has compiled the next one need not; half of a start. */
export const compiledOnce = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../.build/compiled') }
