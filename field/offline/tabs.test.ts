import assert from 'node:assert/strict'
import { test } from 'node:test'
import { note, notesShown, offline, photo, signedIn } from '#test/support/signed-in.ts'

const hang = () => new Promise<never>(() => {})

test('S27: two tabs keep what is captured in one line, and one of them at a time hands it in', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const other = await phone.tab()
  let [now, most] = [0, 0]
  hub.fault = async (path, answer) => {
    if (path === '/api/sync/push') most = Math.max(most, ++now)
    await new Promise((resolve) => setImmediate(resolve))
    if (path === '/api/sync/push') now -= 1
    return answer()
  }
  await Promise.all(
    [1, 2, 3, 4].flatMap((n) => [
      note(phone, workOrder, visit, `Here ${n}`),
      note(other, workOrder, visit, `There ${n}`),
    ]),
  )
  for (const tab of [phone, other]) await tab.sync()
  assert.equal(most, 1)
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 8)
  assert.deepEqual(notesShown(phone, workOrder), notesShown(other, workOrder))
  assert.equal(other.phone().status.get().counts.on_record, 8)
})

test('S27: a tab that was frozen in the middle of handing in is relieved by another', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const other = await phone.tab()
  await other.sync()
  await note(phone, workOrder, visit, 'Of the frozen tab')
  phone.freeze()
  other.wake('visible')
  for (let seconds = 0; seconds < 30; seconds += 2) await other.tick(2_000)
  await other.quiet(() => other.phone().status.get().counts.on_record === 1)
  phone.thaw()
  await phone.sync()
  assert.equal(hub.orders.get(workOrder)?.order.work.notes.length, 1)
  assert.deepEqual(notesShown(phone, workOrder), ['Of the frozen tab'])
  assert.deepEqual([phone.errors, other.errors], [[], []])
})

test('S27: what a relieved tab heard before it was frozen is not written over what came since', async () => {
  const { hub, phone, workOrder } = await signedIn()
  const other = await phone.tab()
  await other.sync()
  hub.office(workOrder, { type: 'hold', body: { reason: 'Parts', until: null } })
  let answered = () => {}
  const heard = new Promise<void>((resolve) => {
    answered = resolve
  })
  hub.fault = async (path, answer) => {
    const reply = await answer()
    if (path === '/api/sync/pull' && hub.lastBody.includes('held')) {
      phone.freeze()
      answered()
    }
    return reply
  }
  phone.phone().syncNow()
  await heard
  hub.fault = null
  // Meanwhile the office takes the work order off this phone.
  hub.scope.delete(workOrder)
  other.wake('visible')
  for (let seconds = 0; seconds < 30; seconds += 2) await other.tick(2_000)
  await other.quiet(() => other.phone().workOrder(workOrder).get() === null)
  hub.fault = offline
  phone.thaw()
  await phone.sync()
  await phone.quiet(() => phone.phone().workOrder(workOrder).get() === null)
  const reopened = await other.kill()
  assert.equal(reopened.phone().workOrder(workOrder).get(), null)
})

for (const path of ['/api/sync/push', '/api/sync/pull', '/api/files/'])
  test(`S27: while one tab waits for an answer to ${path} that never comes, what is captured is kept and shown in both`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    const other = await phone.tab()
    await other.sync()
    let waits = () => {}
    const asked = new Promise<void>((resolve) => (waits = resolve))
    hub.fault = async (asks, answer) => {
      if (!asks.startsWith(path)) return answer()
      waits()
      return hang()
    }
    assert.ok('facts' in (await photo(phone, workOrder, visit)))
    await asked
    // No clock goes on: nothing that waits for a time or for the network would end.
    for (const [tab, text] of [
      [other, 'In the other tab'],
      [phone, 'In the one that waits'],
    ] as const)
      assert.ok('facts' in (await note(tab, workOrder, visit, text)))
    assert.ok('facts' in (await photo(other, workOrder, visit, 'the other side')))
    assert.deepEqual(notesShown(other, workOrder), ['In the other tab', 'In the one that waits'])
    await phone.quiet(() => notesShown(phone, workOrder)?.length === 2)
    assert.deepEqual(notesShown(await other.kill(), workOrder), ['In the other tab', 'In the one that waits'])
  })

test('S27: a tab that waits long for an answer but lives is not relieved', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const other = await phone.tab()
  await other.sync()
  hub.fault = hang
  await note(phone, workOrder, visit, 'On its way')
  await phone.tick(0)
  hub.asked.length = 0
  other.wake('visible')
  for (let seconds = 0; seconds < 60; seconds += 2) {
    await phone.tick(2_000)
    await other.tick(0)
  }
  assert.deepEqual(hub.asked, [])
})
