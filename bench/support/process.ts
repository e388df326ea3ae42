import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** The real server in a process of its own, with its own PostgreSQL and data folder, empty. */
export type MeasuredServer = {
  origin: string
  /** Token of the one-time link for the first owner. */
  setupToken: string
  /** Where its database listens. */
  socketFolder: string
  /** CPU milliseconds of server, database and typesetter together since they started. */
  cpu: () => number
  /** What the database does by itself within a minute: without statistics the first pull took thirty times as long. */
  analyze: () => Promise<void>
  stop: () => Promise<void>
}

const root = join(import.meta.dirname, '../..')
const startWithin = 60_000

export async function startMeasured(port: number): Promise<MeasuredServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'))
  const server = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const setupToken = await tokenFrom(server)
  // Its lines: process, data folder, start, port, socket folder.
  const [pid, , , , socketFolder] = readFileSync(postmasterPidFile(dataDir), 'utf8').split('\n')
  const postmaster = Number(pid)
  if (!socketFolder) throw new Error('the database says where it listens')
  return {
    socketFolder,
    origin: `http://127.0.0.1:${port}`,
    setupToken,
    cpu: () => cpuOfTrees([server.pid ?? 0, postmaster]),
    async analyze() {
      const client = new pg.Client({ host: socketFolder, user: 'postgres', database: 'roundtrip' })
      await client.connect()
      await client.query('analyze')
      await client.end()
    },
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function tokenFrom(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const late = setTimeout(() => reject(new Error(`the server did not start: ${printed}`)), startWithin)
    server.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const token = /first-owner#(\S+)/.exec(printed)?.[1]
      if (!token) return
      clearTimeout(late)
      resolve(token)
    })
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${printed}`)))
  })
}

function postmasterPidFile(folder: string): string {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.name === 'postmaster.pid') return join(entry.parentPath, entry.name)
  }
  throw new Error('the database has no postmaster.pid')
}

type Stat = { pid: number; parent: number; milliseconds: number }
/** Clock ticks of /proc are hundredths of a second on every Linux Node runs on. */
const millisecondsPerTick = 10

function readStat(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0)
    return { pid: Number(pid), parent: Number(fields[1]), milliseconds: ticks * millisecondsPerTick }
  } catch {
    // It ended between the listing and the reading; its parent has its time.
    return null
  }
}

/** Time of processes and all that descends from them, ended children included. Linux only. */
function cpuOfTrees(roots: readonly number[]): number {
  const stats = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readStat(name) ?? []) : []))
  const inside = new Set(roots)
  for (let grown = true; grown; ) {
    grown = false
    for (const { pid, parent } of stats) {
      if (!inside.has(pid) && inside.has(parent)) grown = Boolean(inside.add(pid))
    }
  }
  return stats.filter(({ pid }) => inside.has(pid)).reduce((sum, stat) => sum + stat.milliseconds, 0)
}
