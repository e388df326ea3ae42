import { existsSync } from 'node:fs'
import { mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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

/** A new folder there; the test removes it. */
export async function quickFolder(prefix: string): Promise<string> {
  return mkdtemp(join(await quickPlace(), prefix))
}

/** For programs of ours that a test starts: what one of them has compiled the next one need not; half of a start. */
export const compiledOnce = { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../.build/compiled') }
