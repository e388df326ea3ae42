import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { workOrderApi } from '#core/work-orders/api.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire } from '#test/support/captured.ts'
import { hashOf } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import { raise } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const office = server.as(north.dispatcher)
const at = '2026-11-23T09:00:00.000Z'
const client = new pg.Client({ connectionString: server.database.superuserUrl })
await client.connect()
server.database.closeFirst(() => client.end())

test('S7: a number of a device is given once, also when two copies of a phone give it; both commands are on the record', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'Copied Phone')
  const workOrder = await raise(office)
  const [one, copy] = [openWire(server.as(person)), openWire(server.as(person))]
  const note = (wire: typeof one, text: string) =>
    wire.capture(workOrder, 'note', { visit: null, technician: person.technicianId, at, text, audience: 'crew' })
  await one.push(note(one, 'First'), note(one, 'Second'))
  const copied = [note(copy, 'Of the copy'), note(copy, 'Again of the copy'), note(copy, 'Third')]
  const { outcomes } = await copy.push(...copied)
  assert.deepEqual(
    outcomes.map((each) => each.outcome),
    ['applied', 'applied', 'applied'],
  )
  assert.equal(
    (await copy.push(...copied)).outcomes.every((each) => each.outcome === 'duplicate'),
    true,
  )
  const { work } = await office.call(workOrderApi.readWorkOrder, { params: { id: workOrder } })
  assert.equal(work.notes.length, 5)
  const { rows } = await client.query<{ dseq: number | null }>(
    'select dseq from app.ledger where device_id = $1 order by dseq nulls last, received_at',
    [person.deviceId],
  )
  assert.deepEqual(
    rows.map((row) => row.dseq),
    [1, 2, 3, null, null],
  )
})

test('S7: the highest number without a gap below it stops at a gap and goes on when it is filled', async () => {
  const person = await server.makePerson(north.id, ['technician'], 'With A Gap')
  const workOrder = await raise(office)
  const wire = openWire(server.as(person))
  const [first, second, third, fourth, fifth] = ['1', '2', '3', '4', '5'].map((text) =>
    wire.capture(workOrder, 'note', { visit: null, technician: person.technicianId, at, text, audience: 'crew' }),
  )
  assert.ok(first && second && third && fourth && fifth)
  const lastAfter = async (...commands: (typeof first)[]) => {
    await wire.push(...commands)
    const { rows } = await client.query<{ last: number }>('select last_dseq as last from app.device where id = $1', [
      person.deviceId,
    ])
    return rows[0]?.last
  }
  assert.equal(await lastAfter(first, second, fifth), 2)
  assert.equal(await lastAfter(fourth), 2)
  assert.equal(await lastAfter(third), 5)
  assert.equal(await lastAfter(first), 5)
})

test('what cannot be so is refused by the database itself', async () => {
  const [org, device, id] = [north.id, north.technician.deviceId, newId()]
  const hash = hashOf(id)
  const ledger = `insert into app.ledger (org_id, command_id, stream_kind, stream_id, type, body_hash, body, outcome, device_id, dseq)
    values ('${org}', gen_random_uuid(), 'work_order', '${id}', 'note', '${hash}', '{}'`
  const file = `insert into app.file (org_id, id, sha256, size, state, code, stored_at) values ('${org}', gen_random_uuid()`
  const impossible: [string, RegExp][] = [
    [
      `${ledger}, 'applied', '${device}', 700), ${ledger.slice(ledger.indexOf("('"))}, 'applied', '${device}', 700)`,
      /ledger_device_number/,
    ],
    [`${ledger}, 'lost', '${device}', 701)`, /ledger_outcome_check/],
    [`${ledger}, 'applied', '${device}', 0)`, /ledger_check/],
    [`${ledger}, 'applied', null, 1)`, /ledger_check/],
    [`${file}, '${hash}', 1, 'stored', null, null)`, /file_check/],
    [`${file}, '${hash}', 1, 'refused', null, null)`, /file_check/],
    [`${file}, '${hash}', 1, 'announced', null, now())`, /file_check/],
    [`${file}, 'no hash', 1, 'announced', null, null)`, /file_sha256_check/],
    [
      `insert into app.settled (org_id, stream_kind, stream_id, device_id, dseq) values ('${org}', 'note', '${id}', '${device}', 1)`,
      /settled_stream_kind_check/,
    ],
    [`update app.device set unsent_commands = -1 where id = '${device}'`, /device_check/],
    [`update app.feed_counter set last = -1 where org_id = '${org}'`, /feed_counter_last_check/],
    [
      `insert into app.evidence (org_id, stream_kind, stream_id, id, kind, sha256, state, audience)
       values ('${org}', 'work_order', '${id}', '${id}', 'photo', '${hash}', 'lost', 'crew')`,
      /evidence_state_check/,
    ],
  ]
  for (const [statement, rule] of impossible) await assert.rejects(client.query(statement), rule, statement)
})
