import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import { photoFile, type TestPhone } from '#test/support/phone.ts'
import { disk, note, notesShown, offline, photo, signedIn, step } from '#test/support/signed-in.ts'

function signature(phone: TestPhone, workOrder: Id, visit: Id) {
  const shown = { summaryHash: 'a'.repeat(64), summary: '{}', language: 'en', template: 'summary-1' }
  const by = { name: 'M. Weber', capacity: 'Janitor', strokes: [[1, 2, 3]], consent: 'I agree', position: null }
  return phone.phone().captureSignature({ workOrder, image: photoFile('a name'), sign: { ...shown, ...by, visit } })
}

test('S31: on a full phone notes, times and a signature go into the room kept for them, and photos are refused', async (t) => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const sent = hub.fault
  hub.fault = offline
  assert.ok('facts' in (await photo(phone, workOrder, visit, 'the last one')))
  const fill = disk().limitTo('reserve')
  t.after(fill.end)
  for (const n of [1, 2, 3]) assert.ok('facts' in (await note(phone, workOrder, visit, `Note ${n}`)))
  assert.ok('facts' in (await step(phone, workOrder, visit, 'arrive')))
  assert.ok('facts' in (await signature(phone, workOrder, visit)))
  assert.ok(fill.freed() <= 2, 'as little as is needed of the room goes')
  assert.deepEqual(await photo(phone, workOrder, visit, 'one too many'), { refusal: { code: 'no_space_for_photos' } })
  const reopened = await phone.kill()
  assert.deepEqual(notesShown(reopened, workOrder), ['Note 1', 'Note 2', 'Note 3'])
  // What the office answers finds room too, so that all of it is handed in; the photo that was kept goes with it.
  hub.fault = sent
  await reopened.sync()
  const record = hub.orders.get(workOrder)?.order.work
  assert.equal(record?.notes.length, 3)
  assert.equal(record?.visits[0]?.signOffs.length, 1)
  assert.equal(reopened.phone().workOrder(workOrder).get()?.order.work.photos[0]?.state, 'stored')
  assert.equal(reopened.phone().status.get().counts.on_phone, 0)
  fill.end()
  assert.ok('facts' in (await photo(reopened, workOrder, visit, 'room again')))
  assert.deepEqual([phone.errors, reopened.errors], [[], []])
})
