import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import { newId } from '#server/platform/ids.ts'
import { rebuildSome } from '#server/work-orders/rebuild.ts'
import { bodyOf, openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { type Person, testServer } from '#test/support/server.ts'
import { dispatchVisit, raise, raiseBody, send } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Plumbing')
const office = server.as(north.dispatcher)
const luis = technicianOf(north.technician)
const at = '2026-11-23T09:00:00.000Z'

function technicianOf(person: Person): Id {
  if (!person.technicianId) throw new Error('a technician was expected')
  return person.technicianId
}

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

test('a technician’s phone wants and does not decide: an intention of the office is refused with its code (S2)', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Want Much')))
  const { workOrder } = await dispatched()
  const outcome = await phone.send(workOrder, 'cancel', { reason: 'I would rather not' })
  assert.deepEqual([outcome.outcome, outcome.code], ['refused', 'not_allowed'])
  const forged = await phone.send(workOrder, 'bytes_stored', { sha256: 'a'.repeat(64) })
  assert.equal(forged.outcome, 'refused')
  assert.notEqual((await read(workOrder)).status, 'cancelled')
})

test('money is not the field’s to say: what a phone adds of it is left out, the rest of its edit stands', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Generous Gil')))
  const { workOrder } = await dispatched()
  const money = { purchaseOrder: 'PO of the phone', notToExceed: 1 }
  const outcome = await phone.send(workOrder, 'edit_details', { changes: { accessNotes: 'Key at the porter' }, money })
  assert.equal(outcome.outcome, 'applied')
  const page = await read(workOrder)
  assert.equal(page.work.details.accessNotes, 'Key at the porter')
  assert.deepEqual([page.money?.purchaseOrder, page.money?.notToExceed], ['', null])
})

test('a phone whose zone nobody knows loses nothing: the order is kept in UTC until its site is linked', async () => {
  const phone = openWire(server.as(await server.makePerson(north.id, ['technician'], 'Unknown Una')))
  const workOrder = newId()
  const reported = { customer: 'Bakery', site: 'Corner', contact: '', phone: '', zone: 'Etc/Unknown' }
  const body = raiseBody({}, { origin: 'field', zone: 'Etc/Unknown', reported })
  assert.equal((await phone.send(workOrder, 'raise', body)).outcome, 'applied')
  assert.equal((await read(workOrder)).work.zone, 'UTC')
  const refused = await problemOf(send(office, newId(), 'raise', raiseBody({}, { zone: 'Nowhere/X' })))
  assert.equal(refused.status, 422)
})

test('a summary that is not the one its signature names is kept, and flagged (S24)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Signing Sam')
  const phone = openWire(server.as(person))
  const { workOrder, visit } = await dispatched([technicianOf(person)])
  const body = {
    visit,
    technician: technicianOf(person),
    at,
    summary: '{"a":1}',
    language: 'en',
    template: 'summary-1',
  }
  await phone.send(workOrder, 'unattended', { ...body, summaryHash: 'a'.repeat(64), reason: 'Nobody there' })
  const { work } = await read(workOrder)
  assert.equal(work.visits[0]?.signOffs.length, 1)
  assert.ok(work.flags.some((flag) => flag.code === 'summary_hash_differs'))
})

test('ids of organization A are held for B’s phone exactly like ids of nothing', async () => {
  const person = south.technician
  const phone = openWire(server.as(person))
  const { workOrder, visit } = await dispatched()
  const fact = { technician: technicianOf(person), at }
  const foreign = await phone.send(workOrder, 'arrive', { ...fact, visit })
  const random = await phone.send(newId(), 'arrive', { ...fact, visit: newId() })
  const ofNobody = await phone.send(newId(), 'arrive', { ...fact, technician: luis, visit })
  const ofNothing = await phone.send(newId(), 'arrive', { ...fact, technician: newId(), visit })
  const plain = (outcome: typeof foreign) => ({ ...outcome, id: null })
  assert.deepEqual(plain(foreign), plain(random))
  assert.deepEqual(plain(ofNobody), plain(ofNothing))
  assert.equal((await read(workOrder)).work.visits[0]?.steps.length, 0)
})

test('made on the phone for an unknown customer: the number comes, the office links, the phone keeps it (S32)', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Made Offline')
  const phone = openWire(server.as(person))
  const workOrder = newId()
  const visit = newId()
  const foreign = await server
    .as(south.dispatcher)
    .call(customersApi.makeCustomer, { body: { id: newId(), name: 'Not ours' } })
  const reported = {
    customer: 'Mrs Novak',
    site: 'Hauptstr. 5',
    contact: '',
    phone: '+49 30 1234567',
    zone: 'Europe/Berlin',
  }
  const body = raiseBody(
    { customer: foreign.id, title: 'Dripping valve' },
    { origin: 'field', provisional: 'T7-0001', reported },
  )
  const { outcomes } = await phone.push(
    phone.capture(workOrder, 'raise', body),
    phone.capture(workOrder, 'open_visit', { visit, technician: technicianOf(person), at }),
    phone.capture(workOrder, 'arrive', { visit, technician: technicianOf(person), at }),
  )
  assert.deepEqual(
    outcomes.map((one) => one.outcome),
    ['applied', 'applied', 'applied'],
  )
  assert.match(outcomes[0]?.number ?? '', /^WO-\d{4}$/)
  const page = await read(workOrder)
  assert.equal(page.work.details.customer, null)
  assert.deepEqual(
    page.work.flags.map((flag) => flag.code),
    ['customer_unknown', 'site_unknown'],
  )
  const found = await office.call(workOrderApi.listWorkOrders, { query: { q: 'T7-0001' } })
  assert.deepEqual(
    found.items.map((row) => row.id),
    [workOrder],
  )
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Novak' } })
  await send(office, workOrder, 'edit_details', { changes: { customer: customer.id } })
  const [flag] = (await read(workOrder)).work.flags
  assert.notEqual(flag?.settled, null)
  const held = await phone.pullAll()
  assert.equal(bodyOf(held, 'work_order', workOrder)?.settled, 3)
})

test('a technician’s own day is a stream of its own, and counts in worked time', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Day Keeper')
  const phone = openWire(server.as(person))
  const technician = technicianOf(person)
  const day = { kind: 'day' as const, id: technician }
  const { outcomes } = await phone.push(
    phone.captureAny(day, 'start_activity', { activity: 'depot', at: '2026-11-23T06:00:00.000Z', note: '' }),
    phone.captureAny(day, 'start_activity', { activity: 'lunch', at: '2026-11-23T06:45:00.000Z', note: '' }),
    phone.captureAny({ kind: 'day', id: newId() }, 'start_activity', { activity: 'lunch', at, note: '' }),
  )
  assert.deepEqual(
    outcomes.map((one) => [one.outcome, one.code]),
    [
      ['applied', null],
      ['applied', null],
      ['held', 'unknown_target'],
    ],
  )
  const pulled = bodyOf(await phone.pullAll(), 'day', technician)
  assert.deepEqual([pulled?.day.entries.length, pulled?.settled], [2, 2])
  const worked = await office.call(fieldworkApi.listWorked, {
    query: { from: '2026-11-23', to: '2026-11-23', technician },
  })
  assert.deepEqual(
    worked.items.map((item) => [item.activity, item.minutes]),
    [
      ['depot', 45],
      ['lunch', 0],
    ],
  )
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
