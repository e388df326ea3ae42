import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { writeDurably } from '../platform/durable.ts'
import { isMissing, namesIn } from './copying.ts'
import { BackupProblem } from './problem.ts'

/**
 * A backup folder holds many backups:
 *
 *     2026-11-23T14-15-20Z/  one backup: `database/` (its files) or `tables/` (its rows), `kept/` (secrets), `manifest`
 *     files/                 bytes of every backup, by organization and hash: each once
 *     log/                   the database's log by name and hash: from the oldest backup to the last minute
 *
 * The manifest is written last, and synced: a backup without one was cut off.
 */
const piece = z.object({ path: z.string(), size: z.number(), sha256: z.string() })

const manifestShape = z.object({
  format: z.literal(1),
  version: z.string(),
  migrations: z.array(z.string()),
  begunAt: z.string(),
  endedAt: z.string(),
  database: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('files'),
      /** Major version of PostgreSQL, and the identity of the database folder. */
      major: z.number(),
      system: z.string(),
      /** Pieces of the log without which the files are no database, by name. */
      log: z.array(z.string()),
    }),
    z.object({ kind: z.literal('rows') }),
  ]),
  /** Everything in this backup's own folder. */
  pieces: z.array(piece),
  /** Bytes it needs, below `files/`: the last part of each path is the hash. */
  files: z.array(z.tuple([z.string(), z.number()])),
  /** Rows a table had. Of a copy of the files: at some moment before it ended. */
  counts: z.record(z.string(), z.number()),
  /** Where the feed of each organization was; it only grows. */
  feeds: z.record(z.string(), z.number()),
})
export type Manifest = z.infer<typeof manifestShape>

const manifestName = 'manifest'

/** The manifest and, on a line of its own, the hash of it. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = JSON.stringify(manifest)
  await writeDurably(join(folder, manifestName), `${text}\n${sha256(text)}\n`)
}

export async function readManifest(folder: string): Promise<Manifest> {
  let text: string
  try {
    text = await readFile(join(folder, manifestName), 'utf8')
  } catch (error) {
    if (!isMissing(error)) throw error
    if ((await namesIn(folder)).length === 0)
      throw new BackupProblem('not_a_backup', `There is no backup in ${folder}.`)
    throw new BackupProblem(
      'backup_cut_off',
      `The backup in ${folder} was cut off before it was whole. Use another one.`,
    )
  }
  const [body = '', sum = ''] = text.split('\n')
  if (sha256(body) !== sum) {
    throw new BackupProblem('backup_damaged', `The manifest of the backup in ${folder} is damaged. Use another one.`)
  }
  const read = manifestShape.safeParse(JSON.parse(body))
  if (read.success) return read.data
  throw new BackupProblem('newer_version', `The backup in ${folder} has a form this release does not know.`)
}

const backupName = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/
export const isBackupName = (name: string) => backupName.test(name)
export const backupNameAt = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`

export type Found = { name: string; folder: string; manifest: Manifest }

export type Backups = { whole: Found[]; cutOff: string[]; damaged: string[] }

/** The backups of a backup folder, oldest first; of those without a whole manifest only the names. */
export async function backupsIn(target: string): Promise<Backups> {
  const backups: Backups = { whole: [], cutOff: [], damaged: [] }
  for (const name of (await namesIn(target)).filter(isBackupName)) {
    const folder = join(target, name)
    try {
      backups.whole.push({ name, folder, manifest: await readManifest(folder) })
    } catch (error) {
      if (!(error instanceof BackupProblem)) throw error
      if (error.code === 'backup_damaged' || error.code === 'newer_version') backups.damaged.push(name)
      else backups.cutOff.push(name)
    }
  }
  return backups
}

export const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')
