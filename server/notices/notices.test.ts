import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import pg from 'pg'
import { noticesApi } from '#core/notices/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { newId } from '#server/platform/ids.ts'
import { isPublicAddress } from '#server/platform/push/addresses.ts'
import { openPush } from '#server/platform/push/push.ts'
import { openPushService, type TestBrowser } from '#test/support/push-service.ts'
import { type Person, testServer } from '#test/support/server.ts'
import { raise, send } from '#test/support/work-orders.ts'
import { readSubscription } from './queries.ts'

const server = await testServer({ jobs: true })
const service = await openPushService()
const queue = new pg.Pool({ connectionString: server.database.url('roundtrip_worker'), max: 1 })
server.database.closeFirst(() => queue.end())
after(() => service.close())
const org = await server.makeOrganization('Hill Heating')
/** Somebody new for each test. */
const names = ['Luis Able', 'Luis Baker', 'Luis Cole', 'Luis Dean', 'Luis Eade', 'Luis Ford', 'Luis Gray', 'Luis Hill']
let luis: Person
let phone: TestBrowser
beforeEach(async () => {
  service.answer(201)
  luis = await server.makePerson(org.id, ['technician'], names.pop() ?? 'Luis')
  phone = service.browser()
  await server.as(luis).call(noticesApi.subscribePush, { body: phone.subscription })
})

const start = '2026-11-24T08:00:00.000Z'
const later = '2026-11-24T12:30:00.000Z'

/** A dispatched visit for Luis. */
async function dispatched(): Promise<{ workOrder: string; visit: string }> {
  const office = server.as(org.dispatcher)
  const workOrder = await raise(office, { title: 'Boiler leaks' })
  const visit = newId()
  const crew = [luis.technicianId ?? '']
  await send(office, workOrder, 'plan_visit', { visit, start, minutes: 60, window: null, crew, lead: null })
  await send(office, workOrder, 'dispatch_visit', { visit })
  return { workOrder, visit }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200; n++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail(`not seen: ${what}`)
}

async function jobsLeft(): Promise<number> {
  const { rows } = await queue.query<{ n: number }>(
    `select count(*)::int as n from graphile_worker.jobs where task_identifier = 'send_notice'`,
  )
  return rows[0]?.n ?? 0
}

test('a new visit is told to its technician’s phone, in the time of the site, and only that phone can read it', async () => {
  const { workOrder, visit } = await dispatched()
  await until('the notice', () => phone.delivered.length === 1)
  const [notice] = phone.delivered
  const number = (
    await server.inTenant(org.id, (tx) =>
      tx.db.selectFrom('app.work_order').select('number_text').where('id', '=', workOrder).executeTakeFirstOrThrow(),
    )
  ).number_text
  assert.deepEqual(notice?.message, {
    title: 'New visit',
    body: `Tue, 24 Nov 2026, 09:00 CET\n${number} Boiler leaks`,
    tag: visit,
    path: `/field/visit/${workOrder}/${visit}`,
  })
  const { key } = await server.as(luis).call(noticesApi.readPushKey, {})
  assert.equal(notice?.signer, key)
  assert.equal(notice?.topic, visit.replaceAll('-', ''))
})

test('a visit that is moved and one that is recalled are told; what nobody dispatched is not', async () => {
  const office = server.as(org.dispatcher)
  const { workOrder, visit } = await dispatched()
  await until('the new visit', () => phone.delivered.length === 1)
  await send(office, workOrder, 'reschedule_visit', { visit, start: later, minutes: 60, window: null })
  await until('the move', () => phone.delivered.length === 2)
  await send(office, workOrder, 'recall_visit', { visit, reason: 'Parts are late' })
  await until('the recall', () => phone.delivered.length === 3)
  await send(office, workOrder, 'reschedule_visit', { visit, start, minutes: 60, window: null })
  await until('every job', async () => (await jobsLeft()) === 0)
  const titles = phone.delivered.map(({ message }) => (message as { title: string }).title)
  assert.deepEqual(titles, ['New visit', 'Visit moved', 'Visit recalled'])
})

for (const at of [410, 403]) {
  test(`a phone that is away is tried again, and one that takes no more (${at}) is forgotten`, async () => {
    service.answer(503)
    await dispatched()
    await until('a first try', () => phone.asked() > 0)
    assert.equal(await jobsLeft(), 1)
    // Gone, or subscribed with a key this server does not have any more.
    service.answer(at)
    await queue.query('update graphile_worker._private_jobs set run_at = now()')
    await until('the job', async () => (await jobsLeft()) === 0)
    const left = await server.inTenant(org.id, (tx) => readSubscription(tx, luis.deviceId ?? ''))
    assert.equal(left, undefined)
  })
}

test('what was overtaken while a phone was away is not told any more', async () => {
  service.answer(503)
  const { workOrder, visit } = await dispatched()
  await until('a first try', () => phone.asked() > 0)
  await send(server.as(org.dispatcher), workOrder, 'recall_visit', { visit, reason: 'Parts are late' })
  await until('a try for each', () => phone.asked() > 1)
  service.answer(201)
  await queue.query('update graphile_worker._private_jobs set run_at = now()')
  await until('every job', async () => (await jobsLeft()) === 0)
  assert.deepEqual(
    phone.delivered.map(({ message }) => (message as { title: string }).title),
    ['Visit recalled'],
  )
})

test('a phone the office signed out, and one that wants none, are told nothing', async () => {
  const other = await server.makePerson(org.id, ['technician'], 'Marcus')
  await server.as(org.owner).call(peopleApi.signOutDevice, { params: { id: luis.deviceId ?? '' } })
  await dispatched()
  const theirs = service.browser()
  await server.as(other).call(noticesApi.subscribePush, { body: theirs.subscription })
  await server.as(other).call(noticesApi.unsubscribePush, {})
  luis = other
  await dispatched()
  assert.equal(await jobsLeft(), 0)
  assert.equal(phone.asked() + theirs.asked(), 0)
})

test('nothing inside this network is called for a notice, whatever a phone says', async () => {
  for (const inside of [
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.1.1',
    '0.0.0.0',
  ])
    assert.equal(isPublicAddress(inside), false, inside)
  for (const inside of ['::1', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '::'])
    assert.equal(isPublicAddress(inside), false, inside)
  for (const outside of ['9.9.9.9', '142.250.1.1', '2a00:1450::1'])
    assert.equal(isPublicAddress(outside), true, outside)

  const keys = { publicKey: (await server.as(luis).call(noticesApi.readPushKey, {})).key ?? '', privateKey: '' }
  const push = openPush({ keys, subject: 'https://work.example.com' })
  for (const no of ['http://push.example.com/a', 'https://10.0.0.1/a', 'https://[::1]/a', 'https://me:it@example.com/'])
    assert.equal(push.takes(no), false, no)
  assert.equal(push.takes('https://push.example.com/a'), true)
})

test('a name that leads inside is found out when it is called', async () => {
  const { publicLookup } = await import('#server/platform/push/addresses.ts')
  const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, (found) => resolve(found)))
  assert.match(String(error), /no public address/)
})
