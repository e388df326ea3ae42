import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { migrationsOf } from '../platform/migrate.ts'
import { choose, type Chosen } from './choose.ts'
import { copyHashed, namesIn } from './copying.ts'
import type { OnRecord } from './on-record.ts'
import { type Point, recover } from './recover.ts'
import { BackupProblem, say } from './problem.ts'
import { restoreFiles } from './restored-files.ts'
import { restoreRows } from './restored-rows.ts'

/** Beside what will be: whatever ends us half way leaves nothing that looks like data. */
const halfName = '.restoring'

/** A backup becomes the data folder, which must be empty. All of it, or nothing and the reason. */
export async function restoreInto(
  config: Config,
  folder: string,
  to: Date | null,
  withoutDamaged = false,
): Promise<void> {
  await ensureEmpty(config)
  const chosen = await choose(folder, to, withoutDamaged)
  await ensureKnown(chosen)
  const begun = Date.now()
  const half = join(config.dataDir, halfName)
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { mode: 0o755 })
  try {
    const { point, onRecord } = await restoreDatabase(config, chosen, to, half)
    const { restored, missing, damaged } = await restoreFiles(chosen, join(half, 'files'), onRecord)
    await restoreKept(chosen, half)
    for (const name of await namesIn(half)) await rename(join(half, name), join(config.dataDir, name))
    for (const path of missing)
      say(`Not there, and in no backup: files/${path}. Where a phone took it, the server asks for it.`)
    for (const path of damaged)
      say(`Damaged, and not restored: files/${path}. Where a phone took it, the server asks for it.`)
    tell(config, chosen, point, restored, begun)
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}

async function ensureEmpty({ dataDir }: Config): Promise<void> {
  const there = (await namesIn(dataDir)).filter((name) => name !== halfName)
  if (there.length === 0) return
  throw new BackupProblem(
    'data_folder_not_empty',
    `${dataDir} is not empty (${there.slice(0, 3).join(', ')}). A restore never overwrites: move it away, or set DATA_DIR to another folder.`,
  )
}

/** A release can take in what it or an earlier one has written. */
async function ensureKnown({ manifest, name }: Chosen): Promise<void> {
  const known = new Set((await migrationsOf(join(import.meta.dirname, '../migrations'))).map((one) => one.name))
  const unknown = manifest.migrations.find((migration) => !known.has(migration))
  if (unknown === undefined) return
  throw new BackupProblem(
    'newer_version',
    `The backup ${name} was made by a newer release (${manifest.version}, with ${unknown}). Restore it with that release or a later one.`,
  )
}

async function restoreDatabase(
  config: Config,
  chosen: Chosen,
  to: Date | null,
  half: string,
): Promise<{ point: Point; onRecord: OnRecord[] }> {
  if (chosen.manifest.database.kind === 'rows') return restoreRows(config, chosen, half)
  if (config.database.kind === 'external') {
    throw new BackupProblem(
      'other_database',
      'This is a backup of the PostgreSQL that comes with Roundtrip. Restore it without DATABASE_URL, then take one with --rows for a PostgreSQL of your own.',
    )
  }
  return recover(chosen, { ...chosen.manifest.database, to, dataDir: join(half, 'postgres') })
}

async function restoreKept({ folder, manifest }: Chosen, half: string): Promise<void> {
  for (const { path, sha256 } of manifest.pieces.filter((piece) => piece.path.startsWith('kept/'))) {
    const target = join(half, path.slice('kept/'.length))
    const copied = await copyHashed(join(folder, path), target, { durable: true })
    if (copied.sha256 !== sha256)
      throw new BackupProblem('backup_damaged', `${path} of the backup ${folder} is damaged.`)
    await chmod(target, 0o600)
  }
}

function tell(config: Config, { name }: Chosen, point: Point, files: number, begun: number): void {
  const seconds = Math.round((Date.now() - begun) / 1000)
  say(`Restored in ${seconds} s from ${name}, as of ${point.asOf}: ${point.rows} rows, ${files} files.`)
  if (point.lost !== null) say(point.lost)
  say(
    `It is in ${config.dataDir}; npm start runs on it. Phones offer again what they handed in during the last 30 days.`,
  )
}
