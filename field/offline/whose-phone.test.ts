import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Dexie } from 'dexie'
import { IDBKeyRange } from 'fake-indexeddb'
import type { TestPhone } from '#test/support/phone.ts'
import { credentials, note, offline, photo, signedIn, step } from '#test/support/signed-in.ts'
import { dispatched, newTestId } from '#test/support/small-hub.ts'
import { databaseName } from './accounts.ts'
import type { Point } from './points.ts'

test('S15: a work order taken off the list stays while something on it is being handed in, then goes', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  // The push is cut while pulls pass: the list changes under unsent work.
  hub.fault = async (path, answer) =>
    path === '/api/files/' || path.startsWith('/api/files/') ? offline(path, answer) : answer()
  await step(phone, workOrder, visit, 'arrive')
  await photo(phone, workOrder, visit)
  hub.scope.delete(workOrder)
  await phone.sync()
  const view = phone.phone().workOrder(workOrder).get()
  assert.equal(view?.parked, 1)
  assert.equal(view?.order.work.photos.length, 1)
  assert.deepEqual(
    phone
      .phone()
      .agenda.get()
      .others.map((card) => [card.workOrder, card.parked, card.unsent]),
    [[workOrder, true, 1]],
  )
  // What is parked is no part of what the phone says it holds: one question is enough.
  hub.asked.length = 0
  await phone.sync()
  assert.equal(hub.asked.filter((path) => path === '/api/sync/pull').length, 1)
  hub.fault = null
  await phone.sync()
  assert.equal(phone.phone().workOrder(workOrder).get(), null)
  assert.equal(hub.stored.size, 1)
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
})

test('the office moving and taking back a visit is told, and the first list is not news', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  assert.deepEqual(phone.phone().notices.get().notices, [])
  hub.office(workOrder, {
    type: 'reschedule_visit',
    body: { visit, start: '2026-11-24T09:00:00.000Z', minutes: 60, window: null },
  })
  await phone.sync()
  const fresh = dispatched(hub, '2026-11-25T09:00:00.000Z')
  await phone.sync()
  hub.office(workOrder, { type: 'recall_visit', body: { visit, reason: 'Parts' } })
  await phone.sync()
  const { notices, unread } = phone.phone().notices.get()
  assert.deepEqual(notices.map((notice) => notice.kind).sort(), ['moved', 'new', 'recalled'])
  assert.equal(notices.find((notice) => notice.kind === 'new')?.visit, fresh.visit)
  assert.equal(notices.find((notice) => notice.kind === 'moved')?.before, '2026-11-23T09:00:00.000Z')
  assert.equal(unread, 3)
  await phone.phone().readNotices(notices.map((notice) => notice.id))
  assert.equal(phone.phone().notices.get().unread, 0)
})

const marcus = { ...credentials, email: 'marcus@meridian.example' }

test('S28: another member on the same phone hands in nothing of the first one, whose work goes up under their own name', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const ines = hub.me.member
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  await photo(phone, workOrder, visit)
  const [mine] = phone.phone().outbox.get().waiting
  await phone.field.signOut()
  hub.me.member = newTestId()
  hub.fault = async (path, answer) => (path.startsWith('/api/auth') ? answer() : offline(path, answer))
  assert.deepEqual(await phone.field.signIn(marcus), { state: 'signed_in' })
  await phone.sync()
  // It is said whose it is and how much, and none of it is among his own.
  assert.deepEqual(
    phone.field.others.get().map(({ name, commands, files }) => [name, commands, files]),
    [['Ines', 2, 1]],
  )
  assert.deepEqual(phone.phone().outbox.get().waiting, [])
  hub.fault = null
  hub.asked.length = 0
  await phone.pass(300_000)
  await phone.quiet(() => phone.field.others.get().length === 0)
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Of Ines'],
  )
  assert.equal(hub.stored.size, 1)
  assert.deepEqual([...new Set(hub.authors.values())], [ines])
  assert.ok(mine && hub.authors.has(mine.id))
})

const inSignIn: Point[] = ['sign_in_answered', 'sign_in_alone', 'sign_in_opened', 'sign_in_kept', 'sign_in_told']
for (const point of inSignIn) {
  test(`S28: a page killed at ${point} of a first sign-in opens again, and hands in what a colleague left`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    const ines = hub.me.member
    hub.fault = offline
    await note(phone, workOrder, visit, 'Of Ines')
    await phone.field.signOut()
    hub.me.member = newTestId()
    hub.fault = async (path, answer) => (path.startsWith('/api/auth') ? answer() : offline(path, answer))
    const killed = phone.killAt(point)
    void phone.field.signIn(marcus)
    await killed
    const next = phone.again()
    await next.quiet(() => next.field.state.get().at !== 'opening')
    assert.notEqual(next.field.state.get().at, 'failed')
    hub.fault = null
    await next.pass(300_000)
    await next.quiet(() => hub.authors.size === 1 && next.field.others.get().length === 0)
    assert.deepEqual([...hub.authors.values()], [ines])
    assert.deepEqual(await next.field.signIn(marcus), { state: 'signed_in' })
    assert.equal(next.phone().outbox.get().waiting.length, 0)
  })
}

