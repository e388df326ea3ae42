import assert from 'node:assert/strict'
import { test } from 'node:test'
import { note, offline, photo, signedIn } from '#test/support/signed-in.ts'
import { type Fault, problem } from '#test/support/small-hub.ts'

/** A server that breaks under every pull of this phone, and under nothing else. */
const pullsFail =
  (status: number): Fault =>
  async (path, answer) =>
    path === '/api/sync/pull' ? problem(status, 'internal') : answer()

for (const status of [500, 413]) {
  test(`S9, S21: a pull that is always answered with ${status} keeps no photo waiting, and is asked for again`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    const sent = hub.fault
    hub.fault = offline
    assert.ok('facts' in (await photo(phone, workOrder, visit, 'the burner')))
    assert.ok('facts' in (await photo(phone, workOrder, visit, 'the valve')))
    hub.fault = pullsFail(status)
    hub.asked.length = 0
    await phone.sync()
    assert.equal(hub.stored.size, 2)
    // A fact goes before its bytes, and what the record makes of both is for a pull to say (S22).
    const at = (part: string) => hub.asked.findIndex((path) => path.includes(part))
    assert.ok(at('/api/sync/push') >= 0 && at('/api/sync/push') < at('/chunks/'))
    const states = () => {
      const view = phone.phone().workOrder(workOrder).get()
      return view?.order.work.photos.map(({ sha256 }) => view.bytesOf(sha256))
    }
    assert.deepEqual(states(), ['received', 'received'])
    assert.equal(phone.phone().status.get().connection.at, 'problem')
    assert.equal(phone.phone().status.get().doing, 'waiting')
    // What is captured meanwhile goes up with the next try.
    assert.ok('facts' in (await photo(phone, workOrder, visit, 'the pump')))
    assert.ok('facts' in (await note(phone, workOrder, visit, 'The pump is loud')))
    await phone.sync()
    assert.equal(hub.stored.size, 3)
    hub.fault = sent
    await phone.sync()
    assert.deepEqual(states(), ['stored', 'stored', 'stored'])
    assert.equal(phone.phone().status.get().connection.at, 'online')
  })
}

test('S13, S21: told again and again a page it can take nothing of, a phone asks later, hands in all the same and goes on with the next whole answer', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const put = { kind: 'work_order', id: workOrder, version: 0, body: {} }
  hub.fault = async (path, answer) => {
    if (path !== '/api/sync/pull') return answer()
    // Without an end to it the test would have none either.
    if (hub.asked.filter((one) => one === path).length > 20) return problem(500, 'internal')
    const { nonce } = JSON.parse(hub.lastBody)
    return Response.json({ state: 'page', nonce, epoch: hub.epoch, now: hub.now(), puts: [put], evict: [], more: true })
  }
  hub.asked.length = 0
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'the fan')))
  await phone.sync()
  // Once for what was captured, once for who pressed.
  assert.equal(hub.asked.filter((path) => path === '/api/sync/pull').length, 2)
  assert.equal(hub.stored.size, 1)
  assert.equal(phone.phone().status.get().doing, 'waiting')
  hub.fault = null
  await phone.sync()
  assert.equal(phone.phone().status.get().connection.at, 'online')
  assert.equal(phone.phone().workOrder(workOrder).get()?.order.work.photos.length, 1)
})
