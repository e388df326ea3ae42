import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { pieceSize } from '#core/sync/chunks.ts'
import { note, offline, signedIn, step } from '#test/support/signed-in.ts'
import { problem } from '#test/support/small-hub.ts'

test('S26: the outbox says of each visit how much is on this phone, received and on record', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const shown = () => {
    const own = phone
      .phone()
      .outbox.get()
      .visits.find((one) => one.visit === visit)
    return own && { ...own.counts, waiting: own.waiting.length, number: own.visitNumber }
  }
  const none = { held: 0, refused: 0, put_aside: 0, number: 1 }
  hub.fault = offline
  await step(phone, workOrder, visit, 'arrive')
  await note(phone, workOrder, visit, 'Filter renewed')
  await phone.sync()
  assert.deepEqual(shown(), { ...none, on_phone: 2, received: 0, on_record: 0, waiting: 2 })
  hub.fault = async (path, answer) => (path === '/api/sync/pull' ? offline(path, answer) : answer())
  await phone.sync()
  assert.deepEqual(shown(), { ...none, on_phone: 0, received: 2, on_record: 0, waiting: 2 })
  hub.fault = null
  await phone.sync()
  assert.deepEqual(shown(), { ...none, on_phone: 0, received: 0, on_record: 2, waiting: 0 })
})

test('S21: a photo on its way shows how much of it the office has, and is on this phone until that is all', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  let parts = 0
  hub.fault = async (path, answer) => {
    const isPart = /\/chunks\/\d+$/.test(path)
    if (isPart && ++parts > 2) return offline(path, answer)
    return answer()
  }
  const file = new Blob([randomBytes(20 * pieceSize)], { type: 'image/jpeg' })
  const photo = { workOrder, visit, file, phase: 'before', caption: '', audience: 'crew', position: null } as const
  assert.ok('facts' in (await phone.phone().capturePhoto(photo)))
  await phone.sync()
  const item = () =>
    phone
      .phone()
      .outbox.get()
      .waiting.find((one) => one.type === 'photo')
  const { pieces, of } = item()?.bytes?.sent ?? assert.fail('nothing was sent')
  assert.equal(of, 20)
  assert.ok(pieces > 0 && pieces < 20, `${pieces} of 20`)
  assert.equal(item()?.whole, 'on_phone')
  assert.equal(phone.phone().storage.get().onlyHere.files, 1)
  hub.fault = null
  await phone.sync()
  assert.equal(item(), undefined)
  assert.deepEqual(phone.phone().storage.get(), {
    onlyHere: { files: 0, bytes: 0 },
    handedIn: { files: 1, bytes: 20 * pieceSize },
    copies: { files: 0, bytes: 0 },
  })
})

test('S9: a server that asks to be left alone is told from one that cannot be reached', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  await note(phone, workOrder, visit, 'Filter renewed')
  hub.fault = async () => problem(503, 'unavailable', { 'retry-after': '120' })
  await phone.sync()
  const { isBusy, nextTry } = phone.phone().status.get()
  assert.equal(isBusy, true)
  assert.ok(Date.parse(nextTry ?? '') - phone.clock.now >= 120_000)
  hub.fault = offline
  await phone.sync()
  assert.equal(phone.phone().status.get().isBusy, false)
})
