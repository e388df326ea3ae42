import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { technicianOf, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, raiseBody } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const luis = technicianOf(north.technician)
const at = '2026-11-23T09:00:00.000Z'

const read = (id: Id) => office.call(workOrderApi.readWorkOrder, { params: { id } })

async function dispatched(technicians: Id[] = [luis]): Promise<{ workOrder: Id; visit: Id }> {
  const workOrder = await raise(office)
  return { workOrder, visit: await dispatchVisit(office, workOrder, technicians) }
}

const finishBody = (visit: Id, technician: Id) => ({
  visit,
  technician,
  at: '2026-11-23T10:00:00.000Z',
  outcome: 'done' as const,
  returnReason: null,
  note: '',
  missing: [],
  evidence: [],
})

test('a reply lost after the commit: sent again word for word it is a duplicate, and the record has it once (S6)', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Lost Reply')))
  const { workOrder, visit } = await dispatched()
  const commands = [
    phone.capture(workOrder, 'arrive', { visit, technician: luis, at }),
    phone.capture(workOrder, 'part', {
      visit,
      technician: luis,
      at,
      item: null,
      sku: '',
      name: 'Pump',
      quantity: 1000,
      unit: 'each',
      serial: '',
      note: '',
    }),
  ]
  const first = await phone.push(...commands)
  assert.deepEqual(
    first.outcomes.map((one) => [one.outcome, one.first]),
    [
      ['applied', null],
      ['applied', null],
    ],
  )
  const again = await phone.push(...commands)
  assert.deepEqual(
    again.outcomes.map((one) => [one.outcome, one.first]),
    [
      ['duplicate', 'applied'],
      ['duplicate', 'applied'],
    ],
  )
  const { work } = await read(workOrder)
  assert.equal(work.parts.length, 1)
  assert.equal(work.visits[0]?.steps.length, 1)
  assert.equal(work.visits[0]?.steps[0]?.by.source, 'crew')
})

test('a phone that knows another history is told of ours before anything is taken, so that old goes before new (S7, S19)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Other History')
  const api = server.as(person)
  const { workOrder, visit } = await dispatched()
  const commands = [openWire(api).capture(workOrder, 'arrive', { visit, technician: technicianOf(person), at })]
  const push = (epoch: string | null) => api.call(syncApi.push, { body: { nonce: newId(), epoch, commands } })
  const told = await push('another history')
  assert.deepEqual(told.outcomes, [])
  assert.equal((await read(workOrder)).work.visits[0]?.steps.length, 0)
  assert.deepEqual(
    (await push(told.epoch)).outcomes.map(({ outcome }) => outcome),
    ['applied'],
  )
})

test('nonce, epoch and clock come back with every reply, and the epoch stays (S9, S19)', async () => {
  const api = server.as(north.technician)
  const nonce = 'a nonce of the phone'
  const { workOrder, visit } = await dispatched()
  const pushed = await api.call(syncApi.push, {
    body: {
      nonce,
      epoch: null,
      commands: [openWire(api).capture(workOrder, 'accept', { visit, technician: luis, at })],
    },
  })
  const pulled = await api.call(syncApi.pull, {
    body: { nonce, epoch: null, digest: null, unsent: { commands: 3, files: 2 } },
  })
  assert.deepEqual([pushed.nonce, pulled.nonce], [nonce, nonce])
  assert.equal(pushed.epoch, pulled.epoch)
  const device = await server.inTenant(north.id, (tx) =>
    tx.db
      .selectFrom('app.device')
      .selectAll()
      .where('id', '=', north.technician.deviceId ?? '')
      .executeTakeFirstOrThrow(),
  )
  assert.deepEqual([device.unsent_commands, device.unsent_files], [3, 2])
})

