import { chmod, chown, lchown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { findBinaries } from '../platform/postgres/binaries.ts'
import { type Cluster, describeCluster } from '../platform/postgres/cluster.ts'
import { type Postgres, startPostgres } from '../platform/postgres/start.ts'
import { databaseName } from '../platform/ready-database.ts'
import type { Chosen } from './choose.ts'
import { emptyFolders } from './cluster-copy.ts'
import { copyHashed, inLanes } from './copying.ts'
import { newEpochs } from './epoch.ts'
import { keptSegments, readSegment, withoutGap } from './log.ts'
import { filesOnRecord, type OnRecord } from './on-record.ts'
import { BackupProblem, say } from './problem.ts'
import { connected } from './reach.ts'
import { countRows, feedPositions } from './tables.ts'

/** What was restored: until when, how much, and a sentence where the log ended early. */
export type Point = { asOf: string; rows: number; lost: string | null }

type Asked = { major: number; system: string; log: string[]; to: Date | null; dataDir: string }

/** The files become a database again: PostgreSQL reads the log they need, and what came after as far as is asked. */
export async function recover(chosen: Chosen, asked: Asked): Promise<{ point: Point; onRecord: OnRecord[] }> {
  const cluster = await layOut(chosen, asked)
  const { last, lost } = await layOutLog(chosen, asked, cluster)
  await giveTo(cluster)
  const postgres = await startRecovery(asked)
  try {
    await untilRecovered(postgres, asked)
    const client = await connected(postgres.url('postgres', databaseName))
    try {
      const point = {
        asOf: asked.to?.toISOString() ?? (chosen.goOn ? `the log’s end, ${last}` : chosen.manifest.endedAt),
        lost,
      }
      return { point: { ...point, rows: await settle(client, chosen) }, onRecord: await filesOnRecord(client) }
    } finally {
      await client.end()
    }
  } finally {
    await postgres.stop()
  }
}

async function layOut({ folder, manifest }: Chosen, { dataDir, major }: Asked): Promise<Cluster> {
  const cluster = await describeCluster(dataDir)
  const binaries = await findBinaries(cluster.account)
  if (binaries.major !== major) {
    throw new BackupProblem(
      'other_database',
      `The backup’s database is of PostgreSQL ${major}; this release brings ${binaries.major}. Restore it with the release that made it and take one with --rows.`,
    )
  }
  const pieces = manifest.pieces.filter((piece) => piece.path.startsWith('database/'))
  const placeOf = (path: string) => join(cluster.folder, path.slice('database/'.length))
  for (const path of emptyFolders) await mkdir(join(cluster.folder, path), { recursive: true, mode: 0o700 })
  for (const path of new Set(pieces.map((piece) => dirname(placeOf(piece.path)))))
    await mkdir(path, { recursive: true, mode: 0o700 })
  // PostgreSQL syncs all of it before it writes.
  await inLanes(pieces, async ({ path, sha256 }) => {
    const copied = await copyHashed(join(folder, path), placeOf(path), { durable: false })
    if (copied.sha256 !== sha256)
      throw new BackupProblem('backup_damaged', `${path} of the backup ${folder} is damaged.`)
  })
  await writeFile(join(cluster.folder, 'recovery.signal'), '')
  return cluster
}

async function layOutLog(
  { target, goOn }: Chosen,
  { system, log, to }: Asked,
  cluster: Cluster,
): Promise<{ last: string; lost: string | null }> {
  const kept = await keptSegments(target, system)
  const run = goOn ? withoutGap([...kept.keys()], log[0] ?? '') : log
  for (const name of run) {
    const segment = kept.get(name)
    const bytes = segment && (await readSegment(target, segment))
    if (!bytes) throw new BackupProblem('backup_damaged', `The log’s ${name} is missing in ${target}.`)
    await writeFile(join(cluster.folder, 'pg_wal', name), bytes, { mode: 0o600 })
  }
  const last = run.at(-1) ?? ''
  const timeline = last.slice(0, 8)
  const later = [...kept.keys()].filter((name) => name.startsWith(timeline) && name > last)
  const lost =
    goOn && to === null && later.length > 0 ? `The log has a gap after ${last}: what came later is not restored.` : null
  return { last, lost }
}

/** As root the database runs under an account of its own, to which all of it must belong. */
async function giveTo({ folder, account }: Cluster): Promise<void> {
  await chmod(folder, 0o700)
  if (account === undefined) return
  await chown(folder, account.uid, account.gid)
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    await lchown(join(entry.parentPath, entry.name), account.uid, account.gid)
}

async function startRecovery({ dataDir, to }: Asked): Promise<Postgres> {
  const until: Record<string, string> =
    to === null ? {} : { recovery_target_time: to.toISOString().replace('Z', '+00'), recovery_target_action: 'promote' }
  // All of the log lies where the server looks by itself. What it says goes where we can read it.
  const alone = { restore_command: 'false', recovery_target_timeline: 'current', logging_collector: 'off' }
  try {
    return await startPostgres({ dataDir, log: () => undefined, settings: { ...alone, ...until } })
  } catch (error) {
    const said = await readFile(join(dataDir, 'start.log'), 'utf8').catch(() => '')
    if (to !== null && said.includes('recovery ended before configured recovery target')) throw notCovered(to)
    const fatal = said.split('\n').find((line) => /FATAL|PANIC/.test(line))
    throw notRecoverable(fatal ?? (error instanceof Error ? error.message : String(error)))
  }
}

const notCovered = (to: Date) =>
  new BackupProblem(
    'time_not_covered',
    `The log does not reach ${to.toISOString()}. Take a backup of the running server first, or choose an earlier moment.`,
  )

async function untilRecovered(postgres: Postgres, { to }: Asked): Promise<void> {
  let fell = false
  postgres.onExit(() => (fell = true))
  for (;;) {
    if (fell && to !== null) throw notCovered(to)
    if (fell) throw notRecoverable('It ended while reading its log.')
    try {
      const client = await connected(postgres.url('postgres', 'postgres'))
      const { rows } = await client
        .query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering')
        .finally(() => client.end())
      if (rows[0]?.recovering === false) return
    } catch (error) {
      // Its fall is what counts, and is seen a moment later.
      if (!(error instanceof Error)) throw error
    }
    await sleep(50)
  }
}

const notRecoverable = (reason: string) =>
  new BackupProblem(
    'not_recoverable',
    `The database of this backup cannot be brought up. Nothing was restored. ${reason}`,
  )

/** New epochs, and a look whether everything is there that the backup counted. */
async function settle(client: Client, { manifest, name }: Chosen): Promise<number> {
  await client.query('alter system reset archive_timeout')
  const feeds = await feedPositions(client)
  for (const [org, last] of Object.entries(manifest.feeds)) {
    if ((feeds[org] ?? -1) >= last) continue
    throw notRecoverable(`The feed of ${org} ends at ${feeds[org] ?? 0}; the backup ${name} had ${last}.`)
  }
  const epochs = await newEpochs(client, Object.keys(feeds))
  if (epochs !== Object.keys(feeds).length) throw new Error('every organization gets a new epoch')
  const counts = await countRows(client)
  say(`${epochs} organizations, each with a new epoch.`)
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
