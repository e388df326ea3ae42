import { dirname, join } from 'node:path'
import type { Client } from 'pg'
import type { Cluster } from '../platform/postgres/cluster.ts'
import { writeDurably } from '../platform/durable.ts'
import { copyHashed, filesBelow, inLanes, isMissing, makeFolder, type Piece, syncAll } from './copying.ts'
import { keepSegments } from './log.ts'
import { sha256 } from './manifest.ts'

/** What belongs to the running server and not to the data. Its folders are made again when it is restored. */
const notCopied =
  /^(?:postmaster\.(?:pid|opts)$|(?:pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans|log)\/|(?:.*\/)?pg_internal\.init$|(?:.*\/)?pgsql_tmp)/

/** Folders PostgreSQL wants to find, though nothing in them is copied. */
export const emptyFolders = [
  'pg_wal/archive_status',
  'pg_wal/summaries',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_stat',
  'pg_subtrans',
  'pg_tblspc',
  'pg_twophase',
  'pg_commit_ts',
  'pg_logical/snapshots',
  'pg_logical/mappings',
]

const control = 'global/pg_control'

export type ClusterCopy = { pieces: Piece[]; log: string[]; system: string }

/**
 * Copies the files of the running database into `folder/database`, as they change: the label and the log from
 * `pg_backup_start` to `pg_backup_stop` make them one moment again. `beforeEnd` runs before the last of that log.
 */
export async function copyCluster(
  client: Client,
  cluster: Cluster,
  { folder, target, beforeEnd }: { folder: string; target: string; beforeEnd: () => Promise<void> },
): Promise<ClusterCopy> {
  const system = await one(client, 'select system_identifier::text as value from pg_control_system()')
  // Nothing of the log goes before we have it; the slot ends with our session.
  const slot = `roundtrip_backup_${process.pid}`
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot])
  const first = await one(client, `select pg_walfile_name(pg_backup_start('roundtrip', fast => true)) as value`)
  const pieces = await copyFiles(cluster.folder, folder)
  await beforeEnd()
  const { rows } = await client.query<{ lsn: string; labelfile: string }>(
    'select lsn::text, labelfile from pg_backup_stop(wait_for_archive => false)',
  )
  const [ended] = rows
  if (ended === undefined) throw new Error('the end of a backup has a label')
  await writeDurably(join(folder, 'database/backup_label'), ended.labelfile)
  pieces.push({
    path: 'database/backup_label',
    size: Buffer.byteLength(ended.labelfile),
    sha256: sha256(ended.labelfile),
  })
  const last = await one(client, `select pg_walfile_name('${ended.lsn}'::pg_lsn) as value`)
  const log = await keepSegments(cluster, target, system, { first, last })
  await client.query('select pg_drop_replication_slot($1)', [slot])
  return { pieces, log, system }
}

async function copyFiles(cluster: string, folder: string): Promise<Piece[]> {
  const database = join(folder, 'database')
  const paths = (await filesBelow(cluster)).filter((path) => !notCopied.test(path) && path !== control)
  for (const path of new Set(paths.map((one) => dirname(join(database, one))))) await makeFolder(path)
  const copied = await inLanes(paths, (path) => copyPiece(cluster, database, path))
  copied.push(await copyPiece(cluster, database, control))
  const pieces = copied.filter((piece) => piece !== null)
  await syncAll(pieces.map((piece) => join(folder, piece.path)))
  return pieces
}

/** Null where the file went meanwhile: the log knows why. */
async function copyPiece(cluster: string, database: string, path: string): Promise<Piece | null> {
  try {
    const copied = await copyHashed(join(cluster, path), join(database, path), { durable: false })
    return { path: join('database', path), ...copied }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export async function one(client: Client, text: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>(text)
  const [row] = rows
  if (row === undefined) throw new Error(`no answer to ${text}`)
  return row.value
}