test('other bytes under a known id are kept aside and never over what is there (S6)', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Other Bytes')))
  const { workOrder } = await dispatched()
  const note = (text: string) => ({ visit: null, technician: luis, at, text, audience: 'crew' as const })
  const first = phone.capture(workOrder, 'note', note('First'))
  await phone.push(first)
  const other = { ...first, bytes: first.bytes.replace('First', 'Other') }
  const answer = await phone.push(other)
  assert.deepEqual(
    answer.outcomes.map((one) => [one.outcome, one.code]),
    [['id_conflict', 'id_conflict']],
  )
  const twice = await phone.push(other)
  assert.equal(twice.outcomes[0]?.outcome, 'id_conflict')
  assert.deepEqual(
    (await read(workOrder)).work.notes.map((one) => one.text),
    ['First'],
  )
  const { held } = await office.call(workOrderApi.readAttention, {})
  assert.equal(held.filter((row) => row.command === first.id).length, 1)
})

test('a poison command is held and holds up nothing but itself (S7, S8)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Poison Pill')
  const phone = openWire(server.as(person))
  const { workOrder, visit } = await dispatched([technicianOf(person)])
  const other = await dispatched([technicianOf(person)])
  const fact = { visit, technician: technicianOf(person), at }
  const commands = [
    phone.capture(workOrder, 'arrive', fact),
    // A visit of another work order has this id: the row cannot be written, which nothing in the command shows.
    phone.capture(workOrder, 'open_visit', { ...fact, visit: other.visit }),
    phone.captureAny({ kind: 'work_order', id: workOrder }, 'no_such_thing', {}),
    { id: newId(), dseq: 4, bytes: 'not json' },
    phone.capture(newId(), 'arrive', fact),
    phone.capture(workOrder, 'leave', { ...fact, visit: newId() }),
    phone.capture(workOrder, 'finish', finishBody(visit, technicianOf(person))),
  ].map((command, index) => ({ ...command, dseq: index + 1 }))
  const { outcomes } = await phone.push(...commands)
  assert.deepEqual(
    outcomes.map((one) => [one.outcome, one.code]),
    [
      ['applied', null],
      ['held', 'apply_failed'],
      ['held', 'wrong_shape'],
      ['held', 'wrong_shape'],
      ['held', 'unknown_target'],
      ['held', 'visit_unknown'],
      ['applied', null],
    ],
  )
  assert.equal((await read(workOrder)).status, 'work_complete')
  assert.equal((await read(workOrder)).held, 3)
  const again = await phone.push(...commands)
  assert.deepEqual(
    again.outcomes.map((one) => [one.outcome, one.first]),
    outcomes.map((one) => ['duplicate', one.outcome]),
  )
  const { last_dseq } = await server.inTenant(north.id, (tx) =>
    tx.db
      .selectFrom('app.device')
      .select('last_dseq')
      .where('id', '=', person.deviceId ?? '')
      .executeTakeFirstOrThrow(),
  )
  assert.equal(last_dseq, 7)
})

test('what was held is settled by a person: on the visit it belongs to, or put aside with a reason (S4)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Held Back')
  const phone = openWire(server.as(person))
  const { workOrder, visit } = await dispatched([technicianOf(person)])
  const part = {
    visit: newId(),
    technician: technicianOf(person),
    at,
    item: null,
    sku: '',
    name: 'Valve',
    quantity: 2000,
    unit: 'each',
    serial: '',
    note: '',
  }
  const first = await phone.send(workOrder, 'part', part)
  const second = await phone.send(newId(), 'part', part)
  assert.deepEqual([first.outcome, second.outcome], ['held', 'held'])
  const answer = await office.call(workOrderApi.settleHeld, {
    params: { id: first.id },
    body: { choice: 'apply', workOrder, visit },
  })
  assert.equal(answer.outcome, 'applied')
  const [fitted] = (await read(workOrder)).work.parts
  assert.deepEqual(
    [fitted?.id, fitted?.name, fitted?.by.name, fitted?.by.device],
    [first.id, 'Valve', 'Held Back', person.deviceId],
    'it keeps the id its phone knows it by',
  )
  await office.call(workOrderApi.settleHeld, {
    params: { id: second.id },
    body: { choice: 'put_aside', reason: 'Test order' },
  })
  const twice = await problemOf(
    office.call(workOrderApi.settleHeld, { params: { id: first.id }, body: { choice: 'apply', workOrder, visit } }),
  )
  assert.equal(twice.status, 409)
  const { held } = await office.call(workOrderApi.readAttention, {})
  assert.ok(!held.some((row) => row.command === first.id || row.command === second.id))
})

