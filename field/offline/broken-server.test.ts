import assert from 'node:assert/strict'
import { test } from 'node:test'
import { note, notesShown, offline, photo, signedIn } from '#test/support/signed-in.ts'
import { problem } from '#test/support/small-hub.ts'

test('S4: a command the server cannot even take holds up nothing but itself, and is never dropped', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (const text of ['First', 'Poison', 'Last']) await note(phone, workOrder, visit, text)
  hub.fault = async (path, answer) =>
    path === '/api/sync/push' && hub.lastBody.includes('Poison') ? problem(422, 'invalid_body') : answer()
  await phone.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['First', 'Last'],
  )
  assert.deepEqual(
    phone
      .phone()
      .outbox.get()
      .waiting.map((item) => [item.text, item.state]),
    [['Poison', 'on_phone']],
  )
  assert.deepEqual(notesShown(phone, workOrder)?.toSorted(), ['First', 'Last', 'Poison'])
  hub.fault = null
  await phone.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 3)
})

test('S4, S9: a command under which the server breaks each time is passed over after a few tries, shown, and offered again', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (let n = 0; n < 40; n += 1) await note(phone, workOrder, visit, n === 23 ? 'Poison' : `Note ${n}`)
  let pushes = 0
  hub.fault = async (path, answer) => {
    if (path !== '/api/sync/push') return answer()
    pushes += 1
    return hub.lastBody.includes('Poison') ? problem(500, 'unexpected') : answer()
  }
  // At first it is taken for the server's own trouble.
  for (let tries = 1; tries <= 3; tries += 1) {
    await phone.pass(300_000)
    assert.deepEqual([pushes, phone.phone().status.get().doing], [tries, 'waiting'])
  }
  await phone.pass(300_000)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 39)
  assert.deepEqual(
    phone
      .phone()
      .outbox.get()
      .waiting.map((item) => [item.text, item.state, item.code]),
    [['Poison', 'on_phone', 'unexpected']],
  )
  const { connection, here, toSend, goesNow, stuck } = phone.phone().status.get()
  assert.deepEqual(connection, { at: 'online' })
  // It goes by itself, but not now: nobody is told that it is being sent.
  assert.deepEqual({ here, toSend, goesNow, stuck }, { here: 1, toSend: 1, goesNow: 0, stuck: 0 })
  assert.equal(notesShown(phone, workOrder)?.length, 40)
  // What comes after it goes at once, and it costs little: again alone, no more waits.
  await note(phone, workOrder, visit, 'Later')
  const { status } = phone.phone()
  await phone.quiet(() => status.get().counts.on_record === 40 && status.get().doing === 'idle')
  pushes = 0
  await phone.pass(60_000)
  assert.equal(pushes, 1)
  hub.fault = null
  await phone.pass(60_000)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 41)
  assert.equal(phone.phone().status.get().counts.on_record, 41)
})

test('S4, S9: ten in a row under which the server breaks hold up what comes after them for minutes, not for ever', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (let n = 0; n < 20; n += 1) await note(phone, workOrder, visit, n < 10 ? `Poison ${n}` : `Note ${n}`)
  hub.fault = async (path, answer) =>
    path === '/api/sync/push' && hub.lastBody.includes('Poison') ? problem(500, 'unexpected') : answer()
  for (let tries = 0; tries < 8; tries += 1) await phone.pass(300_000)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 10)
  assert.equal(phone.phone().status.get().counts.on_phone, 10)
  hub.fault = null
  await phone.sync()
  await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 20)
})

test('S9: a server that breaks under everything is asked a few times a try, and gets all in order when it is well', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (let n = 0; n < 30; n += 1) await note(phone, workOrder, visit, `Note ${n}`)
  hub.fault = async () => problem(500, 'unexpected')
  const asked: number[] = []
  for (let tries = 0; tries < 20; tries += 1) {
    hub.asked.length = 0
    await phone.pass(300_000)
    asked.push(hub.asked.length)
  }
  assert.ok(Math.max(...asked) <= 12, asked.join())
  assert.equal(phone.phone().status.get().counts.on_phone, 30)
  hub.fault = null
  await phone.pass(300_000)
  await phone.pass(300_000)
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    Array.from({ length: 30 }, (_, n) => `Note ${n}`),
  )
})

for (const [what, answer] of [
  ['the server answers with a fault each time', () => problem(500, 'unexpected')],
  ['a proxy says that they are too large', () => new Response('', { status: 413 })],
] as const) {
  test(`S9: photos to which ${what} hold up no other, and are tried again`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = offline
    for (const text of ['one that breaks it', 'another that does', 'the burner']) {
      await photo(phone, workOrder, visit, text)
      phone.clock.now += 1_000
    }
    const breaking = phone
      .phone()
      .outbox.get()
      .waiting.slice(0, 2)
      .map((item) => item.bytes?.sha256 ?? assert.fail())
    hub.fault = async (path, good) => (breaking.some((sha256) => path.includes(sha256)) ? answer() : good())
    for (let tries = 0; tries < 3; tries += 1) await phone.pass(300_000)
    assert.equal(hub.stored.size, 1)
    assert.equal(phone.phone().status.get().filesOnPhone, 2)
    hub.fault = null
    await phone.pass(300_000)
    assert.equal(hub.stored.size, 3)
  })
}
