import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { one } from './cluster-copy.ts'

const backupLock = 7_261_102_008

/** One that follows takes it for moments; of one that was killed it goes when the database has seen that. */
const freedWithin = 60_000

/** Does the work while no other backup of this database is made. */
export async function alone<T>(client: Client, work: () => Promise<T>, patience = freedWithin): Promise<T | 'busy'> {
  for (const until = Date.now() + patience; ; await sleep(100)) {
    if ((await one(client, `select pg_try_advisory_lock(${backupLock})::text as value`)) === 'true') break
    if (Date.now() >= until) return 'busy'
  }
  const result = await work()
  await client.query('select pg_advisory_unlock($1)', [backupLock])
  return result
}
