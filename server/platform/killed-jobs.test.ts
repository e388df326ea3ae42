import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { testServer } from '#test/support/server.ts'
import { openPool } from './database.ts'
import { type JobTask, startJobs } from './jobs.ts'
import { inTenant } from './tenant.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const workers = server.database.url('roundtrip_worker')

test('a job a killed server was at goes on with the next start, when no other server works on the database', async () => {
  const ran: unknown[] = []
  await inTenant(server.services.tenants, { orgId: north.id, memberId: null, abilities: [] }, async (tx) =>
    tx.enqueue('left_behind', { name: 'report' }),
  )
  const pool = openPool(workers, 1)
  const locked = await pool.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'killed'")
  await pool.end()
  assert.equal(locked.rowCount, 1)

  const leftBehind: JobTask = async ({ payload }) => void ran.push(payload['name'])
  const jobs = await startJobs(workers, { left_behind: leftBehind }, server.services, true)
  for (let tries = 0; tries < 400 && ran.length === 0; tries++) await sleep(25)
  await jobs.stop()
  assert.deepEqual(ran, ['report'])
})
