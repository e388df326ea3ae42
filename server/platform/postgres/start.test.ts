import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { quickFolder } from '#test/support/places.ts'
import { isAlive } from './cluster.ts'
import { type Postgres, startPostgres } from './start.ts'

test('a database made at the first start is there again at the second', async (t) => {
  const dataDir = await folder()
  const first = await startPostgres({ dataDir, log: quiet })
  await query(first, 'create table note as select 42 as answer')
  await first.stop()

  const second = await started(t, dataDir)
  assert.deepEqual(await query(second, 'select answer from note'), [{ answer: 42 }])
})

test('the database keeps what it acknowledged, speaks Unicode and listens on no port', async (t) => {
  const postgres = await started(t, await folder())
  const [row] = await query(
    postgres,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
       current_setting('listen_addresses') as port, current_setting('server_encoding') as encoding,
       current_setting('data_checksums') as checksums, upper('ä') as upper`,
  )
  assert.deepEqual(row, { fsync: 'on', commit: 'on', port: '', encoding: 'UTF8', checksums: 'on', upper: 'Ä' })
})

test('a second start on the same folder is refused with a sentence that names the first', async (t) => {
  const dataDir = await folder()
  const postgres = await started(t, dataDir)
  await assert.rejects(startPostgres({ dataDir, log: quiet }), {
    message: new RegExp(`Another Roundtrip \\(process ${process.pid}\\) already runs`),
  })
  assert.deepEqual(await query(postgres, 'select 1 as one'), [{ one: 1 }])
})

test('after the server process is killed the database that still runs is taken over with everything in it', async (t) => {
  const dataDir = await folder()
  const crashed = spawnStart(dataDir, '')
  const pid = await pidFrom(crashed)
  crashed.kill('SIGKILL')
  await once(crashed, 'exit')

  const said: string[] = []
  const postgres = await started(t, dataDir, (sentence) => said.push(sentence))
  assert.equal(postgres.pid(), pid)
  assert.match(said.join(), /still running after a crash/)
})

test('a database that was killed with its server and is not buried yet does not hold up the next start', async (t) => {
  const dataDir = await folder()
  const parent = spawnStart(dataDir, '')
  const pid = await pidFrom(parent)
  parent.kill('SIGSTOP')
  process.kill(pid, 'SIGKILL')
  setTimeout(() => parent.kill('SIGKILL'), 1_000)
  const postgres = await started(t, dataDir)
  assert.deepEqual(await query(postgres, 'select 1 as one'), [{ one: 1 }])
})

test('a process that ends by itself, even by a bug, takes its database with it', async (t) => {
  const dataDir = await folder()
  const failing = spawnStart(dataDir, 'throw new Error("a bug")')
  const pid = await pidFrom(failing)
  await once(failing, 'exit')
  for (const until = Date.now() + 10_000; isAlive(pid); await sleep(50)) assert.ok(Date.now() < until)
  const again = await started(t, dataDir)
  assert.notEqual(again.pid(), pid)
})

test('of two starts in one moment one gets the folder and the other says who has it', async (t) => {
  const dataDir = await folder()
  const both = await Promise.allSettled([started(t, dataDir), started(t, dataDir)])
  const refused = both.filter((result) => result.status === 'rejected')
  assert.equal(refused.length, 1)
  assert.match(String(refused[0]?.reason), /Another Roundtrip \(process \d+\) already runs/)
})

test('a database that is killed is started again at the same address, with what was committed', async (t) => {
  const postgres = await started(t, await folder())
  await query(postgres, 'create table note as select 42 as answer')
  const fallen = new Promise<void>((resolve) => postgres.onExit(resolve))
  const before = postgres.pid()
  process.kill(before, 'SIGKILL')
  await fallen

  const rows = await untilAnswered(() => query(postgres, 'select answer from note'))
  assert.deepEqual(rows, [{ answer: 42 }])
  // The server answers others a moment before its supervisor has looked.
  for (const until = Date.now() + 10_000; postgres.pid() === before; await sleep(50)) assert.ok(Date.now() < until)
})

const quiet = () => undefined

/** Starts on the folder; when the test is through the database is stopped and the folder goes. */
async function started(t: TestContext, dataDir: string, log: (sentence: string) => void = quiet): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir, log })
  t.after(async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return postgres
}

const folder = () => quickFolder('test')

/** Another process that starts the database, says its number and then does what `after` says. */
function spawnStart(dataDir: string, after: string) {
  const script = `
    const { startPostgres } = await import('${new URL('./start.ts', import.meta.url)}')
    const postgres = await startPostgres({ dataDir: process.argv[1], log: () => {} })
    console.log(postgres.pid())
    ${after}`
  return spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

async function pidFrom(child: ReturnType<typeof spawnStart>): Promise<number> {
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return Number(line.toString())
}

async function query(postgres: Postgres, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: postgres.url('postgres', 'postgres'), connectionTimeoutMillis: 1_000 })
  await client.connect()
  try {
    const reply = await client.query<Record<string, unknown>>(sql)
    return reply.rows.map((row) => ({ ...row }))
  } finally {
    await client.end()
  }
}

async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 15_000; ; await sleep(100)) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() > until) throw error
    }
  }
}
