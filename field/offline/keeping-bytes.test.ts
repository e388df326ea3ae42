import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDBKeyRange } from 'fake-indexeddb'
import type { Id } from '#core/kit/ids.ts'
import { instantFrom } from '#core/kit/time.ts'
import { sha256, type TestPhone } from '#test/support/phone.ts'
import { disk, offline, photo, signedIn } from '#test/support/signed-in.ts'
import { type Fault, type Hub, problem } from '#test/support/small-hub.ts'
import { openDexieStore } from './dexie-store.ts'

test('S20: a photo is a fact only after its bytes were read back, and its bytes follow the fact', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.asked.length = 0
  const done = await photo(phone, workOrder, visit)
  assert.ok('facts' in done)
  await phone.sync()
  const first = (path: string) => hub.asked.findIndex((asked) => asked.startsWith(path))
  assert.ok(first('/api/sync/push') < first('/api/files/'))
  const work = phone.phone().workOrder(workOrder).get()?.order.work
  assert.equal(work?.photos[0]?.state, 'stored')
  assert.equal(
    phone
      .phone()
      .workOrder(workOrder)
      .get()
      ?.bytesOf(work?.photos[0]?.sha256 ?? ''),
    'stored',
  )
})

test('S20: bytes that do not read back as they were written make no photo', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const restore = disk().damageBytes()
  const done = await photo(phone, workOrder, visit)
  restore()
  assert.equal('refusal' in done && done.refusal.code, 'not_saved')
  assert.deepEqual(phone.phone().workOrder(workOrder).get()?.order.work.photos, [])
})

test('S22: bytes stay on the phone until the record has held them for 14 days', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.now = () => instantFrom(phone.clock.now)
  await photo(phone, workOrder, visit)
  await phone.sync()
  const sha256 = phone.phone().workOrder(workOrder).get()?.order.work.photos[0]?.sha256 ?? ''
  const own = async () => (await phone.phone().photoUrl(sha256, 'full'))?.startsWith('blob:')
  await phone.pass(13 * 24 * 3600_000)
  assert.equal(await own(), true)
  await phone.pass(2 * 24 * 3600_000)
  const reopened = await phone.kill()
  assert.notEqual((await reopened.phone().photoUrl(sha256, 'full'))?.startsWith('blob:'), true)
})

test('S20: bytes of a photo whose fact was never kept are let go of, not those of one being taken', async () => {
  const { phone, workOrder, visit } = await signedIn()
  const full = disk().breakFacts()
  const lost = await photo(phone, workOrder, visit, 'never kept')
  full()
  assert.ok('refusal' in lost)
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'kept')))
  const bytesOf = async (text: string) => {
    const store = await openDexieStore(phone.database(), null, { indexedDB: phone.disk, IDBKeyRange })
    const found = await store.readBytes(sha256(`photo of ${text}`))
    store.close()
    return found !== null
  }
  await phone.sync()
  assert.deepEqual([await bytesOf('never kept'), await bytesOf('kept')], [true, true])
  for (const minutes of [11, 11]) {
    await phone.pass(minutes * 60_000)
    await phone.sync()
  }
  assert.deepEqual([await bytesOf('never kept'), await bytesOf('kept')], [false, true])
})

test('S22: when the phone is full, bytes the record holds go early, and those that are only here never', async (t) => {
  const { hub, phone, workOrder, visit } = await signedIn()
  await photo(phone, workOrder, visit, 'on record')
  await phone.sync()
  hub.fault = offline
  await photo(phone, workOrder, visit, 'only here')
  const free = disk().fillUntilFreed()
  t.after(free)
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'needs the room')))
  const reopened = await phone.kill()
  const shown = async (text: string) => (await reopened.phone().photoUrl(sha256(`photo of ${text}`), 'full')) ?? ''
  assert.doesNotMatch(await shown('on record'), /^blob:/)
  assert.match(await shown('only here'), /^blob:/)
  assert.match(await shown('needs the room'), /^blob:/)
})

const day = 86_400_000
/** Facts go up, bytes do not. */
const withoutBytes: Fault = async (path, answer) => (path.startsWith('/api/files/') ? offline(path, answer) : answer())
const refusesBytes: Fault = async (path, answer) =>
  path.startsWith('/api/files/') && !path.endsWith('/thumbnail') ? problem(422, 'wrong_type') : answer()

async function taken(phone: TestPhone, workOrder: Id, visit: Id): Promise<Id> {
  const done = await photo(phone, workOrder, visit)
  assert.ok('facts' in done)
  return done.facts[0] ?? ''
}

async function takeBack(phone: TestPhone, workOrder: Id, fact: Id): Promise<void> {
  const body = { fact, at: phone.phone().now(), reason: 'Shows a neighbour' }
  assert.ok('facts' in (await phone.phone().capture({ workOrder, command: { type: 'withdraw', body } })))
}

async function later(hub: Hub, phone: TestPhone, days: number): Promise<void> {
  phone.clock.now += days * day
  const at = phone.clock.now
  hub.now = () => instantFrom(at)
  await phone.sync()
}

