import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import sharp from 'sharp'
import { workOrderApi } from '#core/work-orders/api.ts'
import { instantFrom } from '#core/kit/time.ts'
import { peopleApi } from '#core/people/api.ts'
import { openPool } from '#server/platform/database.ts'
import { checkAll } from '#server/platform/files/checking.ts'
import { type Browser, openBrowser, openTestPhone, type TestPhone } from '#test/support/phone.ts'
import { type Person, testPassword, testServer, type TestOrganization } from '#test/support/server.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

/** The phone's client on the real server, with a network that breaks where a test says so. */
const server = await testServer()
const queue = openPool(server.database.url('roundtrip_worker'), 1)
server.database.closeFirst(() => queue.end())
const soon = () => instantFrom(Date.now() + 3600_000)

type Field = { phone: TestPhone; browser: Browser; organization: TestOrganization; ines: Person }

async function signedIn(name: string): Promise<Field> {
  const organization = await server.makeOrganization(name)
  const ines = organization.technician
  const browser = openBrowser(server.origin)
  const phone = openTestPhone({ fetch: browser.fetch, now: Date.now() })
  await phone.until('signed_out')
  assert.deepEqual(await phone.field.signIn({ email: ines.email, password: testPassword }), { state: 'signed_in' })
  await phone.sync()
  return { phone, browser, organization, ines }
}

async function dispatchedTo({ organization, ines }: Field): Promise<{ workOrder: string; visit: string }> {
  const office = server.as(organization.dispatcher)
  const workOrder = await raise(office)
  return { workOrder, visit: await dispatchVisit(office, workOrder, [ines.technicianId ?? ''], soon()) }
}

const recordOf = ({ organization }: Field, workOrder: string) =>
  server.as(organization.dispatcher).call(workOrderApi.readWorkOrder, { params: { id: workOrder } })

const jpeg = async (red: number) =>
  new Blob(
    [
      new Uint8Array(
        await sharp({ create: { width: 64, height: 48, channels: 3, background: { r: red, g: 90, b: 60 } } })
          .jpeg()
          .toBuffer(),
      ),
    ],
    {
      type: 'image/jpeg',
    },
  )

const noNetwork: Browser['fault'] = async () => {
  throw new TypeError('fetch failed')
}

const take = async (phone: TestPhone, workOrder: string, visit: string, file: Blob) =>
  phone
    .phone()
    .capturePhoto({ workOrder, visit, file, phase: 'after', caption: 'Burner', audience: 'customer', position: null })

test('a visit done without a signal, on a phone killed in the middle, is on the record whole once the network is back', async () => {
  const field = await signedIn('Alder Heating')
  const { workOrder, visit } = await dispatchedTo(field)
  await field.phone.sync()
  field.browser.fault = noNetwork
  const capture = async (
    phone: TestPhone,
    command: Parameters<ReturnType<TestPhone['phone']>['capture']>[0] & { workOrder: string },
  ) => assert.ok('facts' in (await phone.phone().capture(command)))
  const { phone } = field
  await capture(phone, { workOrder, command: { type: 'travel', body: phone.phone().fact(visit) } })
  await capture(phone, { workOrder, command: { type: 'arrive', body: phone.phone().fact(visit) } })
  await take(phone, workOrder, visit, await jpeg(10))
  const again = await phone.kill()
  const one = again.phone()
  await capture(again, {
    workOrder,
    command: {
      type: 'part',
      body: {
        ...one.fact(visit),
        item: null,
        sku: '',
        name: 'Valve',
        quantity: 1000,
        unit: 'each',
        serial: '',
        note: '',
      },
    },
  })
  const sign = {
    visit,
    summaryHash: 'a'.repeat(64),
    summary: '{}',
    language: 'en',
    template: 'summary-1',
    name: 'M. Weber',
    capacity: 'Janitor',
    strokes: [[1, 2, 3]],
    consent: 'I agree',
    position: null,
  }
  assert.ok('facts' in (await one.captureSignature({ workOrder, image: await jpeg(20), sign })))
  const evidence =
    one
      .workOrder(workOrder)
      .get()
      ?.order.work.photos.map((photo) => ({ fact: photo.id, sha256: photo.sha256 })) ?? []
  await capture(again, {
    workOrder,
    command: {
      type: 'finish',
      body: { ...one.fact(visit), outcome: 'done', returnReason: null, note: '', missing: [], evidence },
    },
  })
  assert.equal(one.status.get().counts.on_phone, 6)

  field.browser.fault = null
  await again.sync()
  const record = await recordOf(field, workOrder)
  assert.equal(record.status, 'work_complete')
  assert.equal(record.work.photos[0]?.state, 'stored')
  assert.equal(record.work.visits[0]?.signOffs.length, 1)
  assert.deepEqual(one.status.get().counts, {
    on_phone: 0,
    received: 0,
    on_record: 6,
    held: 0,
    refused: 0,
    put_aside: 0,
  })
  assert.deepEqual(one.outbox.get().waiting, [])
  // What the phone shows is the server's document, to the letter.
  assert.deepEqual(one.workOrder(workOrder).get()?.order.work, record.work)
})

