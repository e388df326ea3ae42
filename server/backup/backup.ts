import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Client } from 'pg'
import manifest from '../../package.json' with { type: 'json' }
import { type Config, readConfig } from '../platform/config.ts'
import { alone } from './alone.ts'
import { checkBackups } from './check.ts'
import { copyCluster, one } from './cluster-copy.ts'
import { syncFolder } from '../platform/durable.ts'
import { all, doubtNoMore, dueBetween, isDoubted, none } from './due.ts'
import { isNews, tellFound, together } from './found.ts'
import { copyHashed, isMissing, makeFolder, type Piece } from './copying.ts'
import { follow } from './follow.ts'
import { keepNewest } from './keep.ts'
import { beginArchive, moveArchive } from './log.ts'
import { backupNameAt, backupsIn, type Manifest, writeManifest } from './manifest.ts'
import { filesOnRecord } from './on-record.ts'
import { poolFiles } from './pool.ts'
import { BackupProblem, runCommand, say } from './problem.ts'
import { type Reached, reachDatabase } from './reach.ts'
import { copyRows } from './rows.ts'
import { countRows, feedPositions, migrationsApplied } from './tables.ts'

/** `npm run backup`: a copy of everything, while the server runs. */
const usage = `npm run backup -- FOLDER             a backup into this folder
npm run backup -- FOLDER --keep 14   and only the newest 14 are kept
npm run backup -- FOLDER --follow    and goes on: what is new follows, within a minute, until it is stopped
npm run backup -- FOLDER --rows      the database row by row, to restore into a PostgreSQL of your own
npm run backup -- --check FOLDER     is every byte of the backups there what it was?`

/** The server packs its log this often, so that what is followed is never more than a minute behind. */
const packedEvery = '30s'

/** Made, but something in the data folder is damaged and is not in it. */
const incomplete = 2

runCommand(async () => {
  const asked = readArguments()
  if (asked.check) return (await checkBackups(asked.target, say)) ? 0 : 1
  const read = readConfig(process.env)
  if ('problems' in read) throw new BackupProblem('wrong_arguments', read.problems.join('\n'))
  if (asked.follow && read.config.database.kind === 'external')
    throw new BackupProblem('wrong_arguments', '--follow needs the PostgreSQL that comes with Roundtrip.')
  const reached = await reachDatabase(read.config, say)
  try {
    const exitCode = await alone(reached.client, () => backUp(read.config, reached, asked))
    if (exitCode === 'busy')
      throw new BackupProblem('backup_running', 'Another backup of this database is being made. Let it end first.')
    const { cluster } = reached
    if (!asked.follow || cluster === null) return exitCode
    await reached.close()
    const isWhole = await follow({
      cluster,
      dataDir: read.config.dataDir,
      target: asked.target,
      lookedAt: new Date(),
    })
    return isWhole ? exitCode : incomplete
  } finally {
    await reached.close()
  }
})

type Asked = { target: string; keep: number | null; follow: boolean; rows: boolean; check: boolean }

