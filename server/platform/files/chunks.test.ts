import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, utimes } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { chunkHeaders, chunkPath, chunksPath, mostPieces, pieceSize, thumbnailPath } from '#core/sync/chunks.ts'
import { slices } from '#server/app.ts'
import { newId } from '#server/platform/ids.ts'
import { hashOf } from '#test/support/pictures.ts'
import { type Person, serverOn, testServer, type TestServer } from '#test/support/server.ts'
import { openPool } from '../database.ts'
import { tidy } from '../housekeeping/tidy.ts'
import { finishInterrupted } from './finishing.ts'
import { announceFile, linkFile, markStored } from './records.ts'
import type { StoredFile } from './store.ts'

const heard: StoredFile[] = []
const listening = {
  name: 'listening',
  routes: [],
  onFile: async (_tx: object, file: StoredFile) => void heard.push(file),
}
const server = await testServer({ slices: [...slices, listening] })
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Lifts')
const queue = openPool(server.database.url('roundtrip_worker'), 1)
server.database.closeFirst(() => queue.end())

/** A PDF of so many pieces and a bit, different each time. */
const paper = (pieces = 5) =>
  new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(pieces * pieceSize - 1000)]))
const piecesFrom = (bytes: Uint8Array, first: number, pieces: number) =>
  bytes.slice(first * pieceSize, (first + pieces) * pieceSize)

type Given = {
  at?: TestServer
  who?: Person
  sha256?: string
  chunkHash?: string
  size?: number
  body?: Uint8Array<ArrayBuffer>
}
async function put(bytes: Uint8Array, first: number, pieces: number, given: Given = {}) {
  const body = given.body ?? new Uint8Array(piecesFrom(bytes, first, pieces))
  const response = await server
    .as(given.who ?? north.technician)
    .fetch(chunkPath(given.sha256 ?? hashOf(bytes), first), {
      method: 'PUT',
      body,
      headers: {
        [chunkHeaders.hash]: given.chunkHash ?? hashOf(body),
        [chunkHeaders.size]: String(given.size ?? bytes.byteLength),
        'X-Fact': newId(),
      },
    })
  return { status: response.status, retryAfter: response.headers.get('retry-after'), ...(await response.json()) }
}
const ask = async (sha256: string, who = north.technician, at = server) =>
  (await at.as(who).fetch(chunksPath(sha256))).json()
const incoming = (orgId: string) => join(server.filesFolder, 'incoming', orgId)
const announce = (bytes: Uint8Array) =>
  server.inTenant(north.id, (tx) =>
    announceFile(tx, { sha256: hashOf(bytes), size: bytes.byteLength, type: 'application/pdf' }),
  )
const news = (bytes: Uint8Array) => heard.filter((file) => file.sha256 === hashOf(bytes))

test('S21: pieces out of order, twice and overlapping become one file, stored once', async () => {
  const bytes = paper(5)
  assert.deepEqual(await ask(hashOf(bytes)), { sha256: hashOf(bytes), state: 'unknown', size: null, have: [] })
  assert.deepEqual((await put(bytes, 3, 2)).have, [[3, 4]])
  assert.deepEqual((await put(bytes, 0, 1)).have, [
    [0, 0],
    [3, 4],
  ])
  assert.deepEqual((await put(bytes, 3, 2)).have, [
    [0, 0],
    [3, 4],
  ])
  assert.deepEqual(await ask(hashOf(bytes)), {
    sha256: hashOf(bytes),
    state: 'receiving',
    size: bytes.byteLength,
    have: [
      [0, 0],
      [3, 4],
    ],
  })
  assert.equal((await put(bytes, 0, 3)).state, 'stored')
  assert.deepEqual(await ask(hashOf(bytes)), {
    sha256: hashOf(bytes),
    state: 'stored',
    size: bytes.byteLength,
    have: [[0, 4]],
  })
  assert.equal((await put(bytes, 1, 1)).state, 'stored')
  assert.equal(hashOf(await server.services.files.read(north.id, hashOf(bytes))), hashOf(bytes))
  assert.equal(news(bytes).length, 1)
  assert.deepEqual(await readdir(incoming(north.id)), [], 'nothing of the pieces is left')
})

