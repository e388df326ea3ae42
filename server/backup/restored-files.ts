import { basename, dirname, join } from 'node:path'
import type { Chosen } from './choose.ts'
import { copyHashed, inLanes, isMissing, makeFolder, syncAll } from './copying.ts'
import { filesIn } from './pool.ts'
import { BackupProblem } from './problem.ts'

/** Copies the bytes the restored database names; gives those that were not there when the backup was made either. */
export async function restoreFiles(
  { target, manifest }: Chosen,
  store: string,
  stored: readonly string[],
): Promise<string[]> {
  const promised = new Set(manifest.files.map(([path]) => path))
  await makeFolder(store)
  for (const folder of new Set(stored.map((path) => dirname(join(store, path))))) await makeFolder(folder)
  const missing = await inLanes(stored, async (path) => {
    try {
      const copied = await copyHashed(join(filesIn(target), path), join(store, path), { durable: false })
      if (copied.sha256 === basename(path)) return null
      throw new BackupProblem('backup_damaged', `files/${path} is damaged: its bytes are not what its name says.`)
    } catch (error) {
      if (!isMissing(error)) throw error
      if (promised.has(path)) throw new BackupProblem('backup_damaged', `files/${path} is missing in ${target}.`)
      return path
    }
  })
  const gone = new Set(missing)
  await syncAll(stored.filter((path) => !gone.has(path)).map((path) => join(store, path)))
  return missing.filter((path) => path !== null)
}
