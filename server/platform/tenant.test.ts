import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTenant, type Tenants } from './tenant.ts'
import { newId } from './ids.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Lifts')
const { tenants } = server.services
const as = (orgId: string) => ({ orgId, memberId: null, abilities: [] })

const addSkill = (orgId: string, name: string, wait = 0) =>
  inTenant(tenants, as(orgId), async (tx) => {
    const id = newId()
    await tx.db.insertInto('app.skill').values({ org_id: orgId, id, name }).execute()
    if (wait > 0) await sql`select pg_sleep(${wait / 1000})`.execute(tx.db)
    tx.touched('skill', id, 1)
    return id
  })

const feedOf = (orgId: string) =>
  inTenant(tenants, as(orgId), (tx) =>
    tx.db.selectFrom('app.feed').select(['seq', 'kind', 'id']).orderBy('seq').execute(),
  )

test('S18: the feed of many writers at once has no gap, and a reader behind them misses nothing', async () => {
  const before = (await feedOf(north.id)).at(-1)?.seq ?? 0
  const seen: string[] = []
  let cursor = before
  let writing = true
  const reader = (async () => {
    for (;;) {
      const last = !writing
      const rows = await inTenant(tenants, as(north.id), (tx) =>
        tx.db.selectFrom('app.feed').select(['seq', 'id']).where('seq', '>', cursor).orderBy('seq').execute(),
      )
      for (const row of rows) {
        assert.equal(row.seq, cursor + 1)
        cursor = row.seq
        seen.push(row.id)
      }
      if (last) return
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  const made = await Promise.all(
    Array.from({ length: 60 }, (_, i) => addSkill(north.id, `Skill ${i}`, Math.floor(Math.random() * 30))),
  )
  writing = false
  await reader
  assert.deepEqual(new Set(seen), new Set(made))
  assert.equal(seen.length, made.length)
})

test('one organization’s feed counts for itself and shows nothing of another’s', async () => {
  const id = await addSkill(south.id, 'Only in the south')
  assert.ok((await feedOf(south.id)).some((row) => row.id === id))
  assert.ok(!(await feedOf(north.id)).some((row) => row.id === id))
})

test('what failed is not in the feed, not in the audit, and its job does not run', async () => {
  const count = async () => (await feedOf(north.id)).length
  const before = await count()
  const id = newId()
  await assert.rejects(
    inTenant(tenants, as(north.id), async (tx) => {
      await tx.db.insertInto('app.skill').values({ org_id: north.id, id, name: 'Never' }).execute()
      tx.touched('skill', id, 1)
      tx.audit('made', 'skill', id)
      tx.enqueue('nothing', { id })
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )
  assert.equal(await count(), before)
  const audit = await server.inTenant(north.id, (tx) =>
    tx.db.selectFrom('app.audit').select('id').where('object_id', '=', id).execute(),
  )
  assert.deepEqual(audit, [])
})

test('a transaction that lost a conflict is run again from the start and counts once', async () => {
  let runs = 0
  const id = await inTenant(tenants, as(north.id), async (tx) => {
    runs++
    const made = newId()
    await tx.db
      .insertInto('app.skill')
      .values({ org_id: north.id, id: made, name: `Try ${runs}` })
      .execute()
    tx.touched('skill', made, 1)
    if (runs < 3)
      await sql`do $$ begin raise exception 'injected' using errcode = ${sql.lit(runs === 1 ? '40001' : '40P01')}; end $$`.execute(
        tx.db,
      )
    return made
  })
  assert.equal(runs, 3)
  assert.equal((await feedOf(north.id)).filter((row) => row.id === id).length, 1)
})

test('two transactions that take locks in opposite order both end', async () => {
  const [a, b] = [await addSkill(south.id, 'First lock'), await addSkill(south.id, 'Second lock')]
  const touch = (first: string, second: string) =>
    inTenant(tenants, as(south.id), async (tx) => {
      for (const id of [first, second]) {
        await tx.db
          .updateTable('app.skill')
          .set((row) => ({ version: row('version', '+', 1) }))
          .where('org_id', '=', south.id)
          .where('id', '=', id)
          .execute()
        await sql`select pg_sleep(0.05)`.execute(tx.db)
      }
      tx.touched('skill', first, 2)
    })
  await Promise.all([touch(a, b), touch(b, a)])
  const rows = await server.inTenant(south.id, (tx) =>
    tx.db.selectFrom('app.skill').select('version').where('id', 'in', [a, b]).execute(),
  )
  assert.deepEqual(
    rows.map((row) => row.version),
    [3, 3],
  )
})

test('numbers of a series have no gap and no double, although some transactions fail', async () => {
  const take = (fail: boolean) =>
    inTenant(tenants, as(north.id), async (tx) => {
      const number = await tx.nextNumber('invoice')
      if (fail) throw new Error('after all not')
      return number
    })
  const taken = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => take(i % 3 === 0)))
  const numbers = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  assert.deepEqual(
    numbers.sort((x, y) => x - y),
    Array.from({ length: 20 }, (_, i) => i + 1),
  )
})

test('all commits of a moment wake the listeners once or twice, after the commit', async () => {
  const woken: string[] = []
  const counting: Tenants = { ...tenants, wake: ({ orgId }) => void woken.push(orgId) }
  await inTenant(counting, as(north.id), async (tx) => {
    tx.touched('skill', newId(), 1)
    tx.touched('skill', newId(), 1)
    assert.deepEqual(woken, [])
  })
  assert.deepEqual(woken, [north.id])
})
