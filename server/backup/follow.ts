import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { type Cluster, runningServer } from '../platform/postgres/cluster.ts'
import { socketUrl } from '../platform/postgres/session.ts'
import { databaseName } from '../platform/ready-database.ts'
import { alone } from './alone.ts'
import { one } from './cluster-copy.ts'
import { archiveOf, keptSegments, moveArchive } from './log.ts'
import { dueBetween, isAnotherDay, none } from './due.ts'
import { tellFound } from './found.ts'
import { filesOnRecord } from './on-record.ts'
import { poolFiles } from './pool.ts'
import { say } from './problem.ts'
import { connected } from './reach.ts'

/** What the server has packed is fetched at once, and everything this often. */
const followedEvery = 20_000
/** How often one that is not running is looked for. */
const lookedForEvery = 1_000
/** The end of the log is packed within moments of being asked for. */
const packedWithin = 20_000

/** `lookedAt`: when bytes were read last, by the backup this goes on from or while following. */
type Followed = { cluster: Cluster; dataDir: string; target: string; lookedAt: Date }

/**
 * Fetches log and files as they come; the newest backup is then never more than a minute behind. It outlives the
 * server's stops and starts. Ended in order it leaves nothing behind; false when the last of the log did not come.
 */
export async function follow(followed: Followed): Promise<boolean> {
  const asked = new AbortController()
  process.on('SIGINT', () => asked.abort()).on('SIGTERM', () => asked.abort())
  const stop = asked.signal
  say('Following. Stop it with Ctrl-C.')
  for (let isAway = false; !stop.aborted; ) {
    const client = await reach(followed.cluster)
    if (client !== null) {
      if (isAway) say('The server runs again.')
      isAway = false
      const ended = await followWhileItRuns(client, followed, stop)
      if (ended !== 'lost') return ended === 'whole'
    }
    if (!isAway) say('The server does not run. Following goes on when it does.')
    isAway = true
    await pause(lookedForEvery, stop)
  }
  // A server that ended has packed what it had; of files nothing comes without it.
  return true
}

/** Null where no server runs: one of our own would hold the folder against the one that is about to start. */
async function reach(cluster: Cluster): Promise<Client | null> {
  const running = await runningServer(cluster)
  if (running === undefined) return null
  try {
    return await connected(socketUrl(running.socketDir, 'postgres', databaseName))
  } catch {
    // It is just starting or ending, and is looked for again.
    return null
  }
}

async function followWhileItRuns(
  client: Client,
  followed: Followed,
  stop: AbortSignal,
): Promise<'whole' | 'behind' | 'lost'> {
  const lost = new AbortController()
  client.on('error', () => lost.abort()).on('end', () => lost.abort())
  let wake = () => {}
  const watcher = whenPacked(followed.cluster, () => wake())
  try {
    const system = await one(client, 'select system_identifier::text as value from pg_control_system()')
    while (!stop.aborted) {
      // What is packed while this fetches has it fetch again at once.
      const woken = new AbortController()
      wake = () => woken.abort()
      // A backup that is being made does the same.
      await alone(client, () => fetchNew(followed, system), 0)
      const now = new Date()
      if (isAnotherDay(followed.lookedAt, now)) {
        const looked = await alone(client, () => lookAgain(client, followed, followed.lookedAt, now), 0)
        if (looked !== 'busy') followed.lookedAt = now
      }
      await pause(followedEvery, AbortSignal.any([stop, lost.signal, woken.signal]))
      if (lost.signal.aborted) return 'lost'
    }
    return (await alone(client, () => fetchLast(client, followed, system))) === true ? 'whole' : 'behind'
  } catch (error) {
    if (lost.signal.aborted) return 'lost'
    throw error
  } finally {
    watcher?.close()
    if (!lost.signal.aborted) await client.end()
  }
}

async function fetchNew({ cluster, dataDir, target }: Followed, system: string): Promise<void> {
  await moveArchive(cluster, target, system)
  await poolFiles(join(dataDir, 'files'), target, { onRecord: [], isDue: none, vouched: null })
}

/** Once a day its part of the bytes is read, as a backup does it. */
async function lookAgain(client: Client, { dataDir, target }: Followed, last: Date, now: Date): Promise<void> {
  const [onRecord, isDue] = [await filesOnRecord(client), dueBetween(last, now)]
  tellFound(await poolFiles(join(dataDir, 'files'), target, { onRecord, isDue, vouched: null }))
}

/** The log up to this moment is packed, and fetched; files after it, so that those it names are there. */
async function fetchLast(client: Client, followed: Followed, system: string): Promise<boolean> {
  const { cluster, dataDir, target } = followed
  const last = await one(client, 'select pg_walfile_name(pg_switch_wal() - 1) as value')
  for (const until = Date.now() + packedWithin; ; await pause(50)) {
    await moveArchive(cluster, target, system)
    if ((await keptSegments(target, system)).has(last)) break
    if (Date.now() < until) continue
    say(`The last of the log, ${last}, did not come. What was followed so far is there.`)
    return false
  }
  await poolFiles(join(dataDir, 'files'), target, { onRecord: [], isDue: none, vouched: null })
  return true
}

/** Calls when a segment of the log is packed. Undefined where the system cannot watch a folder: then the rhythm alone does. */
function whenPacked(cluster: Cluster, packed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(archiveOf(cluster), (_event, name) => void (name?.endsWith('.gz') && packed()))
    return watcher.on('error', () => watcher.close())
  } catch {
    return undefined
  }
}

/** Ends early, and well, when it is asked to. */
async function pause(milliseconds: number, until?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: until })
  } catch (error) {
    if (!until?.aborted) throw error
  }
}
