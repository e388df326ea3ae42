import type { Client } from 'pg'
import type { Config } from '../platform/config.ts'
import { migrate } from '../platform/migrate.ts'
import { openReadyDatabase } from '../platform/ready-database.ts'
import type { Chosen } from './choose.ts'
import { newEpochs } from './epoch.ts'
import { filesOnRecord, type OnRecord } from './on-record.ts'
import { BackupProblem, say } from './problem.ts'
import { connected } from './reach.ts'
import type { Point } from './recover.ts'
import { loadRows } from './rows.ts'
import { organizations } from './tables.ts'

/** The schema by the migrations the backup had, then its rows; what is newer is applied to them, as at any start. */
export async function restoreRows(
  config: Config,
  { folder, manifest }: Chosen,
  half: string,
): Promise<{ point: Point; onRecord: OnRecord[] }> {
  const database = await openReadyDatabase({ ...config, dataDir: half }, () => undefined)
  try {
    const { ownerUrl } = database
    await migrate({ ownerUrl, log: () => undefined, upTo: manifest.migrations.at(-1) })
    const client = await connected(ownerUrl)
    try {
      await ensureNobody(client)
      const tables = manifest.pieces.map((piece) => piece.path).filter((path) => path.startsWith('tables/'))
      await loadRows(client, folder, tables)
      await migrate({ ownerUrl, log: say })
      const orgs = await inTransaction(client, () => organizations(client))
      await inTransaction(client, async () => {
        await client.query('set local role roundtrip_app')
        const epochs = await newEpochs(client, orgs)
        if (epochs !== orgs.length) throw new Error('every organization gets a new epoch')
      })
      say(`${orgs.length} organizations, each with a new epoch.`)
      const rows = Object.values(manifest.counts).reduce((sum, count) => sum + count, 0)
      return { point: { asOf: manifest.endedAt, rows, lost: null }, onRecord: await filesOnRecord(client) }
    } finally {
      await client.end()
    }
  } finally {
    await database.stop()
  }
}

async function ensureNobody(client: Client): Promise<void> {
  if ((await inTransaction(client, () => organizations(client))).length === 0) return
  throw new BackupProblem(
    'database_not_empty',
    'The database has an organization already. A restore never overwrites: use an empty one.',
  )
}

async function inTransaction<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
