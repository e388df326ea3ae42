import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { slices } from '#server/app.ts'
import { newId } from '#server/platform/ids.ts'
import { hashOf } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import { announceFile, filesOf, linkFile, removeLink } from './records.ts'
import type { StoredFile } from './store.ts'

const heard: StoredFile[] = []
const server = await testServer({
  slices: [...slices, { name: 'listening', routes: [], onFile: async (_tx, file) => void heard.push(file) }],
})
const north = await server.makeOrganization('North Heating')
const south = await server.makeOrganization('South Lifts')

/** Bytes a request takes: a copy, so that the type says whose memory it is. */
const body = (bytes: Uint8Array) => new Uint8Array(bytes)
const put = (bytes: Uint8Array, who = north.technician, sha256 = hashOf(bytes)) =>
  server.as(who).fetch(`/api/files/${sha256}`, { method: 'PUT', body: body(bytes) })
const get = (sha256: string, who = north.dispatcher, variant = 'web') =>
  server.as(who).fetch(`/api/files/${sha256}?variant=${variant}`)
const code = async (response: Response) => `${response.status} ${(await response.json()).code}`

let shade = 0
/** A photo with a place and a camera in it, different each time. */
const photo = (width = 3000, height = 1500) =>
  sharp({ create: { width, height, channels: 3, background: { r: shade++, g: 90, b: 20 } } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Camera of Luis' }, IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' } })
    .toBuffer()

const link = (sha256: string, orgId = north.id, audience: 'office' | 'crew' = 'crew') =>
  server.inTenant(orgId, async (tx) => {
    const file = await announceFile(tx, { sha256, size: 1, type: 'image/jpeg' })
    const id = newId()
    await linkFile(tx, {
      id,
      fileId: file.id,
      subject: { kind: 'customer', id: newId() },
      purpose: 'document',
      audience,
      name: 'plan',
    })
    return id
  })

test('S21: bytes are stored once by their hash, and sending them again changes nothing', async () => {
  const bytes = await photo()
  const answers = [await put(bytes), await put(bytes)]
  for (const answer of answers)
    assert.deepEqual(await answer.json(), { state: 'stored', sha256: hashOf(bytes), size: bytes.byteLength })
  const files = await readdir(join(server.filesFolder, north.id), { recursive: true })
  assert.equal(files.filter((name) => name.endsWith(hashOf(bytes))).length, 1)
  assert.deepEqual(await readdir(join(server.filesFolder, 'incoming')), [])
  assert.equal(heard.filter((file) => file.sha256 === hashOf(bytes) && file.state === 'stored').length, 1)
})

test('eight phones that send the same bytes at once all hear that they are stored', async () => {
  const bytes = await photo()
  const answers = await Promise.all(Array.from({ length: 8 }, () => put(bytes)))
  assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]))
})

test('bytes that are not those that were announced are refused and can be sent again', async () => {
  const bytes = await photo()
  const cut = bytes.subarray(0, 1000)
  assert.equal(await code(await put(cut, north.technician, hashOf(bytes))), '422 wrong_hash')
  await server.inTenant(north.id, (tx) =>
    announceFile(tx, { sha256: hashOf(bytes), size: bytes.byteLength, type: 'image/jpeg' }),
  )
  assert.equal(await code(await put(cut, north.technician, hashOf(bytes))), '422 wrong_size')
  assert.equal((await put(bytes)).status, 200)
})

test('what is no photo is refused with its reason, the announced file says so, and its slice hears of it', async () => {
  const cases: [string, Uint8Array][] = [
    ['wrong_type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['wrong_type', Buffer.from('GIF89a and so on and so on')],
    ['unreadable_picture', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('nothing of a picture')])],
    ['too_many_pixels', bomb()],
  ]
  for (const [reason, bytes] of cases) {
    await server.inTenant(north.id, (tx) =>
      announceFile(tx, { sha256: hashOf(bytes), size: bytes.byteLength, type: 'image/jpeg' }),
    )
    assert.equal(await code(await put(bytes)), `422 ${reason}`)
    const row = await server.inTenant(north.id, (tx) =>
      tx.db
        .selectFrom('app.file')
        .select(['state', 'code'])
        .where('sha256', '=', hashOf(bytes))
        .executeTakeFirstOrThrow(),
    )
    assert.deepEqual(row, { state: 'refused', code: reason })
    assert.equal(heard.at(-1)?.code, reason)
  }
  const huge = new Uint8Array(26 * 1024 * 1024)
  await server.inTenant(north.id, (tx) =>
    announceFile(tx, { sha256: hashOf(huge), size: huge.byteLength, type: 'image/jpeg' }),
  )
  assert.equal(await code(await put(huge)), '413 too_large')
  assert.deepEqual([heard.at(-1)?.sha256, heard.at(-1)?.code], [hashOf(huge), 'too_large'])
})

