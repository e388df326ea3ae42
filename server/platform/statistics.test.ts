import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { testServer } from '#test/support/server.ts'
import { refreshStatistics } from './statistics.ts'

const server = await testServer()

test('after many rows the planner knows at once how many there are, and is told again after a few more', async () => {
  await server.makeOrganization('North Heating')
  const client = new pg.Client({ connectionString: server.database.superuserUrl })
  await client.connect()
  try {
    const rowsOf = async (table: string) =>
      (
        await client.query<{ rows: number }>('select reltuples::int as rows from pg_class where oid = $1::regclass', [
          table,
        ])
      ).rows[0]?.rows
    assert.equal(await rowsOf('app.member'), -1)
    await refreshStatistics(server.database.superuserUrl)
    assert.equal(await rowsOf('app.member'), 7)
    const { rows } = await client.query<{ options: string[] }>(
      `select reloptions as options from pg_class where oid = 'app.entry'::regclass`,
    )
    assert.ok(rows[0]?.options.includes('autovacuum_analyze_scale_factor=0.02'))
  } finally {
    await client.end()
  }
})
