import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peopleApi } from '#core/people/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { syncApi } from '#core/sync/api.ts'
import { newId } from '#server/platform/ids.ts'
import { openWire } from '#test/support/captured.ts'
import { problemOf } from '#test/support/problem.ts'
import { testServer } from '#test/support/server.ts'
import { dispatchVisit, raise } from '#test/support/work-orders.ts'

const server = await testServer()
const north = await server.makeOrganization('North Heating')
const owner = server.as(north.owner)
const luis = north.technician
const technician = luis.technicianId ?? ''
const phones = async () =>
  (await owner.call(peopleApi.listDevices, {})).items.filter((one) => one.memberId === luis.memberId)
const signOut = (id: string) => owner.call(peopleApi.signOutDevice, { params: { id } })

test('the office sees on which phones a member signed in, when each was heard of and what it had not handed in', async () => {
  const phone = server.as(luis)
  await openWire(phone).pullAll()
  const [one] = await phones()
  assert.ok(one)
  assert.deepEqual(
    [one.id, one.name, one.unsentCommands, one.unsentFiles, one.signedOutAt],
    [luis.deviceId, 'Test phone', 0, 0, null],
  )
  assert.ok(one.lastSyncAt !== null && one.lastSeenAt !== null && one.lastSeenAt >= one.registeredAt)
})

test('the office sees since when work is only on a phone, until all of it has arrived', async () => {
  const phone = server.as(luis)
  const since = '2026-11-22T15:10:00.000Z'
  const beat = (commands: number, at: string | null) =>
    phone.call(syncApi.pull, {
      body: { nonce: newId(), epoch: null, digest: 'drifted', held: [], unsent: { commands, files: 0, since: at } },
    })
  const shown = async () => {
    const one = (await phones()).find(({ id }) => id === luis.deviceId)
    return [one?.unsentCommands, one?.unsentSince]
  }
  await beat(1, since)
  assert.deepEqual(await shown(), [1, since])
  const note = { visit: null, technician, at: since, text: 'One', audience: 'crew' } as const
  await openWire(phone).send(await raise(owner), 'note', note)
  assert.deepEqual(await shown(), [0, null], 'what arrived waits no longer, before the phone says so itself')
  await beat(0, null)
  assert.deepEqual(await shown(), [0, null])
})

test('a lost phone signed out by the office hands nothing in and gets nothing; the new phone goes on', async () => {
  const lost = await server.signIn(luis, 'field', newId())
  const found = await server.signIn(luis, 'field', newId())
  const workOrder = await raise(owner)
  const visit = await dispatchVisit(owner, workOrder, [technician])
  const wire = openWire(server.as(lost))
  await wire.pullAll()

  const gone = await signOut(lost.deviceId ?? '')
  assert.ok(gone.signedOutAt)
  assert.deepEqual(await signOut(gone.id), gone, 'once is enough')
  const arrive = { visit, technician, at: '2026-11-23T09:00:00.000Z' }
  assert.equal((await problemOf(wire.send(workOrder, 'arrive', arrive))).status, 401)
  assert.equal((await problemOf(wire.pull())).status, 401)
  assert.equal((await problemOf(server.as(lost).call(sessionApi.me, {}))).status, 401)
  assert.equal((await openWire(server.as(found)).send(workOrder, 'arrive', arrive)).outcome, 'applied')
  assert.deepEqual(
    (await phones()).map((one) => [one.id === gone.id, one.signedOutAt !== null]).at(-1),
    [true, true],
    'those signed out are last',
  )

  const back = await server.signIn(luis, 'field', gone.id)
  assert.equal((await phones()).find((one) => one.id === gone.id)?.signedOutAt, null)
  assert.ok((await openWire(server.as(back)).pullAll()).length > 0, 'with the password it is a phone again')
})

test('who may not change people signs no phone out', async () => {
  const dispatcher = server.as(north.dispatcher)
  const [one] = (await dispatcher.call(peopleApi.listDevices, {})).items
  assert.ok(one)
  const problem = await problemOf(dispatcher.call(peopleApi.signOutDevice, { params: { id: one.id } }))
  assert.deepEqual([problem.status, one.signedOutAt], [403, null])
})