test('a reply lost after the server committed is sent again, and the record has everything once', async () => {
  const field = await signedIn('Birch Electric')
  const { workOrder, visit } = await dispatchedTo(field)
  await field.phone.sync()
  const { phone, browser } = field
  let lost = 0
  browser.fault = async (path, answer) => {
    const response = await answer()
    if (path.includes('/push') && lost++ === 0) throw new TypeError('terminated')
    return response
  }
  await phone.phone().capture({
    workOrder,
    command: { type: 'note', body: { ...phone.phone().fact(visit), text: 'Once', audience: 'crew' } },
  })
  await phone.sync()
  await phone.sync()
  assert.ok(lost >= 2)
  assert.deepEqual(
    (await recordOf(field, workOrder)).work.notes.map((note) => note.text),
    ['Once'],
  )
  assert.deepEqual(
    phone
      .phone()
      .workOrder(workOrder)
      .get()
      ?.order.work.notes.map((note) => note.text),
    ['Once'],
  )
  assert.equal(phone.phone().status.get().counts.on_record, 1)
})

test('work of a visit taken away meanwhile is handed in, flagged for the office, and leaves the phone', async () => {
  const field = await signedIn('Cedar Plumbing')
  const { workOrder, visit } = await dispatchedTo(field)
  await field.phone.sync()
  const { phone, browser, organization } = field
  browser.fault = noNetwork
  await phone.phone().capture({ workOrder, command: { type: 'arrive', body: phone.phone().fact(visit) } })
  const marcus = await server.makePerson(organization.id, ['technician'], 'Marcus Lund')
  const crew = [marcus.technicianId ?? '']
  await send(server.as(organization.dispatcher), workOrder, 'assign_visit', { visit, crew, lead: null })
  browser.fault = null
  await phone.sync()
  const record = await recordOf(field, workOrder)
  assert.deepEqual(
    record.work.flags.map((flag) => flag.code),
    ['performed_by_other'],
  )
  assert.equal(phone.phone().status.get().counts.on_phone, 0)
  assert.equal(phone.phone().workOrder(workOrder).get()?.visits[0]?.mine, 'on_site')
})

test('a phone signed out by the office still hands in, which waits for a person there; the next sign-in puts it on the record', async () => {
  const field = await signedIn('Dogwood Fire')
  const { workOrder, visit } = await dispatchedTo(field)
  await field.phone.sync()
  const { phone, ines } = field
  const office = server.as(field.organization.owner)
  const devices = (await office.call(peopleApi.listDevices, {})).items
  for (const { id } of devices.filter((one) => one.memberId === ines.memberId))
    await office.call(peopleApi.signOutDevice, { params: { id } })
  await phone.phone().capture({ workOrder, command: { type: 'arrive', body: phone.phone().fact(visit) } })
  await phone.sync()
  assert.deepEqual(phone.phone().status.get().connection, { at: 'no_session' })
  const [waiting] = phone.phone().outbox.get().waiting
  assert.deepEqual([waiting?.state, waiting?.code], ['held', 'phone_signed_out'])
  assert.equal((await recordOf(field, workOrder)).status, 'scheduled')
  assert.deepEqual(await phone.field.signIn({ email: ines.email, password: 'a wrong password' }), {
    refusal: { code: 'wrong_credentials' },
  })
  assert.deepEqual(await phone.field.signIn({ email: ines.email, password: testPassword }), { state: 'signed_in' })
  await phone.sync()
  assert.equal(phone.phone().status.get().counts.on_record, 1)
  assert.equal((await recordOf(field, workOrder)).status, 'in_progress')
})

