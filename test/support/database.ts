import { createHash, randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { after } from 'node:test'
import { Client } from 'pg'
import type { DatabaseUrls } from '#server/platform/database.ts'
import { migrate } from '#server/platform/migrate.ts'
import { type TestPostgres, testPostgres } from './postgres.ts'

export type TestDatabase = {
  name: string
  /** The address for a role, as the server takes it. */
  url: DatabaseUrls
  /** As the superuser: to look at what was recorded, past every policy. */
  superuserUrl: string
  /** What holds connections (a pool, a server) is closed by this before the database is dropped. */
  closeFirst: (close: () => Promise<unknown>) => void
}

/**
 * A migrated, empty database for one test file: call it once at the top.
 * It is a clone of a template that the run migrates once, and is dropped
 * when the file is through.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const database = await openTestDatabase()
  after(database.close)
  return database
}

/** The same where no test runner closes it. */
export async function openTestDatabase(): Promise<TestDatabase & { close: () => Promise<void> }> {
  const postgres = await testPostgres()
  const template = await migratedTemplate(postgres)
  const name = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser(postgres, async (client) => {
    // Owner and rights of a database are not cloned with it.
    await client.query(`create database ${name} template ${template} owner roundtrip_owner strategy file_copy`)
    await client.query(`grant create on database ${name} to roundtrip_worker`)
  })
  const closing: (() => Promise<unknown>)[] = []
  return {
    name,
    url: (role) => postgres.url(role, name),
    superuserUrl: postgres.url('postgres', name),
    closeFirst: (close) => void closing.push(close),
    close: async () => {
      for (const close of closing.reverse()) await close()
      await asSuperuser(postgres, (client) => client.query(`drop database ${name} with (force)`))
      await postgres.stop()
    },
  }
}

/** Files run side by side and roles are shared by the whole server: one of them migrates, the others wait. */
const templateLock = 7_261_102_007

async function migratedTemplate(postgres: TestPostgres): Promise<string> {
  const template = `template_${await migrationsHash()}`
  await asSuperuser(postgres, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    const found = await client.query('select from pg_database where datname = $1', [template])
    if (found.rowCount !== 0) return
    await client.query(`drop database if exists ${template}_half with (force)`)
    await client.query(`create database ${template}_half`)
    await migrate({ ownerUrl: postgres.url('postgres', `${template}_half`), log: () => undefined })
    await client.query(`alter database ${template}_half rename to ${template}`)
  })
  return template
}

async function migrationsHash(): Promise<string> {
  const folder = new URL('../../server/migrations/', import.meta.url)
  const hash = createHash('sha256')
  for (const file of (await readdir(folder)).sort()) {
    hash.update(file).update(await readFile(new URL(file, folder)))
  }
  return hash.digest('hex').slice(0, 16)
}

async function asSuperuser<T>(postgres: TestPostgres, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: postgres.url('postgres', 'postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
