import { request } from 'node:http'
import { zstdDecompressSync } from 'node:zlib'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { type DocumentKind, type PullReply, syncApi } from '#core/sync/api.ts'
import { digestInput } from '#core/sync/documents.ts'
import { newId } from '#server/platform/ids.ts'
import { sha256 } from '#test/support/phone.ts'
import { complete, dispatched } from '../requests.ts'
import type { Api } from '../support/api.ts'
import { inParallel, makeCompany, morning, type Phone } from '../support/company.ts'
import { startMeasured } from '../support/process.ts'
import type { Part } from './figures.ts'
import { idlePoll } from './idle-poll.ts'
import { digits, partName, words } from './trade-words.ts'

/** The reference scope: 60 work orders, 50 sites, three closed ones at each, 3,000 parts. No two texts are the same. */
const sizes = { open: 60, sites: 50, closed: 150, parts: 3000 }
const port = 8098

/** What a technician's first pull weighs, when it is usable, and what a poll costs that has nothing to say. */
export const scope: Part = async (tell) => {
  const server = await startMeasured(port)
  try {
    const made = await makeCompany(server.origin, server.setupToken, { customers: 1, technicians: 2 })
    const company = { ...made, places: await makePlaces(made.owner) }
    const [worker, other] = company.phones
    if (!worker || !other) throw new Error('a company has technicians')
    await inParallel(Array.from({ length: sizes.parts }), 8, async (_, n) => {
      const [name, category] = [partName(), `Category ${n % 40}`]
      const body = {
        id: newId(),
        sku: `P-${n}-${digits(4)}`,
        name,
        category,
        barcode: digits(13),
        unitPrice: 10_000 + n * 37,
      }
      await company.owner.call(billingCatalogueApi.makePriceItem, { body })
    })
    for (let n = 0; n < sizes.closed; n++) {
      const order = await dispatched(company, other, n)
      for (let note = 0; note < 2; note++) await write(other, order)
      await complete(company, other, order, 0)
    }
    for (let n = 0; n < sizes.open; n++) await write(worker, await dispatched(company, worker, n))
    await server.analyze()
    const pulled = await firstPull(worker)
    tell({
      what: 'first pull of the reference scope, compressed (zstd)',
      value: `${(pulled.bytes / 1e6).toFixed(2)} MB`,
      hold: '0.6 MB',
      holds: pulled.bytes <= 600_000,
    })
    tell({ what: '  documents, pages', value: `${pulled.held.length}, ${pulled.pages}` })
    tell({ what: '  first page, usable after', value: `${Math.round(pulled.firstPage)} ms` })
    const digest = sha256(new TextEncoder().encode(digestInput(pulled.held)))
    const { up, down, isSame } = await idlePoll(worker, digest)
    tell({
      what: 'a poll with nothing new, bytes of the bodies up and down',
      value: `${up.body}, ${down.body}`,
      hold: '400 each',
      holds: up.body <= 400 && down.body <= 400 && isSame,
    })
    tell({
      what: '  with the headers of browser and server, HTTP/1.1',
      value: `${up.body + up.headers}, ${down.body + down.headers}`,
    })
  } finally {
    await server.stop()
  }
}

/** Customers with a site each, as an office keeps them: address, way in, two contacts, two assets. */
async function makePlaces(office: Api): Promise<{ customer: Id; site: Id }[]> {
  const places = Array.from({ length: sizes.sites }, () => ({ customer: newId(), site: newId() }))
  await inParallel(places, 4, async ({ customer, site }, n) => {
    const address = {
      line1: `${words(2)} ${n}`,
      line2: '',
      postcode: digits(5),
      city: words(1),
      region: '',
      country: 'DE',
    }
    await office.call(customersApi.makeCustomer, {
      body: { id: customer, name: `${words(3)} Ltd`, billingAddress: address, email: `office${n}@example.com` },
    })
    await office.call(customersApi.makeSite, {
      body: { id: site, customerId: customer, name: words(3), address, accessNotes: words(25), hazards: words(10) },
    })
    for (let one = 0; one < 2; one++) {
      const contact = { siteId: site, name: words(2), role: words(1), email: `contact${n}-${one}@example.com` }
      await office.call(customersApi.makeContact, { body: { id: newId(), customerId: customer, ...contact } })
      const asset = { name: words(2), make: words(1), model: digits(6), serial: digits(12), location: words(3) }
      await office.call(customersApi.makeAsset, { body: { id: newId(), siteId: site, ...asset } })
    }
  })
  return places
}

/** A note as a technician leaves it for the next. */
async function write(phone: Phone, { id, visit }: { id: Id; visit: Id }): Promise<void> {
  const note = { visit, technician: phone.technician, at: morning, text: words(30), audience: 'crew' }
  await phone.push([phone.freeze(id, 'note', note)])
}

type Held = [DocumentKind, string, number][]
type Polled = { reply: PullReply; bytes: number }

async function poll(phone: Phone, asks: { digest: string | null; held?: Held }): Promise<Polled> {
  const body = JSON.stringify({ nonce: newId(), epoch: null, ...asks, unsent: { commands: 0, files: 0 } })
  const { origin, cookie } = phone.api
  const { status, bytes } = await sent(`${origin}${syncApi.pull.path}`, body, {
    Origin: origin,
    Cookie: cookie,
    'Content-Type': 'application/json',
    'Accept-Encoding': 'zstd',
  })
  const text = (bytes[0] === zstdMark ? zstdDecompressSync(bytes) : bytes).toString()
  if (status !== 200) throw new Error(`pull: ${status} ${text.slice(0, 200)}`)
  return { reply: syncApi.pull.reply.parse(JSON.parse(text)), bytes: bytes.byteLength }
}

const zstdMark = 0x28

/** As it travels: `fetch` would unpack it. */
function sent(url: string, body: string, headers: Record<string, string>): Promise<{ status: number; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers }, async (answer) => {
      const bytes = Buffer.concat(await answer.toArray())
      resolve({ status: answer.statusCode ?? 0, bytes })
    })
    asked.once('error', reject).end(body)
  })
}

async function firstPull(phone: Phone): Promise<{ held: Held; pages: number; bytes: number; firstPage: number }> {
  const held: Held = []
  let [pages, bytes, firstPage] = [0, 0, 0]
  const begun = performance.now()
  for (;;) {
    const polled = await poll(phone, held.length > 0 ? { digest: 'none', held } : { digest: null })
    const { reply } = polled
    if (reply.state !== 'page') throw new Error(`a page was expected and ${reply.state} came`)
    pages++
    bytes += polled.bytes
    if (pages === 1) firstPage = performance.now() - begun
    for (const put of reply.puts) held.push([put.kind, put.id, put.version])
    if (!reply.more) return { held, pages, bytes, firstPage }
  }
}
