import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Id } from '#core/kit/ids.ts'
import { problemBody } from '#core/kit/contract.ts'
import { reportApi } from '#core/reports/api.ts'
import { syncApi } from '#core/sync/api.ts'
import { familyOf, signalAll } from '#test/power-cut/processes.ts'
import { postmasterOf } from '#test/power-cut/machine.ts'
import { type Captured, openWire } from '#test/support/captured.ts'
import { eventually } from '#test/support/company.ts'
import { openHouse } from '#test/support/house.ts'
import { quickFolder } from '#test/support/places.ts'
import { testPassword } from '#test/support/server.ts'
import { raise } from '#test/support/work-orders.ts'
import { newId } from './ids.ts'

/** Promised are 10 s and 5 s, and measured by `npm run faults`; a busy machine may add some. Waiting twice is more. */
const answeredWithin = 15_000
const healsWithin = 15_000

const folder = await quickFolder('hanging')
const house = await openHouse(folder, { jobs: true })
const { server } = house
after(async () => {
  await house.close()
  await rm(folder, { recursive: true, force: true })
})
const north = await server.makeOrganization('North Heating')
const workOrder = await raise(server.as(north.dispatcher))
const phone = server.as(north.technician)
const wire = openWire(phone)
const note = (text: string) =>
  wire.capture(workOrder, 'note', {
    visit: null,
    technician: null,
    at: '2026-11-23T09:00:00.000Z',
    text,
    audience: 'crew',
  })
const pushed = (one: Captured) =>
  phone.fetch(syncApi.push.path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ nonce: newId(), epoch: null, commands: [one] }),
  })

async function asSuperuser<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: house.superuserUrl })
  await client.connect()
  return work(client).finally(() => client.end())
}
const timesInTheLedger = (ids: readonly Id[]) =>
  asSuperuser(async (client) => {
    const { rows } = await client.query<{ id: Id }>(
      'select command_id as id from app.ledger where command_id = any ($1)',
      [ids],
    )
    return ids.map((id) => rows.filter((row) => row.id === id).length)
  })

/** Every one of them is told to try again, in a sentence, in time. */
async function allAreToldToWait(asked: readonly Promise<Response>[], code: string): Promise<void> {
  const begun = performance.now()
  await Promise.all(
    asked.map(async (one) => {
      const response = await one
      const took = performance.now() - begun
      const problem = problemBody.parse(await response.json())
      assert.deepEqual([problem.status, problem.code], [503, code], response.url)
      assert.ok(Number(response.headers.get('retry-after')) > 0)
      assert.ok(took < answeredWithin, `${new URL(response.url).pathname} took ${took} ms`)
    }),
  )
}

async function heals(): Promise<void> {
  const begun = performance.now()
  while ((await phone.fetch('/api/me')).status !== 200) {
    assert.ok(performance.now() - begun < healsWithin, 'it goes on by itself')
    await sleep(50)
  }
}

/** Jobs go on too. */
async function reportIsMade(): Promise<void> {
  const office = server.as(north.dispatcher)
  const order = { params: { id: workOrder } }
  await office.call(reportApi.askReport, { ...order, body: { id: newId(), visit: null } })
  await eventually('the report', async () => {
    const { items } = await office.call(reportApi.listReports, order)
    return items.some(({ state }) => state === 'ready') ? true : null
  })
}

test('a database that stands still lets nobody wait for ever and loses nothing, and all goes on when it wakes', async () => {
  const before = note('before')
  assert.equal((await pushed(before)).status, 200)
  const kept = [note('one'), note('two'), note('three')]
  const database = familyOf(await postmasterOf(folder))
  signalAll(database, 'SIGSTOP')
  try {
    const signIn = JSON.stringify({ email: north.owner.email, password: testPassword, orgId: north.id })
    const asked = [
      ...kept.map(pushed),
      ...Array.from({ length: 20 }, () => server.as(north.dispatcher).fetch(`/api/work-orders/${workOrder}`)),
      ...['/healthz', '/api/me', '/api/attention'].map((path) => server.as(north.owner).fetch(path)),
      phone.fetch(`/api/files/${'a'.repeat(64)}/chunks`),
      server.anybody.fetch('/api/auth/office/sign-in', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: signIn,
      }),
    ]
    await allAreToldToWait(asked, 'unavailable')
  } finally {
    signalAll(database, 'SIGCONT')
  }
  await heals()
  for (const one of kept) assert.equal((await pushed(one)).status, 200)
  assert.deepEqual(await timesInTheLedger([before, ...kept].map(({ id }) => id)), [1, 1, 1, 1])
  await reportIsMade()
})

test('who waits for a row that somebody holds for ever is told to try again, and others are not held up', async () => {
  const one = note('behind a lock')
  await asSuperuser(async (client) => {
    await client.query('begin')
    await client.query('select from app.device where id = $1 for update', [north.technician.deviceId])
    const waiting = allAreToldToWait([pushed(one)], 'busy')
    const begun = performance.now()
    assert.equal((await server.as(north.dispatcher).fetch(`/api/work-orders/${workOrder}`)).status, 200)
    assert.ok(performance.now() - begun < answeredWithin / 2)
    await waiting
    assert.deepEqual(await timesInTheLedger([one.id]), [0])
  })
  assert.equal((await pushed(one)).status, 200)
  assert.deepEqual(await timesInTheLedger([one.id]), [1])
})
