import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#core/kit/ids.ts'
import { pieceSize } from '#core/sync/chunks.ts'
import { sha256, type TestPhone } from '#test/support/phone.ts'
import { note, notesShown, offline, photo, signedIn } from '#test/support/signed-in.ts'
import { type Fault, type Hub, problem } from '#test/support/small-hub.ts'

/** A photo of so many pieces, each photo another. */
const large = (pieces: number, seed = 1) => {
  const bytes = new Uint8Array((pieces - 1) * pieceSize + 1000)
  for (let n = 0; n < bytes.length; n += 97) bytes[n] = (n * 31 + seed * 7) % 251
  return bytes
}
const take = (phone: TestPhone, workOrder: Id, visit: Id, bytes: Uint8Array<ArrayBuffer>) =>
  phone.phone().capturePhoto({
    workOrder,
    visit,
    file: new Blob([bytes], { type: 'image/jpeg' }),
    phase: 'after',
    caption: '',
    audience: 'customer',
    position: null,
  })

type Sent = { first: number; pieces: number }
/** Notes every part that goes over the line; `answers` may break it. */
function onTheLine(hub: Hub, answers: (part: Sent, answer: () => Promise<Response>) => Promise<Response>) {
  const sent: Sent[] = []
  const fault: Fault = async (path, answer) => {
    const first = /\/chunks\/(\d+)$/.exec(path)?.[1]
    if (first === undefined) return answer()
    const part = { first: Number(first), pieces: Math.ceil(hub.lastSize / pieceSize) }
    sent.push(part)
    return answers(part, answer)
  }
  hub.fault = fault
  return sent
}
const piecesIn = (sent: readonly Sent[]) =>
  sent.flatMap(({ first, pieces }) => Array.from({ length: pieces }, (_, n) => first + n)).sort((a, b) => a - b)
const stateOf = (phone: TestPhone, workOrder: Id, bytes: Uint8Array) =>
  phone.phone().workOrder(workOrder).get()?.bytesOf(sha256(bytes))

test('S21: photos are seen small before the first is there whole, and go up in pieces, two requests at a time', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const photos = [large(20, 1), large(9, 2)]
  for (const bytes of photos) await take(phone, workOrder, visit, bytes)
  let [now, most] = [0, 0]
  const sent = onTheLine(hub, async (_part, answer) => {
    most = Math.max(most, ++now)
    // A line takes longer than a busy phone does to read what goes next.
    for (let turn = 0; turn === 0 || (turn < 2000 && most < 2); turn += 1)
      await new Promise((resolve) => setImmediate(resolve))
    now -= 1
    return answer()
  })
  hub.asked.length = 0
  await phone.sync()
  assert.equal(most, 2)
  assert.ok(sent.every((part) => part.pieces <= 8))
  assert.equal(piecesIn(sent).length, 29)
  const thumbnails = hub.asked.flatMap((path, at) => (path.endsWith('/thumbnail') ? at : []))
  assert.equal(thumbnails.length, 2)
  assert.ok(Math.max(...thumbnails) < hub.asked.findIndex((path) => path.includes('/chunks/')))
  assert.deepEqual([...hub.stored].sort(), photos.map(sha256).sort())
  assert.deepEqual(
    photos.map((bytes) => stateOf(phone, workOrder, bytes)),
    ['stored', 'stored'],
  )
})

test('S21: an upload that is cut and whose page is killed goes on where it was', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const bytes = large(30)
  await take(phone, workOrder, visit, bytes)
  let arrived = 0
  const before = onTheLine(hub, async (part, answer) => {
    if (arrived > 11) return offline('', answer)
    arrived += part.pieces
    return answer()
  })
  await phone.sync()
  assert.equal(hub.stored.size, 0)
  const reopened = await phone.kill()
  const after = onTheLine(hub, (_part, answer) => answer())
  await reopened.sync()
  assert.ok(hub.stored.has(sha256(bytes)))
  assert.ok(before.length > 0 && arrived > 0)
  // Each piece the server had before was sent that once.
  assert.equal(piecesIn(after).length, 30 - arrived)
  assert.equal(stateOf(reopened, workOrder, bytes), 'stored')
})

