import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestPhone } from '#test/support/phone.ts'
import { credentials, note, offline, signedIn } from '#test/support/signed-in.ts'
import { type Fault, type Hub, newTestId, problem } from '#test/support/small-hub.ts'

const marcus = { ...credentials, email: 'marcus@meridian.example' }
const isSignIn = (path: string) => path === '/api/auth/field/sign-in'

/** Ines is signed in, with a note that did not go up yet; the server takes Marcus for whoever signs in next. */
async function withUnsentNote() {
  const { hub, phone, workOrder, visit } = await signedIn()
  const ines = hub.me.member
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  await phone.sync()
  hub.me.member = newTestId()
  return { hub, phone, workOrder, ines }
}

async function reopened(phone: TestPhone): Promise<TestPhone> {
  const next = phone.again()
  await next.quiet(() => next.field.state.get().at !== 'opening')
  return next
}

async function expectHandedIn(hub: Hub, phone: TestPhone, ines: string): Promise<void> {
  await phone.pass(300_000)
  await phone.quiet(() => hub.authors.size === 1)
  assert.deepEqual([...hub.authors.values()], [ines])
}

test('S28: a page killed between the answer to a colleague’s sign-in and its note opens for nobody before, and reads nothing', async () => {
  const { hub, phone, ines } = await withUnsentNote()
  hub.fault = (path, answer) => (isSignIn(path) ? answer() : offline(path, answer))
  const killed = phone.killAt('sign_in_answered')
  void phone.field.signIn(marcus)
  await killed
  hub.fault = null
  hub.asked.length = 0
  const next = await reopened(phone)
  assert.deepEqual(next.field.state.get(), { at: 'signed_out', refusal: null })
  await expectHandedIn(hub, next, ines)
  assert.ok(!hub.asked.includes('/api/sync/pull'))
  assert.deepEqual(await next.field.signIn(marcus), { state: 'signed_in' })
})

test('S28: without a network such a page asks for a sign-in, keeps everything, and opens by itself once the server says whose it is', async () => {
  const { hub, phone, ines } = await withUnsentNote()
  const killed = phone.killAt('sign_in_doubted')
  void phone.field.signIn(marcus)
  await killed
  const unheard = await reopened(phone)
  assert.deepEqual(unheard.field.state.get(), { at: 'signed_out', refusal: { code: 'session_in_doubt' } })
  await unheard.quiet(() => unheard.field.others.get()[0]?.commands === 1)
  // The sign-in never reached the server: the session is still hers.
  hub.fault = null
  const next = await reopened(unheard)
  assert.equal(next.field.state.get().at, 'ready')
  assert.equal(next.phone().me.get().member, ines)
  await expectHandedIn(hub, next, ines)
})

test('S28: a page killed while it asks whose the session is asks again', async () => {
  const { hub, phone, ines } = await withUnsentNote()
  hub.fault = (path, answer) => (isSignIn(path) ? answer() : offline(path, answer))
  const killed = phone.killAt('sign_in_answered')
  void phone.field.signIn(marcus)
  await killed
  hub.fault = null
  const asking = phone.again()
  await asking.killAt('doubt_answered')
  const next = await reopened(asking)
  assert.deepEqual(next.field.state.get(), { at: 'signed_out', refusal: null })
  await expectHandedIn(hub, next, ines)
})

test('S28: when the answer to a colleague’s sign-in is lost, the page goes on and reads nothing by their session', async () => {
  const { hub, phone, ines } = await withUnsentNote()
  hub.fault = async (path, answer) => {
    if (isSignIn(path)) await answer()
    return offline(path, answer)
  }
  assert.deepEqual(await phone.field.signIn(marcus), { refusal: { code: 'sign_in_needs_network' } })
  hub.fault = null
  hub.asked.length = 0
  await phone.sync()
  await expectHandedIn(hub, phone, ines)
  assert.ok(!hub.asked.includes('/api/sync/pull'))
  assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
  assert.equal((await reopened(phone)).field.state.get().at, 'signed_out')
})

test('S29: a colleague’s sign-in that is refused, or one’s own again that is lost, leaves who is signed in as they were', async () => {
  const { hub, phone, ines } = await withUnsentNote()
  hub.fault = async (path, answer) => (isSignIn(path) ? problem(401, 'wrong_credentials') : offline(path, answer))
  assert.deepEqual(await phone.field.signIn(marcus), { refusal: { code: 'wrong_credentials' } })
  assert.equal((await reopened(phone)).phone().me.get().member, ines)
  hub.fault = offline
  const next = await reopened(phone)
  assert.deepEqual(await next.field.signIn(credentials), { refusal: { code: 'sign_in_needs_network' } })
  assert.equal((await reopened(next)).phone().me.get().member, ines)
})

test('S28: somebody who is no technician has the session all the same: whoever was signed in is not any more', async () => {
  const { hub, phone, ines } = await withUnsentNote()
  hub.fault = async (path, answer) => {
    if (!isSignIn(path)) return offline(path, answer)
    const said = await (await answer()).json()
    said.me.actor.technicianId = null
    return Response.json(said)
  }
  assert.deepEqual(await phone.field.signIn(marcus), { refusal: { code: 'not_a_technician' } })
  hub.fault = null
  hub.asked.length = 0
  await expectHandedIn(hub, phone, ines)
  assert.ok(!hub.asked.includes('/api/sync/pull'))
  assert.equal((await reopened(phone)).field.state.get().at, 'signed_out')
})

test('S29: with the session over, what is captured goes up by the key, and the phone says so', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const over: Fault = async (path, answer) => (path === '/api/sync/pull' ? problem(401, 'not_signed_in') : answer())
  const says = () => {
    const { connection, handsIn } = phone.phone().status.get()
    return [connection.at, handsIn]
  }
  hub.fault = over
  await phone.sync()
  await note(phone, workOrder, visit, 'By the key')
  await phone.sync()
  assert.deepEqual([says(), hub.ledger.size], [['no_session', true], 1])
  hub.keys?.clear()
  await note(phone, workOrder, visit, 'Waits for a sign-in')
  hub.fault = async () => problem(401, 'not_signed_in')
  await phone.sync()
  assert.deepEqual([says(), hub.ledger.size], [['no_session', false], 1])
})
