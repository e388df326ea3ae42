import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { testPassword, testServer } from '#test/support/server.ts'
import { openPool } from '../database.ts'
import { linkFile, markStored } from '../files/records.ts'
import { newId } from '../ids.ts'
import { tidy } from './tidy.ts'

const server = await testServer({ jobs: true })
const north = await server.makeOrganization('North Heating')
const queue = openPool(server.database.url('roundtrip_worker'), 1)
const everything = new pg.Client({ connectionString: server.database.superuserUrl })
await everything.connect()
for (const one of [everything, queue]) server.database.closeFirst(() => one.end())

const count = async (query: string, values: unknown[] = []) =>
  Number((await everything.query<{ count: string }>(`select count(*) from ${query}`, values)).rows[0]?.count)
const longAgo = new Date(Date.now() - 3 * 86_400_000)

/** A PDF nobody has seen before, stored three days ago. */
async function storedFile(): Promise<{ id: string; sha256: string }> {
  const bytes = await server.services.files.put(north.id, Buffer.from(`%PDF-1.7\n${randomBytes(12).toString('hex')}`))
  await utimes(server.services.files.pathOf(north.id, bytes.sha256), longAgo, longAgo)
  const { id } = await server.inTenant(north.id, (tx) => markStored({ ...tx, now: longAgo.toISOString() }, bytes))
  return { id, sha256: bytes.sha256 }
}

test('sessions, failed sign-ins and answers to keys go when they have expired; what still counts stays', async () => {
  await server.services.signIn.withPassword('office', north.owner.email, testPassword, '127.0.0.1')
  const sessions = await count('auth.session')
  await everything.query(`insert into auth.session (id, "expiresAt", token, "userId")
    values ('old', now() - interval '2 days', 'old token', '${north.owner.userId}')`)
  await everything.query(`insert into directory.session (session_id, app, user_id, org_id, member_id)
    values ('old', 'office', '${north.owner.userId}', '${north.id}', '${north.owner.memberId}')`)
  await everything.query(`insert into directory.sign_in_attempt values
    ('old', 3, now() - interval '2 days'), ('now', 3, now() - interval '5 minutes')`)
  await everything.query(`insert into app.idempotency_key (org_id, member_id, key, route, body_hash, status, reply, at)
    select '${north.id}', '${north.owner.memberId}', key, 'POST /api/x', '', 200, '{}', at
    from (values ('old', now() - interval '8 days'), ('new', now() - interval '6 days')) as k (key, at)`)

  await tidy(server.services, queue)
  assert.equal(await count('auth.session'), sessions)
  assert.equal(await count(`directory.session where session_id = 'old'`), 0)
  assert.deepEqual((await everything.query('select key from directory.sign_in_attempt')).rows, [{ key: 'now' }])
  assert.deepEqual((await everything.query('select key from app.idempotency_key')).rows, [{ key: 'new' }])
  assert.equal((await server.as(north.owner).fetch('/api/me')).status, 200)
})

test('jobs that failed for the last time are kept a month; those that wait for a try are never dropped', async () => {
  await everything.query(
    `select gate.enqueue(array['a', 'b', 'c'], array['{"is":"old"}', '{"is":"new"}', '{"is":"waiting"}'])`,
  )
  const set = (is: string, what: string) =>
    everything.query(`update graphile_worker._private_jobs set ${what} where payload ->> 'is' = $1`, [is])
  await everything.query('alter table graphile_worker._private_jobs disable trigger user')
  await set('old', `attempts = max_attempts, updated_at = now() - interval '31 days'`)
  await set('new', `attempts = max_attempts, updated_at = now() - interval '29 days'`)
  await set('waiting', `attempts = 3, updated_at = now() - interval '31 days'`)
  await tidy(server.services, queue)
  const { rows } = await everything.query<{ is: string }>(
    `select payload ->> 'is' as is from graphile_worker._private_jobs where payload ->> 'is' is not null order by 1`,
  )
  assert.deepEqual(
    rows.map((row) => row.is),
    ['new', 'waiting'],
  )
})

test('bytes nothing names go after a day; what a link, a photo, a held command or today names stays', async () => {
  const { files } = server.services
  const [loose, linked, held, fresh] = [await storedFile(), await storedFile(), await storedFile(), await storedFile()]
  await server.inTenant(north.id, (tx) =>
    linkFile(tx, {
      id: newId(),
      fileId: linked.id,
      subject: { kind: 'site', id: newId() },
      purpose: 'document',
      audience: 'crew',
      name: 'Manual.pdf',
    }),
  )
  await everything.query(
    `insert into app.held_command (org_id, id, command_id, stream_kind, stream_id, type, body, body_hash, code)
     values ($1, $2, $2, 'work_order', $2, 'photo', $3, '', 'visit_unknown')`,
    [north.id, newId(), JSON.stringify({ body: { sha256: held.sha256 } })],
  )
  await everything.query('update app.file set stored_at = now() where id = $1', [fresh.id])
  await tidy(server.services, queue)
  const there: [number, boolean][] = []
  for (const { id, sha256 } of [loose, linked, held, fresh])
    there.push([await count('app.file where id = $1', [id]), await files.has(north.id, sha256)])
  assert.deepEqual(there, [
    [0, false],
    [1, true],
    [1, true],
    [1, true],
  ])
})

test('bytes handed in again in the same moment are not taken away', async () => {
  const { sha256 } = await storedFile()
  await utimes(server.services.files.pathOf(north.id, sha256), new Date(), new Date())
  await tidy(server.services, queue)
  assert.equal(await server.services.files.has(north.id, sha256), true)
  assert.equal(await count('app.file where sha256 = $1', [sha256]), 1)
})

test('halves of uploads go after a day, those of today stay', async () => {
  const incoming = join(server.filesFolder, 'incoming')
  await mkdir(incoming, { recursive: true })
  const name = (text: string) => createHash('sha256').update(text).digest('hex')
  for (const half of ['old', 'new']) await writeFile(join(incoming, name(half)), half)
  await utimes(join(incoming, name('old')), longAgo, longAgo)
  await tidy(server.services, queue)
  assert.deepEqual(await readdir(incoming), [name('new')])
})

test('the job queue knows when to tidy up', async () => {
  const known = () => count(`graphile_worker._private_known_crontabs where identifier = 'tidy_up'`)
  for (let tries = 0; tries < 200 && (await known()) === 0; tries++) await sleep(25)
  assert.equal(await known(), 1)
})