test('S21: a photo just taken goes up without a question; one of before the page was opened is asked for first', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const questions = (bytes: Uint8Array) => hub.asked.filter((path) => path.endsWith(`/${sha256(bytes)}/chunks`)).length
  const fresh = large(6, 1)
  await take(phone, workOrder, visit, fresh)
  await phone.sync()
  assert.ok(hub.stored.has(sha256(fresh)))
  assert.equal(questions(fresh), 0)
  hub.fault = offline
  const older = large(6, 2)
  await take(phone, workOrder, visit, older)
  const reopened = await phone.kill()
  hub.fault = null
  await reopened.sync()
  assert.ok(hub.stored.has(sha256(older)))
  assert.equal(questions(older), 1)
})

test('S21: two requests that would end together do not carry the same', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  for (const bytes of [large(20, 1), large(20, 2)]) await take(phone, workOrder, visit, bytes)
  const sent = onTheLine(hub, async (_part, answer) => {
    // Neither is answered before both are under way.
    for (let turns = 0; sent.length < 2 && turns < 1000; turns++) await new Promise((resolve) => setImmediate(resolve))
    return answer()
  })
  await phone.sync()
  const [one, other] = sent
  assert.ok(one && other && one.pieces !== other.pieces, JSON.stringify(sent))
})

test('S21: when a reply is lost the server is asked what it has, at once, and nothing goes twice', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const bytes = large(12)
  await take(phone, workOrder, visit, bytes)
  let lost = 0
  const sent = onTheLine(hub, async (_part, answer) => {
    const reply = await answer()
    if (++lost === 2) throw new TypeError('the reply was lost')
    return reply
  })
  await phone.sync()
  assert.ok(hub.stored.has(sha256(bytes)))
  assert.deepEqual(
    piecesIn(sent),
    Array.from({ length: 12 }, (_, n) => n),
  )
})

test('S21: requests grow on a good line, stay small on a slow one and shrink after a cut', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  await take(phone, workOrder, visit, large(60))
  const good = onTheLine(hub, (_part, answer) => answer())
  await phone.sync()
  assert.equal(Math.max(...good.map((part) => part.pieces)), 8)
  hub.fault = offline
  const bytes = large(60, 2)
  await take(phone, workOrder, visit, bytes)
  let cut = 0
  const poor = onTheLine(hub, async (part, answer) => {
    phone.clock.now += 3_000
    if (part.first > 20 && cut === 0) {
      cut = poor.length
      throw new TypeError('cut')
    }
    return answer()
  })
  await phone.sync()
  assert.ok(hub.stored.has(sha256(bytes)))
  assert.equal(poor[0]?.pieces, 8)
  // What was on its way in the other lane was as large as before, and what begins in step with it may be.
  const later = poor.slice(cut + 1)
  assert.ok(later.filter((part) => part.pieces <= 4).length > later.length / 2, JSON.stringify(poor))
})

test('S21: what something on the way calls too large goes in smaller requests', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const bytes = large(20)
  await take(phone, workOrder, visit, bytes)
  const sent = onTheLine(hub, async (part, answer) => (part.pieces > 1 ? new Response('', { status: 413 }) : answer()))
  await phone.sync()
  assert.ok(hub.stored.has(sha256(bytes)))
  assert.ok(sent.filter((part) => part.pieces > 1).length <= 2, JSON.stringify(sent))
})

test('S21: bytes that arrived wrong are asked for again, and arrive', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const bytes = large(6)
  await take(phone, workOrder, visit, bytes)
  hub.fault = null
  // Another phone, or a fault, left something else where the first piece belongs.
  hub.pieces.set(sha256(bytes), new Map([[0, Buffer.alloc(pieceSize)]]))
  await phone.sync()
  assert.deepEqual([...hub.stored], [sha256(bytes)])
})

