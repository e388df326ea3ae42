import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import { newId } from '#server/platform/ids.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const owner = server.as(north.owner)
const dispatcher = server.as(north.dispatcher)
// Days are cut in it.
const { version } = await owner.call(peopleApi.readOrganization, {})
await owner.call(peopleApi.editOrganization, { body: { version, zone: 'Europe/Berlin' } })

async function technician(name: string): Promise<string> {
  return (await owner.call(peopleApi.makeTechnician, { body: { id: newId(), name } })).id
}

const monday = { from: '2026-11-22T23:00:00.000Z', to: '2026-11-23T23:00:00.000Z' }
const week = { from: '2026-11-22T23:00:00.000Z', to: '2026-11-29T23:00:00.000Z' }

test('a dispatcher enters who called in sick, changes it, takes it away and brings it back', async () => {
  const anna = await technician('Anna')
  const body = { id: newId(), technicianId: anna, kind: 'absent', reason: 'sickness', note: 'Flu', ...monday } as const
  const made = await dispatcher.call(rosterApi.makeRosterEntry, { body })
  assert.deepEqual(made, { ...body, version: 1, archivedAt: null })
  assert.deepEqual(await dispatcher.call(rosterApi.makeRosterEntry, { body }), made)
  const longer = await dispatcher.call(rosterApi.editRosterEntry, {
    params: { id: made.id },
    body: { version: 1, to: '2026-11-24T23:00:00.000Z' },
  })
  assert.deepEqual(longer, { ...made, version: 2, to: '2026-11-24T23:00:00.000Z' })
  const stale = await problemOf(
    dispatcher.call(rosterApi.editRosterEntry, { params: { id: made.id }, body: { version: 1, to: monday.from } }),
  )
  assert.deepEqual([stale.code, stale.body.current], ['changed_meanwhile', longer])
  const listed = async (archived: 'no' | 'only') =>
    (await dispatcher.call(rosterApi.listRoster, { query: { technician: anna, archived } })).items.length
  await dispatcher.call(rosterApi.archiveRosterEntry, { params: { id: made.id } })
  assert.deepEqual([await listed('no'), await listed('only')], [0, 1])
  const back = await dispatcher.call(rosterApi.restoreRosterEntry, { params: { id: made.id } })
  assert.deepEqual([await listed('no'), await listed('only'), back.archivedAt], [1, 0, null])
  const told = await server.inTenant(north.id, (tx) =>
    tx.db.selectFrom('app.feed').select('ability').where('id', '=', made.id).execute(),
  )
  assert.deepEqual(new Set(told.map(({ ability }) => ability)), new Set(['people.read']))
})

test('absences of one technician may overlap: sick during a holiday is both', async () => {
  const ben = await technician('Ben')
  for (const reason of ['holiday', 'sickness'] as const) {
    await dispatcher.call(rosterApi.makeRosterEntry, {
      body: { id: newId(), technicianId: ben, kind: 'absent', reason, ...week },
    })
  }
  const { items } = await dispatcher.call(rosterApi.listRoster, { query: { technician: ben } })
  assert.deepEqual(new Set(items.map(({ reason }) => reason)), new Set(['holiday', 'sickness']))
})

test('an absence says why, nothing else does, and every entry ends after it begins and within three years', async () => {
  const cem = await technician('Cem')
  const fields = async (more: object) => {
    const body = { id: newId(), technicianId: cem, kind: 'absent', reason: 'other', ...monday, ...more } as const
    const { status, body: problem } = await problemOf(dispatcher.call(rosterApi.makeRosterEntry, { body }))
    return [status, problem.fields?.[0]?.path, problem.fields?.[0]?.code]
  }
  assert.deepEqual(await fields({ reason: '' }), [422, 'reason', 'needed'])
  assert.deepEqual(await fields({ kind: 'on_call' }), [422, 'reason', 'only_for_absences'])
  assert.deepEqual(await fields({ to: monday.from }), [422, 'to', 'not_after'])
  assert.deepEqual(await fields({ to: '2029-12-31T00:00:00.000Z' }), [422, 'to', 'too_long'])
  assert.deepEqual(await fields({ technicianId: newId() }), [422, 'technicianId', 'not_found'])
  const made = await dispatcher.call(rosterApi.makeRosterEntry, {
    body: { id: newId(), technicianId: cem, kind: 'extra', ...monday },
  })
  const away = await problemOf(
    dispatcher.call(rosterApi.editRosterEntry, { params: { id: made.id }, body: { version: 1, kind: 'absent' } }),
  )
  assert.equal(away.body.fields?.[0]?.path, 'reason')
})

