import pg from 'pg'
import { externalUrls } from './database.ts'

/**
 * Counts the tables now, for whoever just wrote many rows at once: until autovacuum comes by, the planner takes them for
 * empty. Only the owner of tables may.
 */
export async function refreshStatistics(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: externalUrls(ownerUrl)('roundtrip_owner') })
  await client.connect()
  try {
    const { rows } = await client.query<{ tables: string }>(
      `select string_agg(format('app.%I', tablename), ', ') as tables from pg_tables where schemaname = 'app'`,
    )
    await client.query(`analyze (skip_locked) ${rows[0]?.tables ?? ''}`)
  } finally {
    await client.end()
  }
}
