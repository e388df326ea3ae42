import { chown, mkdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, findBinaries } from './binaries.ts'
import {
  type Cluster,
  describeCluster,
  isAlive,
  isPostgres,
  makeCluster,
  makeSocketFolder,
  runningServer,
} from './cluster.ts'
import { type Server, launch, messageOf, shutDown } from './launch.ts'
import { holdFolder, socketUrl } from './session.ts'

export type PostgresOptions = {
  /** The folder the database lives in; made where missing. */
  dataDir: string
  /** Told, in sentences, what the operator should know. */
  log: (sentence: string) => void
  /** PostgreSQL settings over ours, used when the server is started. */
  settings?: Record<string, string>
}

export type Postgres = {
  /** Connection string for a role (`postgres` is the superuser) and a database. */
  url: (user: string, database: string) => string
  socketDir: string
  /** Process number of the database server as it is now. */
  pid: () => number
  /** Called each time the server ended without being asked to; it is then started again. */
  onExit: (listener: () => void) => void
  /** Ends the server in order. Close your own connections first. */
  stop: () => Promise<void>
}

const answersWithin = 120_000
/** The lock of a process that was just killed goes when its socket is found closed. */
const lockFreedWithin = 2_000
const shortestWait = 250
const longestWait = 10_000
/** A server that ran this long was well: after its next fall the waits begin small again. */
const wellAfter = 60_000

/**
 * Starts PostgreSQL on a folder, or takes over the one that a crashed start of
 * ours left running there, and keeps it running until `stop`.
 * Throws a sentence when another Roundtrip uses the folder.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir)
  const cluster = await describeCluster(dataDir)
  const binaries = await findBinaries(cluster.account)
  await makeCluster(cluster, binaries)
  const { log, settings } = options

  let stopping = false
  const listeners: (() => void)[] = []
  let server = (await adopt(cluster, binaries, log)) ?? (await startOrAdopt())
  const { socketDir } = server

  async function startOrAdopt(): Promise<Server> {
    const socketDir = await makeSocketFolder(cluster)
    try {
      return await launch(cluster, binaries, socketDir, settings)
    } catch (error) {
      // Two starts in one moment: the other's server is the one to ask.
      const other = await adopt(cluster, binaries, log)
      if (other === undefined) throw error
      return other
    }
  }

  async function keepRunning(): Promise<void> {
    let wait = shortestWait
    for (;;) {
      const since = Date.now()
      await untilTrouble(server, () => stopping)
      if (stopping) return
      if (isAlive(server.pid)) {
        await holdAgain()
        continue
      }
      if (Date.now() - since > wellAfter) wait = shortestWait
      log('The database ended without being asked to; it is started again.')
      for (const listener of listeners) listener()
      wait = await startAgain(wait)
    }
  }

  /** Our session was cut but the server lives, as after the crash of one of its processes. */
  async function holdAgain(): Promise<void> {
    await sleep(shortestWait)
    const hold = await holdFolder(socketDir)
    if (hold.state === 'held') server = { ...server, client: hold.client }
    if (hold.state === 'taken') log(takenSentence(dataDir, hold.by))
  }

  async function startAgain(firstWait: number): Promise<number> {
    for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
      await sleep(wait)
      if (stopping) return wait
      try {
        await remakeSocketFolder(cluster, socketDir)
        server = await launch(cluster, binaries, socketDir, settings)
        log('The database runs again.')
        return Math.min(wait * 2, longestWait)
      } catch (error) {
        log(messageOf(error))
      }
    }
  }

  /** Whatever ends this process in order, an uncaught error too, ends the database with it. */
  const endTogether = () => {
    if (isPostgres(server.pid)) process.kill(server.pid, 'SIGINT')
  }
  process.on('exit', endTogether)

  const kept = keepRunning()
  return {
    url: (user, database) => socketUrl(socketDir, user, database),
    socketDir,
    pid: () => server.pid,
    onExit: (listener) => void listeners.push(listener),
    stop: async () => {
      stopping = true
      await shutDown(server)
      await kept
      // Stopped while it was being started again.
      await shutDown(server)
      process.off('exit', endTogether)
      await rm(socketDir, { recursive: true, force: true })
    },
  }
}

/** The server that already runs on the folder, if we may have it and it is this release's. */
async function adopt(
  cluster: Cluster,
  binaries: Binaries,
  log: (sentence: string) => void,
): Promise<Server | undefined> {
  const begun = Date.now()
  for (;;) {
    const running = await runningServer(cluster)
    if (running === undefined) return undefined
    const hold = await holdFolder(running.socketDir)
    const waited = Date.now() - begun
    if (hold.state === 'held') {
      const server = { ...running, client: hold.client, version: hold.version }
      if (hold.version.startsWith(binaries.version)) {
        log('The database was still running after a crash; it is used as it is.')
        return server
      }
      log(`PostgreSQL ${hold.version} was still running; ${binaries.version} takes its place.`)
      await shutDown(server)
      return undefined
    }
    if (hold.state === 'taken' && waited > lockFreedWithin) {
      throw new Error(takenSentence(cluster.folder, hold.by))
    }
    if (hold.state === 'unreachable' && waited > answersWithin) {
      throw new Error(`The database in ${cluster.folder} does not answer: ${hold.error.message}`)
    }
    await sleep(100)
  }
}

function takenSentence(folder: string, by: string): string {
  return `Another Roundtrip (process ${by}) already runs on the data in ${folder}. Stop it first, or set DATA_DIR to another folder.`
}

/** Resolves when the process is gone or our session to it was cut. */
async function untilTrouble(server: Server, stopping: () => boolean): Promise<void> {
  let cut = false
  server.client.once('end', () => (cut = true))
  while (!stopping() && !cut && isAlive(server.pid)) await sleep(200)
}

/** The same folder as before, so that addresses handed out stay right. Something may have tidied it away. */
async function remakeSocketFolder(cluster: Cluster, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (cluster.account !== undefined) await chown(folder, cluster.account.uid, cluster.account.gid)
}
