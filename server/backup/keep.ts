import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { filesBelow, namesIn } from './copying.ts'
import { keptSegments } from './log.ts'
import { backupsIn } from './manifest.ts'
import { filesIn } from './pool.ts'

/**
 * Lets all but the newest backups go, then bytes that neither those left nor the record name, and log that none of those
 * left needs.
 */
export async function keepNewest(
  target: string,
  count: number,
  say: (sentence: string) => void,
  onRecord: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { whole, damaged } = await backupsIn(target)
  const gone = whole.slice(0, -count)
  if (gone.length === 0) return
  // Its manifest first: a removal that is cut off leaves a backup that says so.
  for (const { folder } of gone) {
    await rm(join(folder, 'manifest'))
    await rm(folder, { recursive: true })
  }
  const left = whole.slice(-count).map((one) => one.manifest)
  const oldest = left[0]?.endedAt ?? ''
  if (damaged.length > 0) {
    say(
      `What ${damaged.join(', ')} needs cannot be read, so no files and no log were removed. Take that folder away first.`,
    )
    return say(`${gone.length} older than ${oldest} removed, as ${count} are kept.`)
  }
  const needed = new Set([...onRecord, ...left.flatMap((manifest) => manifest.files.map(([path]) => path))])
  await dropFiles(target, needed)
  for (const system of await namesIn(join(target, 'log'))) {
    const firsts = left.flatMap(({ database }) =>
      database.kind === 'files' && database.system === system ? (database.log[0] ?? []) : [],
    )
    await dropLog(target, system, firsts.sort()[0])
  }
  say(`${gone.length} older than ${oldest} removed, as ${count} are kept.`)
}

async function dropFiles(target: string, needed: ReadonlySet<string>): Promise<void> {
  for (const path of await filesBelow(filesIn(target))) {
    if (!needed.has(path)) await rm(join(filesIn(target), path), { force: true })
  }
}

/** Names of the log grow: what is before the first that a backup needs is needed by none. */
async function dropLog(target: string, system: string, first: string | undefined): Promise<void> {
  for (const [name, { path }] of await keptSegments(target, system)) {
    if (first === undefined || name < first) await rm(join(target, path), { force: true })
  }
}
