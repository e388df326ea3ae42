import assert from 'node:assert/strict'
import { test } from 'node:test'
import { credentials, note, offline, signedIn } from '#test/support/signed-in.ts'
import { problem } from '#test/support/small-hub.ts'

test('S9: a busy server is left alone for as long as it asks, except by a tap', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async () => problem(503, 'busy', { 'retry-after': '120' })
  await phone.sync()
  hub.asked.length = 0
  hub.fault = null
  await note(phone, workOrder, visit, 'Later')
  phone.wake('online')
  await phone.pass(60_000)
  assert.equal(hub.asked.length, 0)
  await phone.pass(61_000)
  assert.ok(hub.asked.includes('/api/sync/push'))
})

test('S9: a server that asks to be left alone for an hour is asked again after five minutes, and at once by who signs in', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async () => problem(503, 'busy', { 'retry-after': '3600' })
  await note(phone, workOrder, visit, 'Kept')
  await phone.sync()
  hub.fault = null
  await phone.pass(300_000)
  assert.equal(phone.phone().status.get().counts.on_record, 1)
  hub.fault = async () => problem(503, 'busy', { 'retry-after': '3600' })
  await note(phone, workOrder, visit, 'Kept too')
  await phone.sync()
  hub.fault = null
  await phone.field.signIn(credentials)
  await phone.quiet(() => phone.phone().status.get().counts.on_record === 2)
})

test('S9: a 429 with Retry-After is kept to by everything but a tap', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async () => problem(429, 'too_many_attempts', { 'retry-after': '90' })
  await phone.sync()
  hub.asked.length = 0
  hub.fault = null
  await note(phone, workOrder, visit, 'Later')
  for (const reason of ['online', 'visible', 'live', 'capture'] as const) phone.wake(reason)
  await phone.pass(30_000)
  assert.deepEqual(hub.asked, [])
  await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

for (const reason of ['online', 'visible', 'tap'] as const) {
  test(`S9: ${reason} ends the wait for the next try`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = offline
    await note(phone, workOrder, visit, 'Waits')
    for (let tries = 0; tries < 10; tries += 1) await phone.pass(300_000)
    assert.equal(phone.phone().status.get().doing, 'waiting')
    hub.fault = null
    if (reason === 'tap') phone.phone().syncNow()
    else phone.wake(reason)
    await phone.quiet(() => phone.phone().status.get().counts.on_record === 1)
  })
}

for (const reason of ['online', 'visible', 'tap'] as const) {
  test(`S9: ${reason} in the middle of a request that fails is not forgotten for a note after it`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    let fails = () => {}
    const asked = new Promise<void>((resolve) => {
      hub.fault = () => {
        resolve()
        return new Promise((_, reject) => {
          fails = () => reject(new TypeError('the line broke'))
        })
      }
    })
    await note(phone, workOrder, visit, 'On its way')
    await asked
    hub.fault = null
    if (reason === 'tap') phone.phone().syncNow()
    else phone.wake(reason)
    await note(phone, workOrder, visit, 'Written then')
    fails()
    await phone.quiet(() => phone.phone().status.get().counts.on_record === 2)
  })
}

test('S9: without a network it is tried again by time alone, between one second and five minutes apart', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Waiting')
  await phone.sync()
  const pauses: number[] = []
  for (let n = 0; n < 14; n++) {
    const { nextTry } = phone.phone().status.get()
    const pause = Date.parse(nextTry ?? '') - phone.clock.now
    pauses.push(pause)
    await phone.pass(pause)
  }
  assert.ok(
    pauses.every((pause) => pause >= 1_000 && pause <= 300_000),
    String(pauses),
  )
  assert.ok((pauses.at(-1) ?? 0) >= 150_000, String(pauses))
  hub.fault = null
  await phone.pass(300_000)
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})