test('S21: two requests in flight all the way, and the last ones at once: stored once', async () => {
  const bytes = paper(12)
  const runs = Array.from({ length: 6 }, (_, n) => n * 2)
  while (runs.length > 0) await Promise.all(runs.splice(0, 2).map((first) => put(bytes, first, 2)))
  assert.equal((await ask(hashOf(bytes))).state, 'stored')
  const other = paper(4)
  await Promise.all([put(other, 0, 1), put(other, 1, 1)])
  const answers = await Promise.all([2, 2, 2, 2].map((first) => put(other, first, 2)))
  assert.deepEqual(new Set(answers.map((one) => `${one.status} ${one.state}`)), new Set(['200 stored']))
  assert.deepEqual([news(bytes).length, news(other).length], [1, 1])
})

/** Another server over the same database and the same files. */
const another = (given: { slices?: typeof slices; jobs?: boolean } = {}) =>
  serverOn(server.database, { ...given, filesFolder: server.filesFolder, aloneOnDatabase: false })

test('S21: a server that is gone and another one started goes on with the pieces there are', async () => {
  const bytes = paper(6)
  await put(bytes, 0, 2)
  await put(bytes, 4, 2)
  const next = await another()
  assert.deepEqual((await ask(hashOf(bytes), north.technician, next)).have, [
    [0, 1],
    [4, 5],
  ])
  assert.equal((await put(bytes, 2, 2, { at: next })).state, 'stored')
  assert.equal((await ask(hashOf(bytes))).state, 'stored')
})

test('S21: two servers that get the last piece at the same moment store the file once', async () => {
  const next = await another({ slices: [...slices, listening] })
  for (let round = 0; round < 5; round++) {
    const bytes = paper(3)
    await put(bytes, 0, 2)
    const answers = await Promise.all([put(bytes, 2, 1), put(bytes, 2, 1, { at: next })])
    assert.deepEqual(
      answers.map((one) => one.state),
      ['stored', 'stored'],
    )
    assert.equal(news(bytes).length, 1)
  }
})

test('S21: of a request whose line breaks the pieces that came whole are kept, and the file is what it is', async () => {
  const bytes = paper(5)
  const cutAfter = (first: number, length: number) =>
    new Promise<void>((resolve) => {
      const sent = request(`${server.origin}${chunkPath(hashOf(bytes), first)}`, {
        method: 'PUT',
        headers: {
          Origin: server.origin,
          Cookie: north.technician.cookie,
          'Content-Length': 3 * pieceSize,
          [chunkHeaders.hash]: hashOf(bytes),
          [chunkHeaders.size]: String(bytes.byteLength),
          'X-Fact': newId(),
        },
      })
      sent.once('error', () => resolve())
      sent.write(bytes.subarray(first * pieceSize, first * pieceSize + length), () =>
        setTimeout(() => sent.destroy(), 50),
      )
    })
  await cutAfter(3, pieceSize - 1)
  // The last one, shorter than the others, is whole with its request alone.
  await cutAfter(4, bytes.byteLength - 4 * pieceSize)
  await cutAfter(0, pieceSize * 2 + 500)
  for (let tries = 0; tries < 500 && (await ask(hashOf(bytes))).have.length === 0; tries++) await sleep(10)
  assert.deepEqual((await ask(hashOf(bytes))).have, [[0, 1]])
  assert.equal((await put(bytes, 2, 3)).state, 'stored')
  assert.equal(hashOf(await server.services.files.read(north.id, hashOf(bytes))), hashOf(bytes))
})

test('S21: a piece that is not what its hash says changes nothing', async () => {
  const bytes = paper(3)
  await put(bytes, 0, 1)
  const wrong = await put(bytes, 1, 1, { chunkHash: hashOf(Buffer.from('other')) })
  assert.deepEqual([wrong.status, wrong.code], [422, 'wrong_chunk'])
  const cut = await put(bytes, 1, 1, { body: new Uint8Array(piecesFrom(bytes, 1, 1).slice(0, 500)) })
  assert.deepEqual([cut.status, cut.code], [422, 'wrong_chunk'])
  const beyond = await put(bytes, 3, 1, { body: new Uint8Array(10) })
  assert.deepEqual([beyond.status, beyond.code], [422, 'wrong_piece'])
  assert.deepEqual((await ask(hashOf(bytes))).have, [[0, 0]])
})

test('S21: pieces that do not make the announced file are all dropped and asked for again', async () => {
  const [bytes, other] = [paper(3), paper(3)]
  await announce(bytes)
  await put(bytes, 0, 2)
  const wrong = await put(other, 2, 1, { sha256: hashOf(bytes) })
  assert.deepEqual([wrong.status, wrong.code], [422, 'wrong_hash'])
  assert.deepEqual((await ask(hashOf(bytes))).have, [])
  assert.equal(news(bytes).length, 0, 'nobody is told that it cannot be kept')
  assert.equal((await put(bytes, 0, 3)).state, 'stored')
})

