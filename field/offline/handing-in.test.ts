import assert from 'node:assert/strict'
import { test } from 'node:test'
import { credentials, note, notesShown, offline, photo, signedIn, step } from '#test/support/signed-in.ts'
import { dispatched, problem } from '#test/support/small-hub.ts'

test('S25, S26: what was captured without a network is there after a kill, shows, and goes up once the network is back', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await step(phone, workOrder, visit, 'arrive')
  await note(phone, workOrder, visit, 'Pump is worn')
  const reopened = await phone.kill()
  assert.deepEqual(notesShown(reopened, workOrder), ['Pump is worn'])
  assert.equal(reopened.phone().agenda.get().now[0]?.mine, 'on_site')
  assert.equal(reopened.phone().status.get().counts.on_phone, 2)
  hub.fault = null
  await reopened.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Pump is worn'],
  )
  assert.deepEqual(reopened.phone().status.get().counts, {
    on_phone: 0,
    received: 0,
    on_record: 2,
    held: 0,
    refused: 0,
    put_aside: 0,
  })
})

test('S6, S16: a reply lost after commit is sent again and shows nothing twice', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  let lost = 0
  hub.fault = async (path, answer) => {
    const response = await answer()
    if (path === '/api/sync/push' && lost++ === 0) throw new TypeError('the reply was lost')
    return response
  }
  await note(phone, workOrder, visit, 'Once')
  await phone.sync()
  await phone.pass(5_000)
  assert.equal(lost, 2)
  assert.deepEqual(notesShown(phone, workOrder), ['Once'])
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 1)
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

test('S29: an expired session keeps the queue, asks for a sign-in, and work goes on meanwhile', async () => {
  const { hub, phone, workOrder, visit } = await signedIn({ keys: null })
  hub.fault = async (path, answer) => (path.startsWith('/api/sync') ? problem(401, 'not_signed_in') : answer())
  await step(phone, workOrder, visit, 'arrive')
  await phone.sync()
  assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
  assert.ok('facts' in (await note(phone, workOrder, visit, 'Still working')))
  assert.equal(phone.phone().status.get().counts.on_phone, 2)
  const reopened = await phone.kill()
  assert.deepEqual(notesShown(reopened, workOrder), ['Still working'])
  hub.fault = null
  assert.deepEqual(await reopened.field.signIn(credentials), { state: 'signed_in' })
  await reopened.sync()
  assert.deepEqual(reopened.phone().status.get().connection, { at: 'online' })
  assert.equal(reopened.phone().status.get().counts.on_record, 2)
})

test('S2: what is captured during a long fetch is handed in before the next page', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  for (let n = 0; n < 4; n += 1) dispatched(hub, `2026-11-24T0${n}:00:00.000Z`)
  let isNoted = false
  hub.fault = async (path, answer) => {
    const reply = await answer()
    if (path === '/api/sync/pull' && hub.lastBody.includes('"held"') && !isNoted) {
      isNoted = true
      await note(phone, workOrder, visit, 'Meanwhile')
    }
    return reply
  }
  hub.asked.length = 0
  await phone.sync()
  // The first question is by digest, the second brings the first page of four.
  assert.equal(hub.asked.indexOf('/api/sync/push'), 2, hub.asked.join())
  assert.equal(phone.phone().agenda.get().later.length, 1)
  assert.deepEqual(notesShown(phone, workOrder), ['Meanwhile'])
})

for (const status of [401, 403]) {
  test(`S9: a ${status} to facts and to bytes touches nothing that waits`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = offline
    await note(phone, workOrder, visit, 'Kept')
    await photo(phone, workOrder, visit)
    const before = phone.phone().outbox.get().waiting
    hub.fault = async () => problem(status, 'device_unknown')
    for (let tries = 0; tries < 5; tries += 1) await phone.pass(300_000)
    assert.deepEqual(phone.phone().outbox.get().waiting, before)
    assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
    // Facts go, bytes do not: the same for them alone.
    hub.fault = async (path, answer) => (path.startsWith('/api/files/') ? problem(status, 'not_allowed') : answer())
    await phone.sync()
    assert.equal(phone.phone().status.get().filesOnPhone, 1)
    hub.fault = null
    await phone.sync()
    assert.equal(phone.phone().status.get().counts.on_record, 2)
    assert.equal(hub.stored.size, 1)
  })
}

test('S17: a document the phone’s disk lost is noticed by its own count, and fetched again', async () => {
  const { hub, phone, workOrder } = await signedIn()
  await phone.loseDocuments()
  const reopened = await phone.kill()
  hub.asked.length = 0
  await reopened.sync()
  assert.ok(reopened.phone().workOrder(workOrder).get())
  // And what it holds it computes anew each time: the server’s word for it is never asked.
  assert.doesNotMatch(hub.lastBody, /"digest":null/)
})

test('S26: until the first answer a phone that opens says neither online nor offline', async () => {
  const { hub, phone } = await signedIn()
  let answer = () => {}
  const asked = new Promise<void>((resolve) => {
    hub.fault = (_path, reply) => {
      resolve()
      return new Promise((answered) => {
        answer = () => answered(reply())
      })
    }
  })
  const reopened = await phone.kill()
  await asked
  assert.deepEqual(reopened.phone().status.get().connection, { at: 'unasked' })
  hub.fault = null
  answer()
  await reopened.sync()
  assert.deepEqual(reopened.phone().status.get().connection, { at: 'online' })
  hub.fault = offline
  const away = await reopened.kill()
  await away.sync()
  assert.deepEqual(away.phone().status.get().connection, { at: 'offline' })
})