test('a work order made on the spot for an unknown customer gets its number and is flagged for the office', async () => {
  const field = await signedIn('Elm Lifts')
  const { phone, browser } = field
  browser.fault = noNetwork
  const raised = await phone.phone().raise({
    details: {
      customer: null,
      site: null,
      assets: [],
      contact: null,
      kind: 'reactive',
      priority: 'P2',
      title: 'Door jams',
      description: '',
      jobType: null,
      requestedAt: phone.phone().now(),
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: { customer: 'Kiosk', site: 'Platform 2', contact: '', phone: '', zone: 'Europe/Berlin' },
    zone: 'Europe/Berlin',
    tasks: [],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    visit: true,
  })
  assert.ok('workOrder' in raised)
  const provisional = phone.phone().workOrder(raised.workOrder).get()?.reference
  browser.fault = null
  await phone.sync()
  const record = await recordOf(field, raised.workOrder)
  assert.equal(record.work.provisional, provisional)
  assert.deepEqual(
    record.work.flags.map((flag) => flag.code),
    ['customer_unknown', 'site_unknown'],
  )
  assert.equal(phone.phone().workOrder(raised.workOrder).get()?.reference, record.work.number)
})

test('bytes that are not a picture are refused with the reason; the fact stays on the record, flagged', async () => {
  const field = await signedIn('Fir Security')
  const { workOrder, visit } = await dispatchedTo(field)
  await field.phone.sync()
  const { phone } = field
  assert.ok('facts' in (await take(phone, workOrder, visit, new Blob(['not a picture'], { type: 'image/jpeg' }))))
  await phone.sync()
  const record = await recordOf(field, workOrder)
  assert.equal(record.work.photos[0]?.state, 'refused')
  assert.deepEqual(
    record.work.flags.map((flag) => flag.code),
    ['bytes_refused'],
  )
  assert.equal(phone.phone().outbox.get().waiting[0]?.bytes?.state, 'refused')
})

test('an upload cut half-way is sent again and stored once', async () => {
  const field = await signedIn('Gorse Gas')
  const { workOrder, visit } = await dispatchedTo(field)
  await field.phone.sync()
  const { phone, browser } = field
  browser.fault = async (path, answer) => {
    if (path.startsWith('/api/files/')) throw new TypeError('terminated')
    return answer()
  }
  await take(phone, workOrder, visit, await jpeg(30))
  await phone.sync()
  assert.equal(phone.phone().status.get().filesOnPhone, 1)
  assert.equal((await recordOf(field, workOrder)).work.photos[0]?.state, 'awaited')
  browser.fault = null
  await phone.sync()
  assert.equal((await recordOf(field, workOrder)).work.photos[0]?.state, 'stored')
  assert.equal(phone.phone().outbox.get().waiting.length, 0)
})

/** As heavy as a photo of a machine room: nothing in it repeats. */
const heavy = async () =>
  new Blob(
    [
      new Uint8Array(
        await sharp(randomBytes(900 * 600 * 3), { raw: { width: 900, height: 600, channels: 3 } })
          .jpeg({ quality: 80 })
          .toBuffer(),
      ),
    ],
    { type: 'image/jpeg' },
  )

test('S21: a photo of many pieces over a line that is cut again and again is stored once, by the key of the phone', async () => {
  const field = await signedIn('Ivy Refrigeration')
  const { workOrder, visit } = await dispatchedTo(field)
  await field.phone.sync()
  const { phone, browser } = field
  const photo = await heavy()
  assert.ok(photo.size > 4 * 65_536)
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
  await take(phone, workOrder, visit, photo)
  for (let tries = 0; tries < 12 && phone.phone().status.get().filesOnPhone > 0; tries += 1) await phone.sync()
  browser.fault = null
  await phone.sync()
  assert.ok(parts > 3 && bytes > 1)
  assert.equal((await recordOf(field, workOrder)).work.photos[0]?.state, 'stored')
  assert.deepEqual(phone.phone().outbox.get().waiting, [])
})

test('the technician’s own day goes up and shows in their week', async () => {
  const field = await signedIn('Hazel Air')
  const { phone } = field
  const one = phone.phone()
  const to = phone.phone().now()
  const from = instantFrom(Date.parse(to) - 45 * 60_000)
  assert.ok(
    'facts' in
      (await one.capture({
        day: true,
        command: { type: 'record_day_time', body: { activity: 'depot', from, to, note: '' } },
      })),
  )
  await phone.sync()
  const lines = one
    .time()
    .get()
    .week.flatMap((day) => day.lines)
  assert.deepEqual(
    lines.map((line) => [line.activity, line.minutes, line.state]),
    [['depot', 45, 'on_record']],
  )
})

const day = 86_400_000
const thumbnailOf = (sha256: string, { organization }: Field) =>
  server.as(organization.dispatcher).fetch(`/api/files/${sha256}?variant=thumbnail`)

test('S19, S22: a photo the server lost is missed by its nightly look, and handed in again by the phone that took it', async () => {
  const field = await signedIn('Larch Lifts')
  const { workOrder, visit } = await dispatchedTo(field)
  const { phone, organization } = field
  await phone.sync()
  for (const shade of [31, 200]) await take(phone, workOrder, visit, await jpeg(shade))
  await phone.sync()
  const states = async () => (await recordOf(field, workOrder)).work.photos.map((one) => one.state)
  assert.deepEqual(await states(), ['stored', 'stored'])
  const [gone, damaged] = (await recordOf(field, workOrder)).work.photos.map((one) => one.sha256)
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
    assert.equal(
      createHash('sha256')
        .update(await readFile(files.pathOf(organization.id, sha256)))
        .digest('hex'),
      sha256,
    )
    assert.equal((await thumbnailOf(sha256, field)).status, 200)
    assert.equal(phone.phone().workOrder(workOrder).get()?.bytesOf(sha256), 'stored')
  }
  assert.equal((await recordOf(field, workOrder)).evidence.stored, 2)
})

test('S19, S22: whoever opens a photo that is missing makes the record ask for it; a disk that comes back is believed', async () => {
  const field = await signedIn('Maple Mechanical')
  const { workOrder, visit } = await dispatchedTo(field)
  const { phone, browser, organization } = field
  await phone.sync()
  await take(phone, workOrder, visit, await jpeg(41))
  await phone.sync()
  const [photo] = (await recordOf(field, workOrder)).work.photos
  assert.equal(photo?.state, 'stored')
  const state = async () => (await recordOf(field, workOrder)).work.photos[0]?.state
  const path = server.services.files.pathOf(organization.id, photo?.sha256 ?? '')
  await rename(path, `${path}.away`)
  browser.fault = noNetwork
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
