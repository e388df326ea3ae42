import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, openDatabase } from '#server/platform/database.ts'
import type { KillPoint } from '#server/platform/kill-points.ts'
import { runningServer } from '#server/platform/postgres/cluster.ts'
import { socketUrl } from '#server/platform/postgres/session.ts'
import { freePort, main, root, running, type Started, startProcess } from '#test/start/started.ts'
import { openHouse } from '#test/support/house.ts'
import { compiledOnce, quickFolder } from '#test/support/places.ts'
import type { TestServer } from '#test/support/server.ts'

/** One change to the text of one module, made while the server loads it: a deliberate breakage. */
export type Breakage = { file: string; find: string; replace: string }

export type StartSetup = { breakage?: Breakage; killAt?: KillPoint }

/** A contractor's machine as it stands in a cellar: `server/main.ts` and its PostgreSQL, each a process of its own. */
export type Premises = {
  port: number
  origin: string
  filesFolder: string
  /** As the superuser, past every policy. */
  superuserUrl: string
  /** For looking at what is on record, in the test's process. */
  database: Database
  start: (setup?: StartSetup) => Promise<void>
  /** From now on the server ends itself at this point. */
  arm: (point: KillPoint) => Promise<void>
  /** Resolves when the server has ended by a kill, of its own or ours; fails when it lives on. */
  died: (within: number) => Promise<void>
  kill: () => Promise<void>
  /** What the server printed. */
  said: () => string
  /** Ends PostgreSQL at once, with everything it runs; the server's supervisor starts it again. Resolves when it is gone. */
  killDatabase: (signal: 'SIGQUIT' | 'SIGKILL') => Promise<void>
  /** Waits until the server can ask its database. */
  isWell: () => Promise<void>
  close: () => Promise<void>
}

const wellWithin = 30_000
const closesWithin = 1_000
const diesWithin = 10_000

/** Makes a data folder, lets `furnish` fill it through a server in this process, and gives it to one of its own. */
export async function openPremises<T>(
  furnish: (server: TestServer) => Promise<T>,
): Promise<{ premises: Premises; made: T }> {
  const dataDir = await quickFolder('process')
  const house = await openHouse(dataDir)
  const made = await furnish(house.server).finally(house.close)
  const armed = join(dataDir, 'kill-point')
  const port = await freePort()
  const cluster = join(dataDir, 'postgres/cluster')
  let server: Started | null = null
  let database: Database | null = null
  let superuserUrl = ''

  async function postmaster() {
    const found = await runningServer({ folder: cluster, account: undefined, argument: cluster })
    assert.ok(found, 'PostgreSQL runs')
    return found
  }

  /** A test that is broken off leaves nothing running. */
  const endTogether = () => server?.child.kill('SIGINT')
  process.once('exit', endTogether)

  const premises: Premises = {
    port,
    origin: `http://127.0.0.1:${port}`,
    filesFolder: join(dataDir, 'files'),
    get superuserUrl() {
      return superuserUrl
    },
    get database() {
      assert.ok(database, 'the premises were started')
      return database
    },
    async start({ breakage, killAt } = {}) {
      await writeFile(armed, killAt ?? '')
      const broken = breakage ? ['--import', join(import.meta.dirname, 'break-module.ts')] : []
      server = startProcess(process.execPath, [...broken, main], {
        cwd: root,
        env: {
          ...process.env,
          PORT: String(port),
          DATA_DIR: dataDir,
          DEMO: 'off',
          LOG_LEVEL: 'warn',
          ...compiledOnce,
          ROUNDTRIP_KILL_POINT_FILE: armed,
          ...(breakage ? { BREAKAGE: JSON.stringify(breakage) } : {}),
        },
      })
      await running(server)
      const { socketDir } = await postmaster()
      superuserUrl = socketUrl(socketDir, 'postgres', 'roundtrip')
      database ??= openDatabase(socketUrl(socketDir, 'roundtrip_app', 'roundtrip'), 2)
    },
    arm: (point) => writeFile(armed, point),
    async died(within) {
      assert.ok(server, 'the server was started')
      const { child, ended, said } = server
      // The child keeps this process waiting, the bound alone need not: it would outlast the last test.
      await Promise.race([ended, sleep(within, undefined, { ref: false })])
      assert.equal(child.signalCode, 'SIGKILL', `the server was killed: ${said().slice(-500)}`)
    },
    async kill() {
      server?.child.kill('SIGKILL')
      await premises.died(diesWithin)
    },
    said: () => server?.said() ?? '',
    async killDatabase(signal) {
      const { pid } = await postmaster()
      process.kill(pid, signal)
      const until = Date.now() + diesWithin
      for (;;) {
        const now = await runningServer({ folder: cluster, account: undefined, argument: cluster })
        if (now?.pid !== pid) return
        assert.ok(Date.now() < until, 'PostgreSQL ended')
        await sleep(20)
      }
    },
    async isWell() {
      for (const until = Date.now() + wellWithin; ; await sleep(50)) {
        const answer = await fetch(`${premises.origin}/healthz`)
        if (answer.ok) return
        assert.ok(Date.now() < until, `the server is well again: ${premises.said().slice(-500)}`)
      }
    },
    async close() {
      process.off('exit', endTogether)
      // A connection whose database was killed may never say that it is closed.
      await Promise.race([database?.close(), sleep(closesWithin)])
      if (server && server.child.exitCode === null && server.child.signalCode === null) {
        server.child.kill('SIGINT')
        await server.ended
      }
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return { premises, made }
}