function readArguments(): Asked {
  const options = {
    keep: { type: 'string' },
    follow: { type: 'boolean', default: false },
    rows: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  } as const
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const [folder, more] = positionals
    const keep = values.keep === undefined ? null : Number(values.keep)
    if (folder === undefined || more !== undefined) throw new Error('One folder is needed.')
    if (keep !== null && !(Number.isInteger(keep) && keep > 0))
      throw new Error('--keep needs a whole number from 1 on.')
    return { target: resolve(folder), keep, follow: values.follow, rows: values.rows, check: values.check }
  } catch (error) {
    throw new BackupProblem('wrong_arguments', `${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

async function backUp(config: Config, reached: Reached, asked: Asked): Promise<number> {
  const begun = new Date()
  const { target } = asked
  await makeFolder(target)
  await sweepCutOff(target)
  const folder = join(target, backupNameAt(begun))
  await makeFolder(folder)
  const store = join(config.dataDir, 'files')
  const { whole } = await backupsIn(target)
  const last = (await isDoubted(target)) ? undefined : whole.at(-1)?.manifest
  const lookedLast = last === undefined ? null : new Date(last.endedAt)
  // Most files now, so that little is left after the database: what it calls stored then is in one of the two.
  const before = await poolFiles(store, target, {
    onRecord: await filesOnRecord(reached.client),
    isDue: dueBetween(lookedLast, begun),
    vouched: new Set(last?.files.map(([path]) => path)),
  })
  const database = await copyDatabase(reached, folder, asked)
  const onRecord = await filesOnRecord(reached.client)
  // Where one is damaged others may be: then every byte is read.
  const after = await poolFiles(store, target, {
    onRecord,
    isDue: isNews(before, last) ? all : none,
    vouched: before.files,
  })
  const kept = await copyKept(config.dataDir, folder)
  const found = together(before, after)
  const files = [...found.files].sort(([a], [b]) => (a < b ? -1 : 1))
  const made: Manifest = {
    format: 1,
    version: manifest.version,
    begunAt: begun.toISOString(),
    endedAt: new Date().toISOString(),
    ...database,
    pieces: [...database.pieces, ...kept],
    files,
  }
  await syncFolder(folder)
  await writeManifest(folder, made)
  if (reached.cluster !== null && made.database.kind === 'files')
    await moveArchive(reached.cluster, target, made.database.system)
  await doubtNoMore(target)
  if (asked.keep !== null) await keepNewest(target, asked.keep, say, new Set(onRecord.map(({ path }) => path)))
  const seconds = Math.round((Date.now() - begun.getTime()) / 1000)
  say(
    `Backed up in ${seconds} s: ${folder}\n${sum(made.counts)} rows, ${files.length} files of which ${found.copied} are new.`,
  )
  return tellFound(found) ? 0 : incomplete
}

type Database = Pick<Manifest, 'database' | 'migrations' | 'counts' | 'feeds' | 'pieces'>

async function copyDatabase({ client, cluster }: Reached, folder: string, asked: Asked): Promise<Database> {
  const migrations = await migrationsApplied(client)
  if (cluster === null || asked.rows)
    return { database: { kind: 'rows' }, migrations, ...(await copyRows(client, folder)) }
  await keepLog({ client, cluster })
  let [counts, feeds]: Record<string, number>[] = [{}, {}]
  const beforeEnd = async () => {
    await client.query('begin isolation level repeatable read read only')
    counts = await countRows(client)
    feeds = await feedPositions(client)
    await client.query('commit')
  }
  const { pieces, log, system } = await copyCluster(client, cluster, { folder, target: asked.target, beforeEnd })
  const major = Number(await one(client, `select current_setting('server_version_num')::int / 10000 as value`))
  return {
    database: { kind: 'files', major, system, log },
    migrations,
    counts: counts ?? {},
    feeds: feeds ?? {},
    pieces,
  }
}

/** From the first backup on the server packs its log, so that what comes after a backup can be restored too. */
async function keepLog({
  client,
  cluster,
}: {
  client: Client
  cluster: NonNullable<Reached['cluster']>
}): Promise<void> {
  await beginArchive(cluster)
  await client.query(`alter system set archive_timeout = '${packedEvery}'`)
  await client.query('select pg_reload_conf()')
  if ((await one(client, `select current_setting('archive_mode') as value`)) !== 'on')
    say('The log between backups is kept from the next start of the server on.')
}

/** What was made at the first start and nobody can make again. */
const keptNames = ['secret', 'demo-password', 'push-keys.json']

async function copyKept(dataDir: string, folder: string): Promise<Piece[]> {
  await makeFolder(join(folder, 'kept'))
  const pieces: Piece[] = []
  for (const name of keptNames) {
    const path = join('kept', name)
    try {
      pieces.push({ path, ...(await copyHashed(join(dataDir, name), join(folder, path), { durable: true })) })
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  await syncFolder(join(folder, 'kept'))
  return pieces
}

/** Nobody else is making one, so what has no manifest never will. */
async function sweepCutOff(target: string): Promise<void> {
  for (const name of (await backupsIn(target)).cutOff) {
    say(`${name} was cut off and is removed.`)
    await rm(join(target, name), { recursive: true })
  }
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0)
