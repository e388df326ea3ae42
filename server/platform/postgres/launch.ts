import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Binaries } from './binaries.ts'
import { type Cluster, environment, isAlive, runningServer, untilBuried } from './cluster.ts'
import { holdFolder } from './session.ts'

/** A server that runs, and the session through which we hold its folder. */
export type Server = { pid: number; socketDir: string; client: Client; version: string }

/**
 * Packs a whole segment of the log into the folder `archive` beside the database's, once a backup has made that folder,
 * and syncs it; what nobody fetched in two days goes. See server/backup/log.ts.
 */
const archiveSegment = [
  'test ! -d ../archive || test -f ../archive/%f.gz || {',
  'gzip -1 -c %p > ../archive/%f.half &&',
  'dd if=/dev/null of=../archive/%f.half conv=notrunc,fsync 2>/dev/null &&',
  'mv ../archive/%f.half ../archive/%f.gz &&',
  'find ../archive -type f -mtime +1 -delete; }',
].join(' ')

const defaultSettings: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '128MB',
  wal_compression: 'on',
  max_wal_size: '1GB',
  archive_mode: 'on',
  archive_command: archiveSegment,
  max_connections: '100',
  // Statistics are there seconds after many rows came, not a minute; see migration 0014 for the tables.
  autovacuum_naptime: '10s',
  autovacuum_max_workers: '2',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A week of logs, a file a weekday, written by the server itself so that they outlive us.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
}

/** Recovery after a crash reads up to `max_wal_size` of log; on a slow disk that takes a while. */
const readyWithin = 120_000
const stoppedWithin = 30_000

/** Starts the server as a process of its own, which Ctrl-C in our terminal does not reach. */
export async function launch(
  cluster: Cluster,
  binaries: Binaries,
  socketDir: string,
  settings: Record<string, string> = {},
): Promise<Server> {
  await untilBuried(cluster)
  const startLog = join(dirname(cluster.folder), 'start.log')
  const output = await open(startLog, 'w')
  const all = { ...defaultSettings, unix_socket_directories: socketDir, ...settings }
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', cluster.argument, ...options], {
    cwd: cluster.folder,
    env: environment,
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    ...cluster.account,
  })
  try {
    return await untilReady(cluster, child, socketDir)
  } catch (error) {
    const said = (await readFile(startLog, 'utf8')).trim().split('\n').slice(-3).join(' ')
    const logs = join(cluster.folder, 'log')
    throw new Error(`The database did not start. ${messageOf(error)} ${said} More may be in ${logs}.`)
  } finally {
    await output.close()
  }
}

async function untilReady(cluster: Cluster, child: ChildProcess, socketDir: string): Promise<Server> {
  let failure: Error | undefined
  child.once('error', (error) => (failure = error))
  child.once('exit', (code, signal) => (failure = new Error(`It ended with ${signal ?? code}.`)))
  for (const until = Date.now() + readyWithin; Date.now() < until; await sleep(25)) {
    if (failure !== undefined) throw failure
    const hold = await holdFolder(socketDir)
    if (hold.state === 'taken') throw new Error(`Process ${hold.by} holds it.`)
    if (hold.state !== 'held') continue
    const { client, version } = hold
    const running = await runningServer(cluster)
    if (running !== undefined && running.pid === child.pid) {
      child.unref()
      return { ...running, client, version }
    }
    // Another start's server answers: ours is about to find its folder in use.
    await client.end()
  }
  child.kill('SIGQUIT')
  throw new Error(`It was not ready within ${readyWithin / 1000} seconds.`)
}

/** Asks the server to end at once but in order; after a while without asking. */
export async function shutDown(server: Server): Promise<void> {
  // Gone already when the server was killed.
  await server.client.end().catch(() => undefined)
  for (const [signal, patience] of [
    ['SIGINT', stoppedWithin],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(server.pid)) return
    process.kill(server.pid, signal)
    for (const until = Date.now() + patience; Date.now() < until; await sleep(20)) {
      if (!isAlive(server.pid)) return
    }
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
