import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testServer } from '#test/support/server.ts'
import { newId } from './ids.ts'
import { inTenant } from './tenant.ts'
import { inOneTransaction, type Open } from './transaction.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const { database, tenants } = server.services
const actor = { orgId: north.id, memberId: null, abilities: [] }

const skillsNamed = (name: string) =>
  inTenant(tenants, actor, (tx) => tx.db.selectFrom('app.skill').select('id').where('name', '=', name).execute())

test('statements that are sent together are done in the order they were made', async () => {
  const id = newId()
  const names = await inTenant(tenants, actor, async (tx) => {
    const read = () => tx.db.selectFrom('app.skill').select('name').where('id', '=', id).execute()
    const rename = (name: string) => tx.db.updateTable('app.skill').set({ name }).where('id', '=', id).execute()
    const [, none, , first, , second] = await Promise.all([
      sql`select 1`.execute(tx.db),
      read(),
      tx.db.insertInto('app.skill').values({ org_id: north.id, id, name: 'Gas' }).execute(),
      read(),
      rename('Gas and oil'),
      read(),
    ])
    return [none, first, second]
  })
  assert.deepEqual(names, [[], [{ name: 'Gas' }], [{ name: 'Gas and oil' }]])
})

test('a statement that failed unnoticed takes everything with it, and says so', async () => {
  await assert.rejects(
    inTenant(tenants, actor, async (tx) => {
      await tx.db.insertInto('app.skill').values({ org_id: north.id, id: newId(), name: 'Never there' }).execute()
      await sql`select 1 / 0`.execute(tx.db).catch(() => undefined)
    }),
    /a statement failed and was passed over/,
  )
  assert.deepEqual(await skillsNamed('Never there'), [])
})

test('what is written last goes with the commit, and its failure undoes all', async () => {
  const insert = (name: string) =>
    sql`insert into app.skill (org_id, id, name) values (${north.id}, ${newId()}, ${name})`
  const write = (name: string, last: (db: Open) => { sql: string; parameters: readonly unknown[] }) =>
    inOneTransaction(
      database.pool,
      { sql: `select set_config('app.org_id', $1, true)`, parameters: [north.id] },
      (db) => insert(name).execute(db),
      (db) => [last(db)],
    )
  await write('Chimneys', (db) => insert('Chimneys too').compile(db))
  assert.equal((await skillsNamed('Chimneys too')).length, 1)
  await assert.rejects(
    write('Lifts', (db) => sql`select 1 / 0`.compile(db)),
    /division by zero/,
  )
  assert.deepEqual(await skillsNamed('Lifts'), [])
})

test('what still runs when the work has failed writes nothing, in this transaction or the next', async () => {
  let late: Promise<unknown> = Promise.resolve()
  await assert.rejects(
    inTenant(tenants, actor, async (tx) => {
      const slow = async () => {
        await sql`select pg_sleep(0.01)`.execute(tx.db).catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, 20))
        await tx.db.insertInto('app.skill').values({ org_id: north.id, id: newId(), name: 'Late' }).execute()
      }
      late = assert.rejects(slow(), /the transaction is over/)
      throw new Error('no')
    }),
    /no/,
  )
  await late
  assert.deepEqual(await skillsNamed('Late'), [])
})
