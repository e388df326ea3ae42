import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDBKeyRange } from 'fake-indexeddb'
import { instantFrom } from '#core/kit/time.ts'
import { sha256 } from '#test/support/phone.ts'
import { disk, offline, photo, signedIn } from '#test/support/signed-in.ts'
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
