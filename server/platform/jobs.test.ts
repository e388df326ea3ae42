import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { slices } from '#server/app.ts'
import { testServer } from '#test/support/server.ts'
import { inTenant } from './tenant.ts'

const ran: { task: string; orgId: string; name: unknown; visible: number; attempt: number }[] = []
const server = await testServer({
  jobs: true,
  slices: [
    ...slices,
    {
      name: 'probe',
      routes: [],
      tasks: {
        count_members: async ({ payload, attempt, inTenant: inside }) => {
          const rows = await inside((tx) => tx.db.selectFrom('app.member').select('id').execute())
          ran.push({
            task: 'count_members',
            orgId: payload.orgId,
            name: payload['name'],
            visible: rows.length,
            attempt,
          })
          if (payload['name'] === 'fails once' && attempt === 1) throw new Error('the first try fails')
        },
      },
    },
  ],
})
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Lifts')

const until = async (done: () => boolean) => {
  for (let i = 0; i < 200 && !done(); i++) await sleep(25)
  assert.ok(done(), JSON.stringify(ran))
}
const ask = (orgId: string, name: string) =>
  inTenant(server.services.tenants, { orgId, memberId: null, abilities: [] }, async (tx) =>
    tx.enqueue('count_members', { name }),
  )

test('a job runs after its commit, in the organization that asked for it', async () => {
  await ask(north.id, 'first')
  await until(() => ran.length === 1)
  const job = ran[0]
  assert.deepEqual([job?.orgId, job?.name, job?.visible], [north.id, 'first', 7])
})

test('every job asked for at once by two organizations runs once, each seeing its own', async () => {
  ran.length = 0
  await server.makePerson(south.id, ['billing'], 'One More')
  await Promise.all(Array.from({ length: 20 }, (_, i) => ask(i % 2 === 0 ? north.id : south.id, `job ${i}`)))
  await until(() => ran.length === 20)
  assert.equal(new Set(ran.map((job) => job.name)).size, 20)
  for (const job of ran) assert.equal(job.visible, job.orgId === north.id ? 7 : 8)
})

test('a job that failed is a row that waits for its next try, and the failure is in the log', async () => {
  ran.length = 0
  server.log.length = 0
  await ask(north.id, 'fails once')
  await until(() => server.log.some((line) => line.includes('job_failed')))
  assert.equal(ran[0]?.attempt, 1)
})
