import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger, runMigrations as prepareJobs } from 'graphile-worker'
import pg from 'pg'
import { externalUrls } from './database.ts'
import { ensureRoles } from './roles.ts'

type Migration = { name: string; sql: string; hash: string }

const folder = join(import.meta.dirname, '../migrations')
/** Any number no other user of the database server takes: two starts at once wait for each other. */
const migrationLock = 7_204_118
const lockTimeout = '2s'
const triesForLock = 15

export type MigrateOptions = {
  /** Connects as a role that may create roles; it changes into ours for each step. */
  ownerUrl: string
  log: (sentence: string) => void
  /** The last migration to apply; without it all of them. */
  upTo?: string | undefined
}

/** The database as this release wants it: roles, job queue, every migration. Does nothing when all is there. */
export async function migrate({ ownerUrl, log, upTo }: MigrateOptions): Promise<void> {
  const urls = externalUrls(ownerUrl)
  const guard = new pg.Client({ connectionString: ownerUrl })
  await guard.connect()
  try {
    await guard.query('select pg_advisory_lock($1)', [migrationLock])
    await ensureRoles(guard)
    await prepareJobs({ connectionString: urls('roundtrip_worker'), logger: new Logger(() => () => undefined) })
    const wanted = (await migrationsOf(folder)).filter(({ name }) => upTo === undefined || name <= upTo)
    await applyMigrations(urls('roundtrip_owner'), wanted, log)
  } finally {
    await guard.end()
  }
}

/** Numbered `.sql` files in order: `0001_foundation.sql`. */
export async function migrationsOf(path: string): Promise<Migration[]> {
  const names = (await readdir(path)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(path, name), 'utf8')
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Applies what is missing, each in a transaction of its own; a failed one leaves the version as it was. */
export async function applyMigrations(
  url: string,
  migrations: Migration[],
  log: (sentence: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set lock_timeout = '${lockTimeout}'`)
    await client.query('set search_path = public')
    await client.query('create schema if not exists migration')
    await client.query(
      'create table if not exists migration.applied (name text primary key, hash text not null, at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration.applied')
    const applied = new Map(rows.map((row) => [row.name, row.hash]))
    for (const migration of migrations) {
      const hash = applied.get(migration.name)
      if (hash === undefined) {
        await apply(client, migration)
        log(`Applied migration ${migration.name}.`)
      } else if (hash !== migration.hash) {
        throw new Error(`Migration ${migration.name} was changed after it was applied to this database.`)
      }
    }
  } finally {
    await client.end()
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await client.query('begin')
    try {
      await client.query(migration.sql)
      await client.query('insert into migration.applied (name, hash) values ($1, $2)', [migration.name, migration.hash])
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      if (attempt >= triesForLock || !(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error
      await sleep(200 * attempt)
    }
  }
}