test('S21: bytes that are no file we keep are refused with their reason, and whoever waits hears of it', async () => {
  const bytes = new Uint8Array(randomBytes(2 * pieceSize))
  await announce(bytes)
  await put(bytes, 0, 1)
  const refused = await put(bytes, 1, 1)
  assert.deepEqual([refused.status, refused.code], [422, 'wrong_type'])
  assert.deepEqual([(await ask(hashOf(bytes))).state, news(bytes).at(-1)?.code], ['refused', 'wrong_type'])
})

test('S21: too large a file, too large a request and a size nobody announced are refused', async () => {
  const bytes = paper(2)
  const huge = await put(bytes, 0, 1, { size: 26 * 1024 * 1024 })
  assert.deepEqual([huge.status, huge.code], [413, 'too_large'])
  const wide = await put(bytes, 0, 1, { body: new Uint8Array((mostPieces + 1) * pieceSize) })
  assert.deepEqual([wide.status, wide.code], [413, 'too_large'])
  await announce(bytes)
  const other = await put(bytes, 0, 1, { size: bytes.byteLength - 1 })
  assert.deepEqual([other.status, other.code], [422, 'wrong_size'])
  assert.deepEqual((await ask(hashOf(bytes))).have, [])
})

test('S21: pieces of one organization are nothing to another, and nobody hands in without a name', async () => {
  const bytes = paper(2)
  await put(bytes, 0, 1)
  assert.deepEqual(await ask(hashOf(bytes), south.technician), {
    sha256: hashOf(bytes),
    state: 'unknown',
    size: null,
    have: [],
  })
  assert.deepEqual((await put(bytes, 1, 1, { who: south.technician })).have, [[1, 1]])
  assert.deepEqual((await ask(hashOf(bytes))).have, [[0, 0]])
  assert.equal((await server.anybody.fetch(chunksPath(hashOf(bytes)))).status, 401)
  assert.equal((await server.anybody.fetch(chunkPath(hashOf(bytes), 0), { method: 'PUT' })).status, 401)
  assert.equal((await server.as(north.technician).fetch(chunksPath('nothing'))).status, 404)
})

test('S21: a full disk takes no piece, says so and takes it when there is room again', async () => {
  const bytes = paper(2)
  await put(bytes, 0, 1)
  const { isFull } = server.services.files
  server.services.files.isFull = async () => true
  const full = await put(bytes, 1, 1)
  const thumbnail = await server.as(north.technician).fetch(thumbnailPath(hashOf(bytes)), { method: 'PUT', body: 'x' })
  server.services.files.isFull = isFull
  assert.deepEqual([full.status, full.code, full.retryAfter], [503, 'disk_full', '300'])
  assert.equal(thumbnail.status, 503)
  assert.equal((await put(bytes, 1, 1)).state, 'stored')
})

test('S21: an upload that was interrupted after its last piece is finished without the phone', async () => {
  const bytes = paper(4)
  const { pieces } = server.services.files
  await announce(bytes)
  await pieces.keep(north.id, hashOf(bytes), { size: bytes.byteLength, first: 0, bytes: piecesFrom(bytes, 0, 2) })
  await finishInterrupted(server.services)
  assert.equal((await ask(hashOf(bytes))).state, 'receiving', 'half of it is left alone')
  await pieces.keep(north.id, hashOf(bytes), { size: bytes.byteLength, first: 2, bytes: piecesFrom(bytes, 2, 2) })
  const broken = paper(1)
  await pieces.keep(north.id, hashOf(paper(1)), { size: broken.byteLength, first: 0, bytes: broken })
  await finishInterrupted(server.services)
  assert.equal((await ask(hashOf(bytes))).state, 'stored')
  assert.equal(news(bytes).length, 1)
  assert.deepEqual(await pieces.all().then((all) => all.filter((one) => one.sha256 === hashOf(bytes))), [])
})

test('S21: a server that starts finishes what the killed one had left', async () => {
  const bytes = paper(2)
  await server.services.files.pieces.keep(north.id, hashOf(bytes), { size: bytes.byteLength, first: 0, bytes })
  await another({ jobs: true })
  for (let tries = 0; tries < 400 && (await ask(hashOf(bytes))).state !== 'stored'; tries++) await sleep(25)
  assert.equal((await ask(hashOf(bytes))).state, 'stored')
})