test('the roster of some days is what touches them, page by page in the order it begins', async () => {
  const dora = await technician('Dora')
  const days = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10']
  for (const day of days.toReversed()) {
    await dispatcher.call(rosterApi.makeRosterEntry, {
      body: {
        id: newId(),
        technicianId: dora,
        kind: 'extra',
        note: day,
        from: `${day}T17:00:00.000Z`,
        // Ends with the day in Berlin.
        to: `${day}T23:00:00.000Z`,
      },
    })
  }
  const notes = async (query: { from?: string; to?: string; kind?: 'extra' | 'absent' }) =>
    (await dispatcher.call(rosterApi.listRoster, { query: { technician: dora, ...query } })).items.map(
      ({ note }) => note,
    )
  assert.deepEqual(await notes({ from: '2026-12-08', to: '2026-12-09' }), days.slice(1, 3))
  assert.deepEqual(await notes({ from: '2026-12-09' }), days.slice(2))
  assert.deepEqual(await notes({ to: '2026-12-07' }), days.slice(0, 1))
  assert.deepEqual(await notes({ kind: 'absent' }), [])
  const first = await dispatcher.call(rosterApi.listRoster, { query: { technician: dora, limit: 3 } })
  const rest = await dispatcher.call(rosterApi.listRoster, {
    query: { technician: dora, limit: 3, cursor: first.next ?? '' },
  })
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ note }) => note),
    days,
  )
  assert.equal(rest.next, null)
})

test('technicians and the bookkeeper do not write the roster, and a phone does not read why a colleague is away', async () => {
  const { technicianId } = north.technician
  assert.ok(technicianId)
  const body = { id: newId(), technicianId, kind: 'absent', reason: 'holiday', ...monday } as const
  for (const person of [north.technician, north.billing]) {
    assert.equal((await problemOf(server.as(person).call(rosterApi.makeRosterEntry, { body }))).status, 403)
  }
  assert.equal((await problemOf(server.as(north.technician).call(rosterApi.listRoster, {}))).status, 403)
})

test('a rota puts technicians on call in turn, and sent again it is the same rota', async () => {
  const crew = [await technician('Emil'), await technician('Fia')]
  const rota = { technicianIds: crew, from: '2026-10-19', until: '2026-11-04', days: 7, time: '07:00' }
  const ids = [newId(), newId(), newId()]
  const wrong = await problemOf(dispatcher.call(rosterApi.makeRota, { body: { ...rota, ids: ids.slice(1) } }))
  assert.deepEqual([wrong.body.fields?.[0]?.path, wrong.body.fields?.[0]?.code], ['ids', 'one_a_turn'])
  const made = await dispatcher.call(rosterApi.makeRota, { body: { ...rota, ids, note: 'Boilers' } })
  assert.deepEqual(
    made.items.map(({ id, technicianId, kind, note, from, to }) => [id, technicianId, kind, note, from, to]),
    [
      [ids[0], crew[0], 'on_call', 'Boilers', '2026-10-19T05:00:00.000Z', '2026-10-26T06:00:00.000Z'],
      [ids[1], crew[1], 'on_call', 'Boilers', '2026-10-26T06:00:00.000Z', '2026-11-02T06:00:00.000Z'],
      [ids[2], crew[0], 'on_call', 'Boilers', '2026-11-02T06:00:00.000Z', '2026-11-04T06:00:00.000Z'],
    ],
  )
  const again = await dispatcher.call(rosterApi.makeRota, { body: { ...rota, ids, note: 'Boilers' } })
  assert.deepEqual(again, made)
  const audited = await server.inTenant(north.id, (tx) =>
    tx.db.selectFrom('app.audit').select('object_id').where('object_id', 'in', ids).execute(),
  )
  assert.equal(audited.length, ids.length)
})

test('a rota that hands over in an hour that is there twice asks which, and one that never ends is refused', async () => {
  const technicianIds = [await technician('Gus')]
  const rota = { technicianIds, from: '2026-10-24', until: '2026-10-25', days: 1, time: '02:30' }
  const asked = await problemOf(dispatcher.call(rosterApi.makeRota, { body: { ...rota, ids: [newId()] } }))
  assert.deepEqual(asked.body.fields?.[0], {
    path: 'choice',
    code: 'unclear_time',
    detail: '02:30 exists twice on 2026-10-25. Say which is meant.',
  })
  const made = await dispatcher.call(rosterApi.makeRota, { body: { ...rota, ids: [newId()], choice: 'later' } })
  assert.equal(made.items[0]?.to, '2026-10-25T01:30:00.000Z')
  const endless = await problemOf(
    dispatcher.call(rosterApi.makeRota, { body: { ...rota, ids: [newId()], until: '9999-12-31' } }),
  )
  assert.equal(endless.body.fields?.[0]?.path, 'ids')
  const backwards = await problemOf(
    dispatcher.call(rosterApi.makeRota, { body: { ...rota, ids: [newId()], until: '2026-10-01' } }),
  )
  assert.equal(backwards.body.fields?.[0]?.path, 'until')
})
