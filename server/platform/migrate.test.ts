import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { testDatabase } from '#test/support/database.ts'
import { applyMigrations, migrate } from './migrate.ts'

const database = await testDatabase()
const owner = database.url('roundtrip_owner')
const quiet = () => undefined

async function ask<T extends pg.QueryResultRow>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}
const applied = async () =>
  (await ask<{ name: string }>('select name from migration.applied order by name')).map((row) => row.name)
const step = (name: string, sql: string) => ({ name, sql, hash: `${name} ${sql}` })

test('servers that start at once on an empty database all find it ready', async () => {
  const name = `${database.name}_empty`
  await ask(`create database ${name}`)
  const url = new URL(database.superuserUrl)
  url.pathname = `/${name}`
  const said: string[] = []
  try {
    await Promise.all(
      [1, 2, 3].map(() => migrate({ ownerUrl: url.toString(), log: (sentence) => void said.push(sentence) })),
    )
    const names = await applied()
    assert.deepEqual(
      said,
      names.map((migration) => `Applied migration ${migration}.`),
    )
  } finally {
    await ask(`drop database ${name} with (force)`)
  }
})

test('a migration that fails leaves the version as it was, and nothing of itself', async () => {
  const before = await applied()
  const broken = step('9001_broken.sql', 'create table app.half (org_id uuid primary key); select nonsense')
  await assert.rejects(applyMigrations(owner, [broken], quiet), /nonsense/)
  assert.deepEqual(await applied(), before)
  assert.deepEqual(await ask(`select from pg_tables where tablename = 'half'`), [])
})

test('a migration that was changed after it ran stops the start', async () => {
  const first = step('9002_first.sql', 'create table app.first (org_id uuid primary key)')
  await applyMigrations(owner, [first], quiet)
  await assert.rejects(applyMigrations(owner, [{ ...first, hash: 'other' }], quiet), /9002_first.sql was changed/)
})

test('a migration that has to wait for a lock gives way and tries again, so that readers do not queue behind it', async () => {
  const reader = new pg.Client({ connectionString: database.superuserUrl })
  await reader.connect()
  await reader.query('begin')
  await reader.query('lock table app.skill in access share mode')
  const migrating = applyMigrations(
    owner,
    [step('9003_waits.sql', 'alter table app.skill add column extra text')],
    quiet,
  )
  await new Promise((resolve) => setTimeout(resolve, 6_000))
  // It gave its place in the queue up after its lock_timeout: others read on.
  const others = await Promise.race([
    ask(`select count(*) from app.skill`).then(() => 'read'),
    new Promise((resolve) => setTimeout(() => resolve('waits'), 7_000)),
  ])
  assert.equal(others, 'read')
  await reader.query('commit')
  await reader.end()
  await migrating
  assert.ok((await applied()).includes('9003_waits.sql'))
})
