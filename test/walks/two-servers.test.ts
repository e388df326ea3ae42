import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { peopleApi } from '#core/people/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { slices } from '#server/app.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { type Captured, openWire } from '#test/support/captured.ts'
import { type Person, serverOn, testServer, type TestServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'

/** Two servers over one database and one folder of files, each with jobs: what a proxy may send anywhere. */
const ran: string[] = []
const probe = {
  name: 'probe',
  routes: [],
  tasks: { probe: async ({ payload }: { payload: Record<string, unknown> }) => void ran.push(String(payload['name'])) },
}
const one = await testServer({ jobs: true, aloneOnDatabase: false, slices: [...slices, probe] })
const two = await serverOn(one.database, {
  jobs: true,
  aloneOnDatabase: false,
  filesFolder: one.filesFolder,
  slices: [...slices, probe],
})
const servers = [one, two]
const north = await one.makeOrganization('North Heating')
const at = '2026-11-23T09:00:00.000Z'
const client = new pg.Client({ connectionString: one.database.superuserUrl })
await client.connect()
one.database.closeFirst(() => client.end())

const until = async (what: string, is: () => Promise<boolean> | boolean, within = 5_000) => {
  const begun = performance.now()
  while (!(await is())) {
    if (performance.now() - begun > within) assert.fail(`waited for ${what}`)
    await sleep(20)
  }
  return performance.now() - begun
}

test('pushes of one phone that race on both servers leave everything once, in the phone’s order', async () => {
  const person = await one.makePerson(north.id, ['technician'], 'Racing Phone')
  const technician = person.technicianId ?? ''
  const workOrder = await raise(one.as(north.dispatcher))
  const visit = await dispatchVisit(one.as(north.dispatcher), workOrder, [technician])
  const phone = openWire(one.as(person))
  const wires = servers.map((server) => openWire(server.as(person)))
  const texts = Array.from({ length: 59 }, (_, n) => `Note ${n}`)
  const commands: Captured[] = [
    phone.capture(workOrder, 'arrive', { visit, technician, at }),
    ...texts.map((text) => phone.capture(workOrder, 'note', { visit, technician, at, text, audience: 'crew' })),
  ]
  const seen = new Map<string, number>()
  for (let from = 0; from < commands.length; from += 6) {
    const batch = commands.slice(from, from + 6)
    // The reply of the one was lost, as it seems to the phone: the same goes to both, and a part of it once more.
    const replies = await Promise.all([
      ...wires.map((wire) => wire.push(...batch)),
      ...wires.map((wire) => wire.push(...batch.slice(0, 3))),
    ])
    for (const { outcomes } of replies) {
      for (const { id, outcome, first } of outcomes) {
        assert.ok(outcome === 'applied' || (outcome === 'duplicate' && first === 'applied'), `${outcome} ${first}`)
        if (outcome === 'applied') seen.set(id, (seen.get(id) ?? 0) + 1)
      }
    }
  }
  assert.deepEqual(
    commands.map(({ id }) => seen.get(id)),
    commands.map(() => 1),
  )
  const { work } = await two.as(north.dispatcher).call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  assert.deepEqual(
    work.notes.map((note) => note.text),
    texts,
  )
  const { rows } = await client.query<{ last: number }>('select last_dseq as last from app.device where id = $1', [
    person.deviceId,
  ])
  assert.equal(rows[0]?.last, commands.length)
})

test('what changes on one server is heard on the other within a second', async () => {
  for (const [from, to] of [servers, servers.toReversed()] as [TestServer, TestServer][]) {
    const stream = await listen(to, north.dispatcher)
    const begun = performance.now()
    const workOrder = await raise(from.as(north.dispatcher))
    await stream.until(workOrder)
    assert.ok(performance.now() - begun < 2_000)
    await stream.close()
  }
})

test('a job is done by one of the two, once', async () => {
  const names = Array.from({ length: 40 }, () => newId())
  for (const [index, name] of names.entries()) {
    const server = servers[index % 2] ?? one
    await server.inTenant(north.id, async (tx) => tx.enqueue('probe', { name }))
  }
  await until('all jobs', () => ran.length >= names.length, 20_000)
  await sleep(200)
  assert.deepEqual(ran.toSorted(), names.toSorted())
})

test('many writers on both leave a feed without a gap and work order numbers without one', async () => {
  const dispatchers = servers.map((server) => server.as(north.dispatcher))
  const before = await feed()
  const numbered = async () =>
    (
      await client.query<{ number: number }>(
        `select number::int from app.work_order where org_id = $1 order by number`,
        [north.id],
      )
    ).rows.map((row) => row.number)
  const known = (await numbered()).length
  await Promise.all(Array.from({ length: 30 }, (_, n) => raise(dispatchers[n % 2] ?? one.as(north.dispatcher))))
  const after = await feed()
  assert.ok(after.length >= before.length + 30)
  assert.deepEqual(
    after,
    after.map((_, n) => n + 1),
  )
  const numbers = await numbered()
  assert.equal(numbers.length, known + 30)
  assert.deepEqual(
    numbers,
    numbers.map((_, n) => (numbers[0] ?? 0) + n),
  )
})

test('a session ended on one server is out on the other within a second, its stream too; a signed-out phone likewise', async () => {
  const [member, phone] = await Promise.all([
    one.makePerson(north.id, ['dispatcher'], 'Leaves One'),
    one.makePerson(north.id, ['technician'], 'Lost On Two'),
  ])
  const asked = async (server: TestServer, person: Person) => (await server.as(person).fetch('/api/me')).status
  const stream = await listen(two, member)
  assert.deepEqual([await asked(two, member), await asked(two, phone)], [200, 200])
  await one.as(member).call(sessionApi.signOutOffice, {})
  assert.ok((await until('the end of the session', async () => (await asked(two, member)) === 401)) < 1_500)
  await stream.until('event: ended')
  await one.as(north.owner).call(peopleApi.signOutDevice, { params: { id: phone.deviceId ?? '' } })
  assert.ok((await until('the end of the phone', async () => (await asked(two, phone)) === 401)) < 1_500)
})

test('after all of this every document is its record folded', async () => {
  const { differences, streams } = await two.inTenant(north.id, (tx) => rebuildSome(tx, null, 1_000))
  assert.ok(streams > 30)
  assert.deepEqual(differences, [])
})

async function feed(): Promise<number[]> {
  const { rows } = await client.query<{ seq: string }>('select seq from app.feed where org_id = $1 order by seq', [
    north.id,
  ])
  return rows.map((row) => Number(row.seq))
}

async function listen(server: TestServer, person: Person) {
  const response = await server.as(person).fetch('/api/live')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail('no stream')
  let heard = ''
  const hear = async (text: string) => {
    const limit = setTimeout(() => void reader.cancel(), 5_000)
    while (!heard.includes(text)) {
      const { done, value } = await reader.read()
      if (done) break
      heard += value
    }
    clearTimeout(limit)
    assert.ok(heard.includes(text), `waited for ${text}, heard ${heard}`)
  }
  await hear('event: open')
  return { until: hear, close: () => reader.cancel() }
}
