import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { newEpochs } from '#server/backup/epoch.ts'
import { openCompany } from '#test/support/company.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const company = await openCompany(server, 'Meridian')
const luis = await company.technician('Luis Ortega')

async function anotherEpoch(): Promise<void> {
  const client = new pg.Client({ connectionString: server.database.url('roundtrip_app') })
  await client.connect()
  await newEpochs(client, [company.organization.id])
  await client.end()
}

async function workedAndHandedIn() {
  const workOrder = await company.raise({ title: 'Boiler' })
  const visit = await company.dispatch(workOrder, luis)
  await luis.online()
  const job = luis.on(workOrder, visit)
  await job.arrive()
  await job.note('Handed in')
  await job.photo('after', 'The burner')
  await luis.sync()
  await luis.sync()
  return workOrder
}

const evidence = async (workOrder: string) => (await company.record(workOrder)).evidence

test('S19: after an epoch change a phone hands in again what it had handed in, and nothing is there twice', async () => {
  const workOrder = await workedAndHandedIn()
  const before = await company.entries(workOrder)
  assert.deepEqual(await evidence(workOrder), { stored: 1, total: 1 })
  await anotherEpoch()
  const pushed: number[] = []
  luis.browser.fault = async (path, answer) => {
    const response = await answer()
    if (path.startsWith('/api/sync/push')) pushed.push((await response.clone().json()).outcomes.length)
    return response
  }
  await luis.sync()
  await luis.sync()
  luis.browser.fault = null
  assert.ok(pushed.reduce((sum, one) => sum + one, 0) >= 3, `${pushed.join()} were offered again`)
  assert.deepEqual(await company.entries(workOrder), before)
})