test('eight phones at once: nothing lost, nothing doubled, and the feed has no gap (S18)', async () => {
  const people = await Promise.all(
    [...'ABCDEFGH'].map((letter) => server.makePerson(north.id, ['technician'], `Phone ${letter}`)),
  )
  const shared = await raise(office, { title: 'All at once' })
  const visit = await dispatchVisit(office, shared, people.map(technicianOf))
  const answers = await Promise.all(
    people.map(async (person) => {
      const phone = openWire(server.as(person))
      const technician = technicianOf(person)
      const note = (n: number) => ({ visit, technician, at, text: `${person.name} ${n}`, audience: 'crew' as const })
      const commands = [1, 2, 3, 4, 5].map((n) => phone.capture(shared, 'note', note(n)))
      const [first, again] = await Promise.all([phone.push(...commands), phone.push(...commands)])
      return [...first.outcomes, ...again.outcomes].map((one) => one.outcome)
    }),
  )
  for (const outcomes of answers) {
    assert.equal(outcomes.filter((outcome) => outcome === 'applied').length, 5)
    assert.equal(outcomes.filter((outcome) => outcome === 'duplicate').length, 5)
  }
  const { work } = await read(shared)
  const texts = work.notes.map((note) => note.text)
  assert.deepEqual([texts.length, new Set(texts).size], [40, 40])
  for (const person of people) {
    const own = texts.filter((text) => text.startsWith(person.name))
    assert.deepEqual(
      own,
      [1, 2, 3, 4, 5].map((n) => `${person.name} ${n}`),
    )
  }
  const feed = await server.inTenant(north.id, async (tx) => {
    const { rows } = await sql<{ last: number; lines: number; highest: number }>`
      select counter.last, (select count(*) from app.feed where org_id = counter.org_id) as lines,
        (select max(seq) from app.feed where org_id = counter.org_id) as highest
      from app.feed_counter counter where org_id = ${north.id}`.execute(tx.db)
    return rows[0]
  })
  assert.equal(feed?.lines, feed?.last)
  assert.equal(feed?.highest, feed?.last)
})

test('work orders of one push are numbered one after the other, and what is held among them takes no number', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Many Raised')))
  const raised = () => phone.capture(newId(), 'raise', raiseBody({}, { origin: 'field' }))
  const numbersOf = ({ outcomes }: Pick<Awaited<ReturnType<typeof phone.push>>, 'outcomes'>) =>
    outcomes.flatMap(({ number }) => (number === null ? [] : [Number(number.slice(3))]))
  const known = raised()
  const [first = 0] = numbersOf(await phone.push(known))
  const { outcomes } = await phone.push(
    known,
    raised(),
    phone.captureAny({ kind: 'work_order', id: newId() }, 'raise', {}),
    raised(),
    raised(),
  )
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['duplicate', 'applied', 'held', 'applied', 'applied'],
  )
  assert.deepEqual(numbersOf({ outcomes }), [first, first + 1, first + 2, first + 3])
  assert.deepEqual(numbersOf(await phone.push(raised(), raised())), [first + 4, first + 5])
})

test('the office raising at once from eight screens leaves no gap and no number twice', async () => {
  const ids = [...'12345678'].map(() => newId())
  const answers = await Promise.all(
    ids.flatMap((id) => {
      const body = { id: newId(), type: 'raise', body: raiseBody(), seen: 0 }
      // A double click: the same command twice at the same moment.
      return [1, 2].map(() => office.call(workOrderApi.sendCommand, { params: { id }, body }))
    }),
  )
  const numbers = answers
    .flatMap((answer) => (answer.outcome === 'applied' ? [Number(answer.number?.slice(3))] : []))
    .sort((a, b) => a - b)
  assert.equal(numbers.length, 8)
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => (numbers[0] ?? 0) + index),
  )
})

test('after all of this every document is its record folded, and every row its document projected', async () => {
  const { streams, differences } = await server.inTenant(north.id, (tx) => rebuildSome(tx, null, 10_000))
  assert.ok(streams > 10)
  assert.deepEqual(differences, [])
})
