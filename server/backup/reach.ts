import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Config } from '../platform/config.ts'
import { type Cluster, describeCluster, runningServer } from '../platform/postgres/cluster.ts'
import { socketUrl } from '../platform/postgres/session.ts'
import { startPostgres } from '../platform/postgres/start.ts'
import { databaseName } from '../platform/ready-database.ts'
import { BackupProblem } from './problem.ts'

/** The database as it is now: of a server that runs, or started for us. `cluster`: it is the one that came with us. Closing twice is closing once. */
export type Reached = { client: Client; cluster: Cluster | null; close: () => Promise<void> }

export async function reachDatabase(config: Config, say: (sentence: string) => void): Promise<Reached> {
  if (config.database.kind === 'external') {
    const client = await connected(config.database.directUrl)
    return { client, cluster: null, close: () => client.end() }
  }
  const dataDir = join(config.dataDir, 'postgres')
  await access(join(dataDir, 'cluster/PG_VERSION')).catch(() => {
    throw new BackupProblem(
      'nothing_to_back_up',
      `There is no database in ${config.dataDir}. Set DATA_DIR to the folder it is in.`,
    )
  })
  const cluster = await describeCluster(dataDir)
  const running = await runningServer(cluster)
  if (running !== undefined) {
    const client = await connected(socketUrl(running.socketDir, 'postgres', databaseName))
    return { client, cluster, close: () => client.end() }
  }
  const postgres = await startPostgres({ dataDir, log: say })
  try {
    const client = await connected(postgres.url('postgres', databaseName))
    return {
      client,
      cluster,
      close: async () => {
        await client.end()
        await postgres.stop()
      },
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

export async function connected(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'roundtrip backup',
  })
  await client.connect()
  return client
}
