import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import sharp from 'sharp'
import { openPool } from '#server/platform/database.ts'
import { checkAll } from '#server/platform/files/checking.ts'
import { type Field, openField } from '#test/support/phone-on-server.ts'
import { hashOf, picture } from '#test/support/pictures.ts'
import { testServer } from '#test/support/server.ts'
import { offline } from '#test/support/signed-in.ts'

const server = await testServer()

test('bytes that are not a picture are refused with the reason; the fact stays on the record, flagged', async () => {
  const field = await openField(server, 'Fir Security')
  const { workOrder, visit } = await field.dispatched()
  await field.phone.sync()
  const { phone } = field
  assert.ok('facts' in (await field.take(workOrder, visit, new Blob(['not a picture'], { type: 'image/jpeg' }))))
  await phone.sync()
  const record = await field.record(workOrder)
  assert.equal(record.work.photos[0]?.state, 'refused')
  assert.deepEqual(
    record.work.flags.map((flag) => flag.code),
    ['bytes_refused'],
  )
  assert.equal(phone.phone().outbox.get().waiting[0]?.bytes?.state, 'refused')
})

test('an upload cut half-way is sent again and stored once', async () => {
  const field = await openField(server, 'Gorse Gas')
  const { workOrder, visit } = await field.dispatched()
  await field.phone.sync()
  const { phone, browser } = field
  browser.fault = async (path, answer) => {
    if (path.startsWith('/api/files/')) throw new TypeError('terminated')
    return answer()
  }
  await field.take(workOrder, visit, await picture())
  await phone.sync()
  assert.equal(phone.phone().status.get().filesOnPhone, 1)
  assert.equal((await field.record(workOrder)).work.photos[0]?.state, 'awaited')
  browser.fault = null
  await phone.sync()
  assert.equal((await field.record(workOrder)).work.photos[0]?.state, 'stored')
  assert.equal(phone.phone().outbox.get().waiting.length, 0)
})

/** As heavy as a photo of a machine room: nothing in it repeats. */
const heavy = async () =>
  new Blob(
    [
      new Uint8Array(
        await sharp(randomBytes(1800 * 1200 * 3), { raw: { width: 1800, height: 1200, channels: 3 } })
          .jpeg({ quality: 80 })
          .toBuffer(),
      ),
    ],
    { type: 'image/jpeg' },
  )

test('S21: a photo of many pieces over a line that is cut again and again is stored once, by the key of the phone', async () => {
  const field = await openField(server, 'Ivy Refrigeration')
  const { workOrder, visit } = await field.dispatched()
  await field.phone.sync()
  const { phone, browser } = field
  const photo = await heavy()
  assert.ok(photo.size > 16 * 65_536)
  let [bytes, parts] = [0, 0]
  browser.fault = async (path, answer) => {
    if (!/\/chunks\/\d+$/.test(path)) return answer()
    parts += 1
    // Lost on the way there, lost on the way back, and fine.
    if (parts % 3 === 1) throw new TypeError('cut')
    const reply = await answer()
    bytes += 1
    if (parts % 3 === 2) throw new TypeError('the reply was lost')
    return reply
  }
  await field.take(workOrder, visit, photo)
  for (let tries = 0; tries < 12 && phone.phone().status.get().filesOnPhone > 0; tries += 1) await phone.sync()
  browser.fault = null
  await phone.sync()
  assert.ok(parts > 3 && bytes > 1, `${parts} sent, ${bytes} arrived, ${photo.size}`)
  assert.equal((await field.record(workOrder)).work.photos[0]?.state, 'stored')
  assert.deepEqual(phone.phone().outbox.get().waiting, [])
})

const queue = openPool(server.database.url('roundtrip_worker'), 1)
server.database.closeFirst(() => queue.end())
const day = 86_400_000
const thumbnailOf = (sha256: string, { organization }: Field) =>
  server.as(organization.dispatcher).fetch(`/api/files/${sha256}?variant=thumbnail`)

test('S19, S22: a photo the server lost is missed by its nightly look, and handed in again by the phone that took it', async () => {
  const field = await openField(server, 'Larch Lifts')
  const { workOrder, visit } = await field.dispatched()
  const { phone, organization } = field
  await phone.sync()
  for (let n = 0; n < 2; n++) await field.take(workOrder, visit, await picture())
  await phone.sync()
  const states = async () => (await field.record(workOrder)).work.photos.map((one) => one.state)
  assert.deepEqual(await states(), ['stored', 'stored'])
  const [gone, damaged] = (await field.record(workOrder)).work.photos.map((one) => one.sha256)
  assert.ok(gone && damaged)
  const { files } = server.services
  await rm(files.pathOf(organization.id, gone))
  const path = files.pathOf(organization.id, damaged)
  const bytes = await readFile(path)
  await writeFile(path, bytes.with(bytes.length - 9, 255 - (bytes.at(-9) ?? 0)))

  // Each is read whole on one night of 32; one that is missing is found on any.
  const nightOf = (sha256: string) => Number.parseInt(sha256.slice(0, 2), 16)
  await checkAll(server.services, queue, nightOf(damaged) + 1)
  assert.deepEqual(await states(), ['awaited', 'stored'])
  await checkAll(server.services, queue, nightOf(damaged))
  assert.deepEqual(await states(), ['awaited', 'awaited'])
  assert.equal((await thumbnailOf(gone, field)).status, 404)

  await phone.pass(day)
  await phone.sync()
  assert.deepEqual(await states(), ['stored', 'stored'])
  for (const sha256 of [gone, damaged]) {
    assert.equal(hashOf(await readFile(files.pathOf(organization.id, sha256))), sha256)
    assert.equal((await thumbnailOf(sha256, field)).status, 200)
    assert.equal(phone.phone().workOrder(workOrder).get()?.bytesOf(sha256), 'stored')
  }
  assert.equal((await field.record(workOrder)).evidence.stored, 2)
})

test('S19, S22: whoever opens a photo that is missing makes the record ask for it; a disk that comes back is believed', async () => {
  const field = await openField(server, 'Maple Mechanical')
  const { workOrder, visit } = await field.dispatched()
  const { phone, browser, organization } = field
  await phone.sync()
  await field.take(workOrder, visit, await picture())
  await phone.sync()
  const [photo] = (await field.record(workOrder)).work.photos
  assert.equal(photo?.state, 'stored')
  const state = async () => (await field.record(workOrder)).work.photos[0]?.state
  const path = server.services.files.pathOf(organization.id, photo?.sha256 ?? '')
  await rename(path, `${path}.away`)
  browser.fault = offline
  for (let look = 0; look < 2; look++) assert.equal((await thumbnailOf(photo?.sha256 ?? '', field)).status, 404)
  assert.equal(await state(), 'awaited')
  await rename(`${path}.away`, path)
  await checkAll(server.services, queue, 0)
  assert.equal(await state(), 'stored')
  browser.fault = null
  await phone.sync()
  assert.equal(
    phone
      .phone()
      .workOrder(workOrder)
      .get()
      ?.bytesOf(photo?.sha256 ?? ''),
    'stored',
  )
})
