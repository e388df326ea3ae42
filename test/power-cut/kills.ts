import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { describeCluster, isAlive, runningServer } from '#server/platform/postgres/cluster.ts'
import { openHouse } from '#test/support/house.ts'
import { compiledOnce } from '#test/support/places.ts'
import { apiOf } from '#test/support/server.ts'
import { freePort, main, running, type Started, startProcess } from '../start/started.ts'
import { judge, makeCrew, startLoad, untilAcknowledged, type Verdict } from './load.ts'
import { familyOf } from './processes.ts'

export type Victim = 'server' | 'database' | 'both'
export const victims: readonly Victim[] = ['server', 'database', 'both']

export type Kills = Verdict & {
  cycles: number
  /** Milliseconds from each kill to the next acknowledged command, by what was killed. */
  writingAgain: Record<Victim, number[]>
}

/**
 * A server as `npm start` runs it, killed under load again and again with its database or without. `forgetful`: its
 * database does not wait for the disk, and nobody hands in again what was acknowledged.
 */
export async function killMachine(dataDir: string, cycles: number, { forgetful = false } = {}): Promise<Kills> {
  const first = await openHouse(dataDir)
  const crew = await makeCrew(first.server, 'Killian Pumps')
  if (forgetful) await makeForgetful(first.superuserUrl)
  await first.close()

  const port = await freePort()
  let server = await start(dataDir, port)
  const load = startLoad(crew, ({ cookie, app }) => apiOf(`http://127.0.0.1:${port}`, { Cookie: cookie, 'X-App': app }))
  const kills: Kills = {
    cycles,
    acknowledged: 0,
    lost: 0,
    doubled: 0,
    writingAgain: { server: [], database: [], both: [] },
  }
  try {
    for (let cycle = 0; cycle < cycles; cycle++) {
      await untilAcknowledged(load.acknowledged, Date.now())
      // Never the same moment of the load, and never long.
      await sleep(400 + 61 * (cycle % 20))
      const victim: Victim = forgetful ? 'database' : (victims[(cycle + 1) % victims.length] ?? 'both')
      const database = victim === 'server' ? [] : familyOf(await postmasterIn(dataDir))
      const [postmaster] = database
      if (postmaster !== undefined) process.kill(postmaster, 'SIGKILL')
      if (victim !== 'database') server.child.kill('SIGKILL')
      const killedAt = Date.now()
      // One that is busy sees last that its postmaster is gone, and says yes till then.
      while (database.some(isAlive)) await sleep(10)
      const goneAt = Date.now()
      if (victim !== 'database') {
        await server.ended
        server = await start(dataDir, port)
      }
      kills.writingAgain[victim].push((await untilAcknowledged(load.acknowledged, goneAt)) - killedAt)
    }
  } finally {
    await load.stop()
    server.child.kill('SIGINT')
    await server.ended
  }
  const last = await openHouse(dataDir)
  try {
    const known = { commands: [...load.acknowledged.commands.keys()], files: [...load.acknowledged.files] }
    return { ...kills, ...(await judge(known, crew, last)) }
  } finally {
    await last.close()
  }
}

async function start(dataDir: string, port: number): Promise<Started> {
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    DATA_DIR: dataDir,
    DEMO: 'off',
    LOG_LEVEL: 'error',
    ...compiledOnce,
  }
  const started = startProcess(process.execPath, [main], { env })
  await running(started)
  return started
}

async function postmasterIn(dataDir: string): Promise<number> {
  const found = await runningServer(await describeCluster(join(dataDir, 'postgres')))
  if (found === undefined) throw new Error('no database runs')
  return found.pid
}

async function makeForgetful(superuserUrl: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  await client.query('alter role roundtrip_app set synchronous_commit = off')
  await client.query(`alter system set wal_writer_delay = '10s'`)
  await client.end()
}
