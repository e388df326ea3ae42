import { basename, join } from 'node:path'
import { hashOf, inLanes, isMissing, namesIn } from './copying.ts'
import { doubt } from './due.ts'
import { keptSegments, readSegment } from './log.ts'
import { backupsIn, isBackupName, type Manifest, readManifest } from './manifest.ts'
import { filesIn } from './pool.ts'
import { BackupProblem } from './problem.ts'

/** Reads every byte of the backups in a folder, or of one of them. True when all are what they were. */
export async function checkBackups(folder: string, say: (sentence: string) => void): Promise<boolean> {
  if (isBackupName(basename(folder))) return checkOne(folder, say)
  const { whole, cutOff, damaged } = await backupsIn(folder)
  for (const name of cutOff) say(`${name}: was cut off before it was whole (backup_cut_off).`)
  for (const name of damaged) say(`${name}: its manifest is damaged (backup_damaged).`)
  if (whole.length + cutOff.length + damaged.length === 0)
    throw new BackupProblem('not_a_backup', `There is no backup in ${folder}.`)
  const results: boolean[] = []
  for (const found of whole) results.push(await checkOne(found.folder, say))
  results.push(await checkLog(folder, say))
  return cutOff.length + damaged.length === 0 && results.every((well) => well)
}

/** Of all the log, that which no backup needs too: with it every moment since can be restored. */
async function checkLog(target: string, say: (sentence: string) => void): Promise<boolean> {
  let wrong = 0
  for (const system of await namesIn(join(target, 'log'))) {
    for (const segment of (await keptSegments(target, system)).values()) {
      if (await isWell(() => readSegment(target, segment))) continue
      say(`${segment.path} is damaged (backup_damaged).`)
      wrong++
    }
  }
  return wrong === 0
}

async function checkOne(folder: string, say: (sentence: string) => void): Promise<boolean> {
  const manifest = await readManifest(folder)
  const wrong = await damagedIn(folder, manifest)
  for (const path of wrong) say(`${basename(folder)}: ${path} is damaged or missing (backup_damaged).`)
  const number = manifest.pieces.length + manifest.files.length
  if (wrong.length === 0) say(`${basename(folder)}: whole, ${number} files of ${manifest.endedAt}.`)
  return wrong.length === 0
}

/**
 * Paths whose bytes are not those that were written, of everything a backup needs. The next backup looks at all of the
 * pooled ones then: the data folder may have those that are damaged.
 */
export async function damagedIn(folder: string, manifest: Manifest): Promise<string[]> {
  const target = join(folder, '..')
  const pieces = await inLanes(manifest.pieces, async ({ path, sha256 }) =>
    (await hashIs(join(folder, path), sha256)) ? null : `${basename(folder)}/${path}`,
  )
  const files = await inLanes(manifest.files, async ([path]) =>
    (await hashIs(join(filesIn(target), path), basename(path))) ? null : `files/${path}`,
  )
  const wrong = files.filter((path) => path !== null)
  if (wrong.length > 0) await doubt(target, wrong)
  return [...pieces, ...wrong, ...(await damagedLog(target, manifest))].filter((path) => path !== null)
}

async function damagedLog(target: string, { database }: Manifest): Promise<string[]> {
  if (database.kind === 'rows') return []
  const kept = await keptSegments(target, database.system)
  const wrong: string[] = []
  for (const name of database.log) {
    const segment = kept.get(name)
    if (segment === undefined) wrong.push(`log/${database.system}/${name}`)
    else if (!(await isWell(() => readSegment(target, segment)))) wrong.push(segment.path)
  }
  return wrong
}

async function isWell(read: () => Promise<Buffer | null>): Promise<boolean> {
  try {
    return (await read()) !== null
  } catch (error) {
    if (error instanceof BackupProblem) return false
    throw error
  }
}

async function hashIs(path: string, sha256: string): Promise<boolean> {
  try {
    return (await hashOf(path)).sha256 === sha256
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
