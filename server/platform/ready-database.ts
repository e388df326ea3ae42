import { join } from 'node:path'
import pg from 'pg'
import type { Config } from './config.ts'
import { type DatabaseUrls, externalUrls } from './database.ts'
import { startPostgres } from './postgres/start.ts'

export const databaseName = 'roundtrip'

/** The database of the settings, reachable and not yet migrated: one of your own, or the one that comes with Roundtrip. */
export type ReadyDatabase = {
  ownerUrl: string
  urls: DatabaseUrls
  directUrls: DatabaseUrls
  stop: () => Promise<void>
}

/** `settings`: of our own PostgreSQL, over ours. */
export async function openReadyDatabase(
  config: Config,
  log: (sentence: string) => void,
  settings: Record<string, string> = {},
): Promise<ReadyDatabase> {
  if (config.database.kind === 'external') {
    const { url, directUrl } = config.database
    return {
      ownerUrl: directUrl,
      urls: externalUrls(url),
      directUrls: externalUrls(directUrl),
      stop: async () => undefined,
    }
  }
  const postgres = await startPostgres({ dataDir: join(config.dataDir, 'postgres'), log, settings })
  await ensureDatabase(postgres.url('postgres', 'postgres'))
  const urls: DatabaseUrls = (role) => postgres.url(role, databaseName)
  return { ownerUrl: postgres.url('postgres', databaseName), urls, directUrls: urls, stop: postgres.stop }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const found = await client.query('select from pg_database where datname = $1', [databaseName])
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`)
  } finally {
    await client.end()
  }
}
