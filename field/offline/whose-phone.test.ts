import assert from 'node:assert/strict'
import { test } from 'node:test'
import { credentials, note, offline, photo, signedIn, step } from '#test/support/signed-in.ts'
import { dispatched, newTestId } from '#test/support/small-hub.ts'

test('a work order taken off the list stays while something on it is being handed in, then goes', async () => {
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

test('another member on the same phone has a disk of their own, and the first one’s work waits on theirs', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await note(phone, workOrder, visit, 'Of Ines')
  hub.fault = null
  await phone.field.signOut()
  const ines = hub.me.member
  hub.me.member = newTestId()
  assert.deepEqual(await phone.field.signIn({ ...credentials, email: 'marcus@meridian.example' }), {
    state: 'signed_in',
  })
  await phone.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 0)
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
  await phone.field.signOut()
  hub.me.member = ines
  await phone.field.signIn(credentials)
  await phone.sync()
  assert.deepEqual(
    hub.orders.get(workOrder)?.order.work.notes.map((one) => one.text),
    ['Of Ines'],
  )
})
