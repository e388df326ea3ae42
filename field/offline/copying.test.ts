import assert from 'node:assert/strict'
import { resolveObjectURL } from 'node:buffer'
import { test } from 'node:test'
import { IDBObjectStore as ObjectStore } from 'fake-indexeddb'
import sharp from 'sharp'
import { customersApi } from '#core/customers/api.ts'
import { siteFileApi } from '#core/customers/file-api.ts'
import { instantFrom } from '#core/kit/time.ts'
import { newId } from '#server/platform/ids.ts'
import { sha256, type TestPhone } from '#test/support/phone.ts'
import { openField } from '#test/support/phone-on-server.ts'
import { type Api, technicianOf, testServer } from '#test/support/server.ts'
import { offline } from '#test/support/signed-in.ts'
import { dispatchVisit, raise, send } from '#test/support/work-orders.ts'

/** Files of the office on the phone: the real client on the real server. */
const server = await testServer()
const hours = (count: number) => instantFrom(Date.now() + count * 3600_000)
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n% ${text}\n%%EOF\n`)

async function signedIn(name: string) {
  const { phone, browser, organization, ines } = await openField(server, name)
  return { phone, browser, office: server.as(organization.dispatcher), crew: [technicianOf(ines)] }
}

async function stored(office: Api, bytes: Buffer): Promise<string> {
  const hash = sha256(bytes)
  const answer = await office.fetch(`/api/files/${hash}`, { method: 'PUT', body: new Uint8Array(bytes) })
  assert.equal(answer.status, 200)
  return hash
}

async function siteWith(
  office: Api,
  name: string,
  bytes: Buffer,
): Promise<{ site: string; file: string; hash: string }> {
  const customer = await office.call(customersApi.makeCustomer, { body: { id: newId(), name: 'Tower Trust' } })
  const site = await office.call(customersApi.makeSite, { body: { id: newId(), customerId: customer.id, name } })
  const hash = await stored(office, bytes)
  const file = await office.call(siteFileApi.attachSiteFile, {
    params: { id: site.id },
    body: { id: newId(), sha256: hash, name: `Plan of ${name}` },
  })
  return { site: site.id, file: file.id, hash }
}

async function fileOn(office: Api, workOrder: string, bytes: Buffer, type: string): Promise<string> {
  const hash = await stored(office, bytes)
  const body = { visit: null, technician: null, at: hours(0), sha256: hash, size: bytes.byteLength, type }
  await send(office, workOrder, 'file', { ...body, name: 'Order', audience: 'crew' })
  return hash
}

async function opened(phone: TestPhone, hash: string) {
  const address = await phone.phone().photoUrl(hash, 'full')
  return address?.startsWith('blob:') ? (resolveObjectURL(address) ?? null) : null
}

const isHere = (phone: TestPhone, workOrder: string, hash: string) =>
  phone.phone().workOrder(workOrder).get()?.isHere(hash)

test('the office’s drawings open without a signal, as what they are, also after a restart', async () => {
  const { phone, browser, office, crew } = await signedIn('Alder Plans')
  const { site, hash: plan } = await siteWith(office, 'Tower', pdf('plan'))
  const workOrder = await raise(office, { site })
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const photo = await fileOn(office, workOrder, picture, 'image/png')
  await dispatchVisit(office, workOrder, crew, hours(1))
  await phone.sync()
  browser.fault = offline
  const again = await phone.kill()
  assert.equal(isHere(again, workOrder, plan), true)
  const drawing = await opened(again, plan)
  assert.equal(drawing?.type, 'application/pdf')
  assert.deepEqual(Buffer.from((await drawing?.arrayBuffer()) ?? []), pdf('plan'))
  // A picture comes in the form made for screens.
  const shown = await opened(again, photo)
  assert.equal(shown?.type, 'image/jpeg')
  assert.equal((await sharp(await shown?.arrayBuffer()).metadata()).width, 64)
  assert.deepEqual(again.errors, [])
})

test('a file taken back by the office leaves the phone', async () => {
  const { phone, office, crew } = await signedIn('Birch Plans')
  const { site, file, hash } = await siteWith(office, 'Tower', pdf('old plan'))
  const workOrder = await raise(office, { site })
  await dispatchVisit(office, workOrder, crew, hours(1))
  await phone.sync()
  assert.equal((await opened(phone, hash))?.type, 'application/pdf')
  await office.call(siteFileApi.withdrawSiteFile, { params: { id: file } })
  await phone.sync()
  assert.equal(isHere(phone, workOrder, hash), false)
  assert.equal(await opened(phone, hash), null)
})

test('files of the next visit come first', async () => {
  const { phone, browser, office, crew } = await signedIn('Cedar Plans')
  const later = await siteWith(office, 'Later', pdf('later'))
  const sooner = await siteWith(office, 'Sooner', pdf('sooner'))
  await dispatchVisit(office, await raise(office, { site: later.site }), crew, hours(72))
  await dispatchVisit(office, await raise(office, { site: sooner.site }), crew, hours(1))
  const asked: string[] = []
  browser.fault = (path, answer) => {
    const hash = /^\/api\/files\/(\w+)/.exec(path)?.[1]
    if (hash) asked.push(hash)
    return answer()
  }
  await phone.sync()
  assert.deepEqual(asked, [sooner.hash, later.hash])
})

test('what answers in the server’s place is not kept as a drawing; it is asked for again, and named as missing until then', async () => {
  const { phone, browser, office, crew } = await signedIn('Dogwood Plans')
  const { site, hash } = await siteWith(office, 'Tower', pdf('plan'))
  const workOrder = await raise(office, { site })
  await dispatchVisit(office, workOrder, crew, hours(1))
  const answers = [
    () => new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html' } }),
    () => new Response(new Uint8Array(pdf('another')), { headers: { 'content-type': 'application/pdf' } }),
  ]
  for (const portal of answers) {
    browser.fault = async (path, answer) => (path.startsWith('/api/files/') ? portal() : answer())
    await phone.sync()
    assert.equal(isHere(phone, workOrder, hash), false)
  }
  browser.fault = null
  await phone.pass(20 * 60_000)
  assert.equal(isHere(phone, workOrder, hash), true)
})

test('a technician’s own PDF opens as one before it is sent', async () => {
  const { phone, browser, office, crew } = await signedIn('Elm Plans')
  const workOrder = await raise(office)
  const visit = await dispatchVisit(office, workOrder, crew, hours(1))
  await phone.sync()
  browser.fault = offline
  const bytes = new Uint8Array(pdf('handed over'))
  const file = new Blob([bytes], { type: 'application/pdf' })
  await phone.phone().captureFile({ workOrder, visit, file, name: 'Order.pdf', audience: 'crew' })
  assert.equal(isHere(phone, workOrder, sha256(bytes)), true)
  assert.equal((await opened(phone, sha256(bytes)))?.type, 'application/pdf')
})

test('on a full phone copies go, and the work that needs the room is kept', async (t) => {
  const { phone, browser, office, crew } = await signedIn('Fir Plans')
  const { site, hash } = await siteWith(office, 'Tower', pdf('plan'))
  const workOrder = await raise(office, { site })
  const visit = await dispatchVisit(office, workOrder, crew, hours(1))
  await phone.sync()
  assert.equal(isHere(phone, workOrder, hash), true)
  browser.fault = offline
  const disk = ObjectStore.prototype
  const put = disk.put
  const free = disk.delete
  let full = true
  t.after(() => Object.assign(disk, { put, delete: free }))
  disk.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (full && this.name === 'pieces') throw new DOMException('The disk is full', 'QuotaExceededError')
    return put.call(this, value, key)
  }
  disk.delete = function (this: IDBObjectStore, key: IDBValidKey | IDBKeyRange) {
    if (this.name === 'copies') full = false
    return free.call(this, key)
  }
  const file = new Blob([new Uint8Array(pdf('handed over'))], { type: 'application/pdf' })
  const captured = await phone.phone().captureFile({ workOrder, visit, file, name: 'Order.pdf', audience: 'crew' })
  assert.ok('facts' in captured)
  assert.equal(isHere(phone, workOrder, hash), false)
})