test('people see an upright smaller picture without place or camera; the office may have the original', async () => {
  const bytes = await photo()
  await put(bytes)
  await link(hashOf(bytes))
  const seen = await get(hashOf(bytes))
  assert.equal(seen.headers.get('content-type'), 'image/jpeg')
  assert.match(seen.headers.get('content-disposition') ?? '', /^attachment/)
  assert.match(seen.headers.get('content-security-policy') ?? '', /^sandbox/)
  const web = Buffer.from(await seen.arrayBuffer())
  const about = await sharp(web).metadata()
  assert.deepEqual([about.width, about.height, about.exif], [2048, 1024, undefined])
  assert.ok(!web.includes('Camera of Luis'))
  const small = await sharp(
    Buffer.from(await (await get(hashOf(bytes), north.dispatcher, 'thumbnail')).arrayBuffer()),
  ).metadata()
  assert.equal(small.width, 400)
  const original = Buffer.from(await (await get(hashOf(bytes), north.dispatcher, 'original')).arrayBuffer())
  assert.equal(hashOf(original), hashOf(bytes))
})

test('a PDF is kept as it is and given as an attachment', async () => {
  const bytes = Buffer.from('%PDF-1.7\n%%EOF\n')
  assert.equal((await put(bytes)).status, 200)
  await link(hashOf(bytes))
  const got = await get(hashOf(bytes))
  assert.equal(got.headers.get('content-type'), 'application/pdf')
  assert.equal(hashOf(Buffer.from(await got.arrayBuffer())), hashOf(bytes))
})

test('a hash is no key: another organization, a stranger and whoever is not its audience get 404', async () => {
  const bytes = await photo()
  await put(bytes)
  await link(hashOf(bytes))
  const unknown = await (await get(hashOf(Buffer.from('never')))).json()
  assert.deepEqual(await (await get(hashOf(bytes), south.owner)).json(), unknown)
  assert.deepEqual(await (await get(hashOf(bytes), north.technician)).json(), unknown)
  assert.equal((await server.anybody.fetch(`/api/files/${hashOf(bytes)}`)).status, 401)
  assert.equal((await get(hashOf(bytes), north.dispatcher)).status, 200)
})

test('the same bytes in two organizations are two files: one having them says nothing to the other', async () => {
  const bytes = await photo()
  await put(bytes)
  const known = await server.inTenant(south.id, (tx) =>
    tx.db.selectFrom('app.file').selectAll().where('sha256', '=', hashOf(bytes)).execute(),
  )
  assert.deepEqual(known, [])
  assert.equal((await get(hashOf(bytes), south.owner)).status, 404)
})

test('a link that was removed opens nothing any more', async () => {
  const bytes = await photo()
  await put(bytes)
  const id = await link(hashOf(bytes))
  assert.equal((await get(hashOf(bytes))).status, 200)
  await server.inTenant(north.id, (tx) => removeLink(tx, id))
  assert.equal((await get(hashOf(bytes))).status, 404)
})

test('files of something come in the order they were linked, with their state', async () => {
  const subject = { kind: 'site' as const, id: newId() }
  const bytes = await photo()
  await put(bytes)
  const later = 'ab'.repeat(32)
  await server.inTenant(north.id, async (tx) => {
    for (const [sha256, name] of [
      [hashOf(bytes), 'drawing'],
      [later, 'manual'],
    ] as const) {
      const file = await announceFile(tx, { sha256, size: 10, type: 'application/pdf' })
      await linkFile(tx, { id: newId(), fileId: file.id, subject, purpose: 'document', audience: 'crew', name })
    }
  })
  const files = await server.inTenant(north.id, (tx) => filesOf(tx, subject))
  assert.deepEqual(files.map((file) => [file.name, file.state]).sort(), [
    ['drawing', 'stored'],
    ['manual', 'announced'],
  ])
})

/** A PNG of a few kilobytes that claims 16,000 by 16,000 pixels. */
function bomb(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const typed = Buffer.concat([Buffer.from(type), data])
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(typed))
    return Buffer.concat([length, typed, crc])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(16_000, 0)
  header.writeUInt32BE(16_000, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(16_000 * 2001))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
