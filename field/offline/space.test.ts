import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDBKeyRange } from 'fake-indexeddb'
import { sha256 } from '#test/support/phone.ts'
import { disk, note, offline, photo, signedIn } from '#test/support/signed-in.ts'
import { openDexieStore } from './dexie-store.ts'

test('S31: a photo is refused with a sentence before space runs out, and a note is still kept', async () => {
  let free: number | null = 5_400_000_000
  const { hub, phone, workOrder, visit } = await signedIn({ free: () => free })
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'with room')))
  hub.fault = offline
  free = 12_400_000
  assert.deepEqual(await photo(phone, workOrder, visit, 'without room'), {
    refusal: { code: 'space_short', params: { free: 12 } },
  })
  assert.equal(phone.phone().workOrder(workOrder).get()?.order.work.photos.length, 1)
  assert.ok('facts' in (await note(phone, workOrder, visit, 'No room for a photo')))
  // A browser that does not say how much there is stops nobody.
  free = null
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'nobody knows')))
  assert.deepEqual(phone.errors, [])
})

test('S31, S22: before a photo is refused, bytes the record holds make room; those that are only here never', async () => {
  let free = 5_400_000_000
  const { hub, phone, workOrder, visit } = await signedIn({ free: () => free })
  await photo(phone, workOrder, visit, 'on record')
  await phone.sync()
  hub.fault = offline
  await photo(phone, workOrder, visit, 'only here')
  free = 1_000_000
  assert.ok('refusal' in (await photo(phone, workOrder, visit, 'one too many')))
  const reopened = await phone.kill()
  const shown = async (text: string) => (await reopened.phone().photoUrl(sha256(`photo of ${text}`), 'full')) ?? ''
  assert.doesNotMatch(await shown('on record'), /^blob:/)
  assert.match(await shown('only here'), /^blob:/)
})

test('S31, S22: a phone too full to write what it fetched lets copies of the office’s files go, and goes on', async (t) => {
  const { hub, phone, workOrder } = await signedIn()
  const store = await openDexieStore(phone.database(), null, { indexedDB: phone.disk, IDBKeyRange })
  const copy = { sha256: 'c'.repeat(64), size: 3, mediaType: 'application/pdf', copiedAt: phone.phone().now() }
  await store.putCopy(copy, new Uint8Array([1, 2, 3]).buffer)
  store.close()
  hub.office(workOrder, { type: 'hold', body: { reason: 'Parts', until: null } })
  const free = disk().fillUntilFreed('documents', 'copyPieces')
  t.after(free)
  const reopened = await phone.kill()
  await reopened.sync()
  assert.equal(reopened.phone().workOrder(workOrder).get()?.status, 'on_hold')
  assert.deepEqual(reopened.errors, [])
})

test('S31: every pull says what is only on this phone, since when, and how much room is left', async () => {
  const { hub, phone, workOrder, visit } = await signedIn({ free: () => 7_000_000_000 })
  const said: { unsent: unknown; free: unknown }[] = []
  hub.fault = async (path, answer) => {
    if (path === '/api/sync/pull') said.push(JSON.parse(hub.lastBody))
    return path.startsWith('/api/files/') ? offline(path, answer) : answer()
  }
  await phone.sync()
  await photo(phone, workOrder, visit)
  const since = phone.phone().now()
  phone.clock.now += 60_000
  await phone.sync()
  const [before, after] = [said[0], said.at(-1)]
  assert.deepEqual(before?.unsent, { commands: 0, files: 0, since: null })
  assert.deepEqual(after?.unsent, { commands: 0, files: 1, since })
  assert.equal(after?.free, 7_000_000_000)
})

test('S31: a phone with nothing to say asks in few bytes', async () => {
  const { hub, phone } = await signedIn({ free: () => 7_000_000_000 })
  await phone.sync()
  assert.ok(hub.asked.at(-1) === '/api/sync/pull' && hub.lastBody.length <= 400, hub.lastBody)
})