const wholes = (phone: TestPhone) => {
  const { waiting, settled } = phone.phone().outbox.get()
  return [...waiting, ...settled].map((item) => `${item.type} ${item.whole}`).sort()
}
const kept = (phone: TestPhone) => {
  const { onlyHere, handedIn } = phone.phone().storage.get()
  return [onlyHere.files, handedIn.files]
}

for (const [when, weather] of [
  ['before it was handed in', offline],
  ['between its fact and its bytes', withoutBytes],
  ['once the office had its bytes', null],
] as const)
  test(`S22: of a photo taken back ${when} nothing waits, and its bytes go after 14 days`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = weather
    const fact = await taken(phone, workOrder, visit)
    if (weather !== offline) await phone.sync()
    await takeBack(phone, workOrder, fact)
    assert.equal(kept(phone)[weather ? 0 : 1], 1, 'not let go of before the office knows')
    hub.fault = null
    await phone.sync()
    assert.deepEqual(wholes(phone), ['photo on_record', 'withdraw on_record'])
    // What nobody waits for does not go over the line any more.
    assert.equal(hub.stored.size, weather ? 0 : 1)
    await later(hub, phone, 13)
    assert.deepEqual(kept(phone), [0, 1])
    await later(hub, phone, 2)
    assert.deepEqual(kept(phone), [0, 0])
  })

test('S22: when the phone is full, a photo taken back makes room for the next once the office knows, not before', async (t) => {
  const { hub, phone, workOrder, visit } = await signedIn({ files: null })
  hub.fault = offline
  await takeBack(phone, workOrder, await taken(phone, workOrder, visit))
  const free = disk().fillUntilFreed('pieces')
  t.after(free)
  assert.ok('refusal' in (await photo(phone, workOrder, visit, 'too early')))
  hub.fault = null
  await phone.sync()
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'the next')))
})

test('S20: the same picture taken again after it was taken back goes up', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = withoutBytes
  const fact = await taken(phone, workOrder, visit)
  await takeBack(phone, workOrder, fact)
  await phone.sync()
  hub.fault = null
  await taken(phone, workOrder, visit)
  await phone.sync()
  assert.deepEqual([...hub.stored], [sha256('photo of the burner')])
  assert.deepEqual(kept(phone), [0, 1])
})

test('S19, S22: a restored server that knows of neither is told of the photo and that it was taken back, and waits for nothing', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const before = hub.orders.get(workOrder)
  assert.ok(before)
  hub.fault = withoutBytes
  const fact = await taken(phone, workOrder, visit)
  await takeBack(phone, workOrder, fact)
  await phone.sync()
  hub.epoch = 'restored'
  hub.ledger.clear()
  hub.orders.set(workOrder, before)
  hub.fault = null
  await phone.sync()
  await phone.sync()
  assert.deepEqual(hub.orders.get(workOrder)?.order.work.withdrawn, [fact])
  assert.deepEqual(wholes(phone), ['photo on_record', 'withdraw on_record'])
  assert.deepEqual(kept(phone), [0, 1])
})

test('S15, S22: a work order that leaves the list with its last bytes is on record, and they go after 14 days', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = withoutBytes
  await taken(phone, workOrder, visit)
  await phone.sync()
  // Off the list but for what it waits for, as one of long ago is.
  hub.fault = async (path, answer) => {
    const reply = await answer()
    if (hub.stored.size > 0) hub.scope.delete(workOrder)
    return reply
  }
  await phone.sync()
  assert.equal(phone.phone().workOrder(workOrder).get(), null)
  assert.deepEqual(wholes(phone), ['photo on_record'])
  assert.deepEqual(kept(phone), [0, 1])
  await later(hub, phone, 15)
  assert.deepEqual(kept(phone), [0, 0])
  await later(hub, phone, 16)
  assert.deepEqual(wholes(phone), [])
})

for (const end of ['is taken back', 'is settled by the office, and its work order leaves the list'] as const)
  test(`S20, S31: a picture the office could not keep is not accepted until it ${end}`, async () => {
    const { hub, phone, workOrder, visit } = await signedIn()
    hub.fault = refusesBytes
    const fact = await taken(phone, workOrder, visit)
    await phone.sync()
    const [about] = hub.orders.get(workOrder)?.order.work.photos ?? []
    hub.office(workOrder, { type: 'bytes_refused', body: { sha256: about?.sha256 ?? '', code: 'wrong_type' } })
    await phone.sync()
    assert.deepEqual([phone.phone().status.get().stuck, wholes(phone)], [1, ['photo refused']])
    if (end === 'is taken back') await takeBack(phone, workOrder, fact)
    else hub.scope.delete(workOrder)
    await phone.sync()
    assert.equal(phone.phone().status.get().stuck, 0)
    assert.deepEqual(phone.phone().outbox.get().waiting, [])
    await later(hub, phone, 1)
    const { unsent }: { unsent: unknown } = JSON.parse(hub.lastBody)
    assert.deepEqual(unsent, { commands: 0, files: 0, since: null })
    await later(hub, phone, 30)
    assert.deepEqual(wholes(phone), [])
  })
