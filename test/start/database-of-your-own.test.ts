import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Client } from 'pg'
import { migrate } from '#server/platform/migrate.ts'
import { startPostgres } from '#server/platform/postgres/start.ts'
import { eventually, openCompany } from '#test/support/company.ts'
import { type House, openHouse } from '#test/support/house.ts'
import { quickFolder } from '#test/support/places.ts'
import { backUp, codeIn, inventory, restore } from '../backup/commands.ts'

// A PostgreSQL that is not ours, of which we get a login without a superuser's rights, as a hoster gives one.
const folder = await quickFolder('own')
const theirs = await startPostgres({
  dataDir: join(folder, 'theirs'),
  log: () => undefined,
  settings: { fsync: 'off' },
})
const opened: House[] = []
after(async () => {
  for (const house of opened) await house.close()
  await theirs.stop()
  await rm(folder, { recursive: true, force: true })
})

async function asAdministrator(database: string, text: string): Promise<void> {
  const client = new Client({ connectionString: theirs.url('postgres', database) })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

/** Does what each refusal says until there is none; gives what was asked for. */
async function untilLetIn(login: string, database: string): Promise<string[]> {
  const asked: string[] = []
  for (let tries = 0; tries < 5; tries++) {
    try {
      await migrate({ ownerUrl: theirs.url(login, database), log: () => undefined })
      return asked
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      const remedy = new RegExp(`^The login ${login} of DATABASE_URL may not .* runs(?:, in \\w+)?: (.*;)$`).exec(
        said,
      )?.[1]
      assert.ok(remedy, said)
      asked.push(remedy)
      await asAdministrator(database, remedy)
    }
  }
  throw new Error(`never let in: ${asked.join(' ')}`)
}

test('a login that lacks a right is told which and how to get it, and asks for no more than it needs', async () => {
  await asAdministrator('postgres', 'create role contractor login')
  await asAdministrator('postgres', 'create database work')
  assert.deepEqual(await untilLetIn('contractor', 'work'), [
    'alter role contractor createrole;',
    'alter database work owner to contractor;',
  ])
  await asAdministrator('postgres', 'create role successor login createrole')
  await asAdministrator('postgres', 'create database later owner successor')
  const [joins = '', ...more] = await untilLetIn('successor', 'later')
  assert.match(joins, /^grant roundtrip_owner, .* to successor with admin option;$/)
  assert.deepEqual(more, [])
})

test('on a PostgreSQL of one’s own everything works with a login that is no superuser, and its backup goes into another database', async () => {
  const machine = { dataDir: join(folder, 'data'), databaseUrl: theirs.url('contractor', 'work') }
  const house = await openHouse(machine.dataDir, { jobs: true, databaseUrl: machine.databaseUrl })
  opened.push(house)
  const company = await openCompany(house.server, 'Alder Drains')
  const other = await house.server.makeOrganization('Birch Pumps')
  const ines = await company.technician('Ines Lind')
  const workOrder = await company.raise()
  const visit = await company.dispatch(workOrder, ines)
  await ines.sync()
  await ines.on(workOrder, visit).arrive()
  await ines.on(workOrder, visit).photo('before', 'Valve leaking')
  await ines.sync()
  const asked = await company.askReport(workOrder, null)
  await eventually('the report', async () =>
    (await company.report(workOrder, asked.id)).state === 'ready' ? true : null,
  )
  assert.equal((await house.server.as(other.owner).fetch(`/api/work-orders/${workOrder}`)).status, 404)
  await house.close()

  const backups = join(folder, 'backups')
  assert.equal(codeIn(await backUp(machine, backups, '--follow')), 'wrong_arguments')
  const made = await backUp(machine, backups)
  assert.equal(made.exitCode, 0, made.said)
  const before = await inventory(theirs.url('postgres', 'work'), machine.dataDir)

  await asAdministrator('postgres', 'create database again owner contractor')
  const moved = { dataDir: join(folder, 'moved'), databaseUrl: theirs.url('contractor', 'again') }
  const back = await restore(moved, backups)
  assert.equal(back.exitCode, 0, back.said)
  assert.deepEqual(await inventory(theirs.url('postgres', 'again'), moved.dataDir), before)
  assert.equal(codeIn(await restore({ ...moved, dataDir: join(folder, 'twice') }, backups)), 'database_not_empty')
  const again = await openHouse(moved.dataDir, { databaseUrl: moved.databaseUrl })
  opened.push(again)
  const { dispatcher } = company.organization
  assert.equal((await again.server.as(dispatcher).fetch(`/api/work-orders/${workOrder}`)).status, 200)
  await again.close()
})
