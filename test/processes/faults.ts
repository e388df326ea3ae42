import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { KillPoint } from '#server/platform/kill-points.ts'
import { clear, openTcpProxy, type TcpProxy, type Weather } from '#test/support/tcp-proxy.ts'
import { comeToRest, type Firm, work } from './crew.ts'
import type { LivePhone } from './phone.ts'
import type { Breakage, Premises } from './premises.ts'
import { type Found, findPromises } from './promises.ts'

/** One contractor at work: what is broken under its hands, and how its record is found afterwards. */
export type Scene = { premises: Premises; firm: Firm; phones: readonly LivePhone[] }

/** Where the server can end itself while phones hand in, in words. */
export const momentsOfPhones = {
  push_begun: 'before it writes what a phone handed in',
  push_written: 'after it wrote what a phone handed in, before the commit',
  push_committed: 'after the commit, before the answer',
  piece_written: 'while it writes a piece of a photo',
  piece_named: 'after it named a piece of a photo, before the folder is on disk',
  file_half_written: 'while it puts a photo together',
  file_named: 'after it named a photo, before the folder is on disk',
  file_not_marked: 'after a photo is on disk, before the record says so',
} as const satisfies Partial<Record<KillPoint, string>>

const reachedWithin = 40_000
const healsWithin = 45_000

/** Everything is well and nobody presses anything: what is on record then. */
export async function found({ premises, firm, phones }: Scene, within = healsWithin): Promise<Found> {
  await comeToRest(phones, within)
  return findPromises(premises, firm.orgId, phones)
}

/** The server ends itself there while everybody works, and is started again. */
export async function killedAt({ premises, phones }: Scene, point: KillPoint): Promise<void> {
  await premises.arm(point)
  await work(phones, premises.died(reachedWithin), 6)
  await premises.start()
}

/** PostgreSQL is gone in the middle of the work; the server's own supervisor brings it back. */
export async function databaseKilled({ premises, phones }: Scene, signal: 'SIGQUIT' | 'SIGKILL'): Promise<void> {
  await work(
    phones,
    sleep(400).then(() => premises.killDatabase(signal)),
    8,
  )
  await premises.isWell()
}

/** What 3G in a cellar does, and a box on the way that says things twice. */
export const cellar: Weather = {
  delay: 40,
  rate: 256_000,
  dropped: 0.3,
  repliesCut: 0.1,
  longest: 400_000,
  doubled: 0.3,
}

/** Everybody works over a bad line for so long, and then it clears up. Gives the line as it was in the end. */
export async function inWeather({ premises, phones }: Scene, weather: Weather, chance: () => number, during: number) {
  const line = await openTcpProxy(premises.port, chance)
  try {
    line.weather = weather
    for (const phone of phones) phone.goOver(line.origin)
    await work(phones, Promise.resolve(), 8)
    await comeToRest(phones, during)
    line.weather = clear
    await comeToRest(phones, healsWithin)
    return { carried: line.carried, done: line.done } satisfies Partial<TcpProxy>
  } finally {
    for (const phone of phones) phone.goOver(premises.origin)
    await line.close()
  }
}

/** A server that answers before its transaction is on record: the promises must notice. */
export const answersBeforeTheCommit: Breakage = {
  file: 'server/platform/transaction.ts',
  find: `    const ended = line.send('commit')\n`,
  replace: `    await Promise.all([...begun, ...written])
    setTimeout(() => void line.send('commit').finally(() => client.release()), 1_000)
    return answer
    const ended = line.send('commit')\n`,
}

/** A database that says a commit is safe before it is: the promises must notice. */
export async function commitsAreNotWaitedFor(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  for (const statement of [
    'alter database roundtrip set synchronous_commit = off',
    `alter system set wal_writer_delay = '10s'`,
    'alter system set bgwriter_lru_maxpages = 0',
    'select pg_reload_conf()',
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = 'roundtrip' and usename in ('roundtrip_app', 'roundtrip_worker', 'roundtrip_auth') and pid <> pg_backend_pid()`,
  ])
    await client.query(statement)
  await client.end()
}

/** Presses one button and waits until the phone calls it received. */
export async function acknowledged(phone: LivePhone): Promise<void> {
  const before = await phone.received()
  await phone.press('note')
  for (const until = Date.now() + reachedWithin; (await phone.received()) <= before; await sleep(10))
    if (Date.now() > until) throw new Error('nothing was acknowledged')
}

/** Chance that can be had again (mulberry32): from 0 to 1, the same numbers for the same seed. */
export function openChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