test('S21: pieces nobody has gone on with for a day are swept away, others stay', async () => {
  const [old, fresh] = [paper(3), paper(3)]
  await put(old, 0, 1)
  await put(fresh, 0, 1)
  const longAgo = new Date(Date.now() - 2 * 86_400_000)
  await utimes(join(incoming(north.id), hashOf(old)), longAgo, longAgo)
  await mkdir(join(server.filesFolder, 'incoming'), { recursive: true })
  await tidy(server.services, queue)
  assert.deepEqual([(await ask(hashOf(old))).have, (await ask(hashOf(fresh))).have], [[], [[0, 0]]])
  assert.equal((await put(old, 0, 3)).state, 'stored', 'the phone sends them again')
})

const jpeg = (width: number) =>
  sharp({
    create: { width, height: width, channels: 3, background: { r: Math.floor(Math.random() * 255), g: 9, b: 9 } },
  })
    .jpeg()
    .withExif({ IFD0: { Make: 'Camera of Luis' } })
    .toBuffer()
const sendThumbnail = (sha256: string, body: Uint8Array<ArrayBuffer>) =>
  server.as(north.technician).fetch(thumbnailPath(sha256), { method: 'PUT', body })
const look = (sha256: string, variant: string) =>
  server.as(north.dispatcher).fetch(`/api/files/${sha256}?variant=${variant}`)

test('S21: the thumbnail that came ahead is shown until the photo is there, made anew and without its camera', async () => {
  const photo = new Uint8Array(await jpeg(1200))
  const sha256 = hashOf(photo)
  assert.equal((await sendThumbnail(sha256, new Uint8Array(await jpeg(300)))).status, 200)
  await server.inTenant(north.id, async (tx) => {
    const file = await announceFile(tx, { sha256, size: photo.byteLength, type: 'image/jpeg' })
    const subject = { kind: 'customer' as const, id: newId() }
    await linkFile(tx, { id: newId(), fileId: file.id, subject, purpose: 'photo', audience: 'crew', name: '' })
  })
  for (const variant of ['web', 'thumbnail']) {
    const early = Buffer.from(await (await look(sha256, variant)).arrayBuffer())
    const { width, exif } = await sharp(early).metadata()
    assert.deepEqual([width, exif], [300, undefined])
  }
  assert.equal((await look(sha256, 'original')).status, 404)
  assert.equal((await server.as(south.owner).fetch(`/api/files/${sha256}`)).status, 404)
  await put(photo, 0, Math.ceil(photo.byteLength / pieceSize))
  const shown = await sharp(Buffer.from(await (await look(sha256, 'web')).arrayBuffer())).metadata()
  assert.equal(shown.width, 1200)
  assert.equal(await server.services.files.readEarly(north.id, sha256), null)
})

test('S21: what is no JPEG or too large is no thumbnail; one whose photo nobody announced goes after a day', async () => {
  const sha256 = hashOf(randomBytes(8))
  assert.equal((await sendThumbnail(sha256, new Uint8Array(Buffer.from('<svg/>')))).status, 422)
  assert.equal((await sendThumbnail(sha256, new Uint8Array(Buffer.from([0xff, 0xd8, 0xff, 1, 2])))).status, 422)
  assert.equal((await sendThumbnail(sha256, new Uint8Array(70_000))).status, 413)
  const awaited = paper(1)
  await announce(awaited)
  const longAgo = new Date(Date.now() - 2 * 86_400_000)
  for (const one of [sha256, hashOf(awaited)]) {
    await sendThumbnail(one, new Uint8Array(await jpeg(100)))
    await utimes(join(server.filesFolder, 'early', north.id, `${one}.jpg`), longAgo, longAgo)
  }
  await tidy(server.services, queue)
  assert.equal(await server.services.files.readEarly(north.id, sha256), null)
  assert.ok(await server.services.files.readEarly(north.id, hashOf(awaited)), 'its photo may come for months')
})

test('S21: of all that store the same bytes one finds that it is news, also at the same moment', async () => {
  const sha256 = hashOf(randomBytes(8))
  const bytes = { sha256, size: 3, type: 'application/pdf' as const, width: null, height: null }
  const marked = await Promise.all(
    Array.from({ length: 6 }, () => server.inTenant(north.id, (tx) => markStored(tx, bytes))),
  )
  assert.equal(marked.filter((one) => one.isNews).length, 1)
  assert.equal(new Set(marked.map((one) => one.id)).size, 1)
})