test('S28: a database that cannot be opened stands in nobody’s way: a colleague’s work goes up, and anybody signs in', async () => {
  // Without a journal that knows whose it was.
  const { hub, phone, workOrder, visit } = await signedIn({ files: null })
  const broken = [databaseName(hub.me.org, hub.me.member)]
  const as = async (email: string) => {
    hub.me.member = newTestId()
    assert.deepEqual(await phone.field.signIn({ ...credentials, email }), { state: 'signed_in' })
    await phone.sync()
    return hub.me.member
  }
  const tess = await as('tess@meridian.example')
  hub.fault = async (path, answer) => (path.startsWith('/api/auth') ? answer() : offline(path, answer))
  await note(phone, workOrder, visit, 'Of Tess')
  broken.push(databaseName(hub.me.org, await as('last@meridian.example')))
  // One that is looked at before the colleague’s, and the one that would be shown.
  for (const name of broken) await loseOwner(phone, name)
  const next = phone.again()
  await next.quiet(() => next.field.state.get().at !== 'opening')
  assert.deepEqual(next.field.state.get(), { at: 'signed_out', refusal: { code: 'phone_not_opened' } })
  hub.fault = null
  await next.pass(300_000)
  await next.quiet(() => hub.authors.size === 1 && next.field.others.get().length === 0)
  assert.deepEqual([...hub.authors.values()], [tess])
  assert.deepEqual(await next.field.signIn(marcus), { state: 'signed_in' })
})

async function loseOwner(phone: TestPhone, name: string): Promise<void> {
  const database = new Dexie(name, { indexedDB: phone.disk, IDBKeyRange })
  await database.open()
  await database.table('meta').delete('meta')
  database.close()
}

test('S28: a tab that still shows the first member reads nothing with the session of the one who signed in next', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const ines = hub.me.member
  const other = await phone.tab()
  hub.me.member = newTestId()
  assert.deepEqual(await other.field.signIn(marcus), { state: 'signed_in' })
  await other.sync()
  hub.asked.length = 0
  await note(phone, workOrder, visit, 'Of Ines, in the first tab')
  await phone.sync()
  assert.ok(!hub.asked.includes('/api/sync/pull'))
  assert.deepEqual([...hub.authors.values()], [ines])
  assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
})

test('S28: what a mate captured in a second tab, closed before it went up, is handed in by the first', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const ines = hub.me.member
  const second = newTestId()
  const signIn = async (page: TestPhone, member: string, as: typeof credentials) => {
    hub.me.member = member
    assert.deepEqual(await page.field.signIn(as), { state: 'signed_in' })
    await page.sync()
  }
  // Both were signed in before, and had left nothing.
  await signIn(phone, second, marcus)
  await signIn(phone, ines, credentials)
  await phone.pass(10_000)
  const tab = await phone.tab()
  await tab.until('ready')
  await signIn(tab, second, marcus)
  hub.fault = offline
  const killed = tab.killAt('capture_kept')
  void note(tab, workOrder, visit, 'Of Marcus')
  await killed
  await phone.pass(300_000)
  await phone.quiet(() => phone.field.others.get().length === 1)
  hub.fault = null
  await phone.pass(300_000)
  await phone.quiet(() => hub.authors.size === 1 && phone.field.others.get().length === 0)
  assert.deepEqual([...hub.authors.values()], [second])
})

test('S28: work a restored server does not know the key of is said to wait for its author', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  await phone.field.signOut()
  await phone.quiet(() => phone.field.others.get()[0]?.isKeyed === true)
  hub.fault = null
  hub.keys?.clear()
  await phone.pass(600_000)
  await phone.quiet(() => phone.field.others.get()[0]?.isKeyed === false)
  assert.equal(hub.ledger.size, 0)
  assert.deepEqual(await phone.field.signIn(credentials), { state: 'signed_in' })
  await phone.sync()
  assert.equal(hub.ledger.size, 1)
})

test('S28: on a phone that never got a key the first one’s work waits until they sign in again', async () => {
  const { hub, phone, workOrder, visit } = await signedIn({ keys: null })
  const ines = hub.me.member
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  hub.fault = null
  await phone.field.signOut()
  hub.me.member = newTestId()
  await phone.field.signIn(marcus)
  await phone.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 0)
  assert.deepEqual(
    phone.field.others.get().map(({ commands, isKeyed }) => [commands, isKeyed]),
    [[1, false]],
  )
  await phone.field.signOut()
  hub.me.member = ines
  await phone.field.signIn(credentials)
  await phone.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Of Ines'],
  )
})

test('S28: signing out keeps what is unsent, says how much it is, and goes on handing it in', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Written before signing out')
  await phone.field.signOut()
  await phone.quiet(() => phone.field.others.get().length === 1)
  assert.equal(phone.field.others.get()[0]?.commands, 1)
  // The app closed and opened again with nobody signed in.
  const next = phone.again()
  await next.until('signed_out')
  hub.fault = null
  await next.pass(300_000)
  await next.quiet(() => hub.authors.size === 1 && next.field.others.get().length === 0)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 1)
  // Nothing was let go of: the next sign-in finds it on the record.
  assert.deepEqual(await next.field.signIn(credentials), { state: 'signed_in' })
  await next.sync()
  assert.equal(next.phone().status.get().counts.on_record, 1)
})
