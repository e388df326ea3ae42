import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { sessionApi } from '#core/people/session-api.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')

async function asSuperuser(text: string): Promise<void> {
  const url = new URL(server.database.superuserUrl)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.toString() })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
const cut = (allowed: boolean) =>
  asSuperuser(`alter database ${server.database.name} with allow_connections ${allowed}`)
const endAll = () =>
  asSuperuser(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${server.database.name}'`)

test('while the database cannot be reached every request ends soon with 503, and all is well when it is back', async () => {
  await cut(false)
  await endAll()
  try {
    for (const path of ['/api/me', '/healthz', '/api/live']) {
      const begun = performance.now()
      const response = await server.as(north.owner).fetch(path)
      assert.equal(response.status, 503, path)
      assert.ok(Number(response.headers.get('retry-after')) > 0)
      assert.equal((await response.json()).code, 'unavailable')
      assert.ok(performance.now() - begun < 10_000)
    }
  } finally {
    await cut(true)
  }
  const begun = performance.now()
  for (;;) {
    const answer = await server.as(north.owner).fetch('/api/me')
    if (answer.status === 200) break
    assert.ok(performance.now() - begun < 5_000, 'heals within five seconds')
    await sleep(100)
  }
  assert.equal((await server.as(north.owner).call(sessionApi.me, {})).actor.name, 'North owner')
})

test('a live stream that lived through the loss of the database hears again', async () => {
  const response = await server.as(north.owner).fetch('/api/live')
  if (!response.body) throw new Error('no body')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  await reader.read()
  await endAll()
  await sleep(1_500)
  const { orgId, memberId } = north.owner
  await server.inTenant(orgId, async (tx) => tx.touched('member', memberId, 9))
  let heard = ''
  const limit = setTimeout(() => void reader.cancel(), 8_000)
  while (!heard.includes(memberId)) {
    const { done, value } = await reader.read()
    if (done) break
    heard += value
  }
  clearTimeout(limit)
  assert.ok(heard.includes(memberId), heard)
  await reader.cancel()
})
