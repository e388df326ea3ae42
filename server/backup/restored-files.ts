import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Chosen } from './choose.ts'
import { copyHashed, inLanes, makeFolder, syncAll } from './copying.ts'
import type { OnRecord } from './on-record.ts'
import { filesIn, sizeOf } from './pool.ts'
import { BackupProblem } from './problem.ts'

/** How many came back, and of those the record calls stored the ones that did not. */
export type RestoredFiles = { restored: number; missing: string[]; damaged: string[] }

/**
 * Copies the bytes the restored database names, also where it waits for them: the server finds them the next night, and
 * the phone that took them may be gone. What the backup promised has to be there and whole.
 */
export async function restoreFiles(
  { target, manifest }: Chosen,
  store: string,
  onRecord: readonly OnRecord[],
): Promise<RestoredFiles> {
  const promised = new Set(manifest.files.map(([path]) => path))
  await makeFolder(store)
  const sizes = await inLanes(onRecord, ({ path }) => sizeOf(join(filesIn(target), path)))
  const there = onRecord.filter((_, n) => sizes[n] !== null)
  for (const folder of new Set(there.map(({ path }) => dirname(join(store, path))))) await makeFolder(folder)
  const whole = await inLanes(there, async ({ path }) => {
    const copied = await copyHashed(join(filesIn(target), path), join(store, path), { durable: false })
    if (copied.sha256 === basename(path)) return true
    if (promised.has(path))
      throw new BackupProblem('backup_damaged', `files/${path} is damaged: its bytes are not what its name says.`)
    await rm(join(store, path))
    return false
  })
  const absent = onRecord.filter((_, n) => sizes[n] === null)
  for (const { path } of absent)
    if (promised.has(path)) throw new BackupProblem('backup_damaged', `files/${path} is missing in ${target}.`)
  await syncAll(there.filter((_, n) => whole[n]).map(({ path }) => join(store, path)))
  return {
    restored: whole.filter(Boolean).length,
    missing: absent.filter(({ state }) => state === 'stored').map(({ path }) => path),
    damaged: there.filter((_, n) => !whole[n]).map(({ path }) => path),
  }
}