test('S21: what the server has already, from wherever, is not sent', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const bytes = large(6)
  await take(phone, workOrder, visit, bytes)
  hub.stored.add(sha256(bytes))
  const sent = onTheLine(hub, (_part, answer) => answer())
  await phone.sync()
  assert.deepEqual(sent, [])
  assert.equal(phone.phone().status.get().filesOnPhone, 0)
})

test('S21: a server of before the pieces gets the whole in one request', async () => {
  const { hub, phone, workOrder, visit } = await signedIn({ hasPieces: false })
  const bytes = large(6)
  await take(phone, workOrder, visit, bytes)
  await phone.sync()
  assert.ok(hub.asked.includes(`/api/files/${sha256(bytes)}`))
  assert.equal(stateOf(phone, workOrder, bytes), 'stored')
})

test('S21: a piece is not there because something on the way said so', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  const bytes = large(4)
  hub.fault = offline
  await take(phone, workOrder, visit, bytes)
  hub.fault = async (path, answer) =>
    path.includes('/chunks/') ? Response.json({ sha256: 'f'.repeat(64), state: 'stored', size: 1, have: [] }) : answer()
  await phone.sync()
  assert.equal(phone.phone().status.get().filesOnPhone, 1)
  assert.deepEqual(phone.phone().status.get().connection, { at: 'offline' })
  hub.fault = null
  await phone.sync()
  assert.equal(stateOf(phone, workOrder, bytes), 'stored')
})

test('S21: a note written during a long upload goes before the next part of it', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const bytes = large(40)
  await take(phone, workOrder, visit, bytes)
  let [keptAfter, noteAfter] = [-1, -1]
  const sent = onTheLine(hub, async (_part, answer) => {
    if (sent.length === 3) {
      await note(phone, workOrder, visit, 'In between')
      keptAfter = sent.length
    }
    if (noteAfter < 0 && hub.authors.size > 1) noteAfter = sent.length
    return answer()
  })
  await phone.sync()
  await phone.quiet(() => hub.stored.size === 1)
  assert.deepEqual(notesShown(phone, workOrder), ['In between'])
  // Of what was on its way when it was kept, and of nothing more, the note waits for the answer.
  assert.ok(keptAfter > 0 && noteAfter - keptAfter <= 3, `${keptAfter}, ${noteAfter}`)
  assert.deepEqual(
    piecesIn(sent),
    Array.from({ length: 40 }, (_, n) => n),
  )
})

test('S20: bytes go up only after their fact, and the fact of bytes that cannot be read stays', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = async (path, answer) => (path === '/api/sync/push' ? problem(503, 'unavailable') : answer())
  await photo(phone, workOrder, visit)
  await phone.sync()
  assert.ok(!hub.asked.some((path) => path.startsWith('/api/files/')))
  await phone.damageBytes()
  hub.fault = null
  await phone.sync()
  const [item] = phone.phone().outbox.get().waiting
  assert.deepEqual([item?.bytes?.state, item?.bytes?.code], ['refused', 'bytes_damaged'])
  assert.equal(hub.orders.get(workOrder)?.order.work.photos.length, 1)
})

test('S21: a picture the line always breaks under holds up no other', async () => {
  const { hub, phone, workOrder, visit } = await signedIn()
  hub.fault = offline
  const photos = [large(3, 1), large(3, 2), large(3, 3)]
  for (const bytes of photos) await take(phone, workOrder, visit, bytes)
  const [poison, ...others] = photos
  assert.ok(poison)
  hub.fault = async (path, answer) => {
    if (path.includes(sha256(poison))) throw new TypeError('terminated')
    return answer()
  }
  await phone.sync()
  await phone.sync()
  assert.deepEqual(
    others.map((bytes) => stateOf(phone, workOrder, bytes)),
    ['stored', 'stored'],
  )
  assert.equal(stateOf(phone, workOrder, poison), 'on_phone')
  hub.fault = null
  await phone.sync()
  assert.equal(stateOf(phone, workOrder, poison), 'stored')
})
