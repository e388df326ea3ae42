import { request } from 'node:http'
import { zstdDecompressSync } from 'node:zlib'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { type DocumentKind, type PullReply, syncApi } from '#core/sync/api.ts'
import { digestInput } from '#core/sync/documents.ts'
import { newId } from '#server/platform/ids.ts'
import { sha256 } from '#test/support/phone.ts'
import { complete, dispatched } from '../requests.ts'
import { inParallel, makeCompany, type Phone } from '../support/company.ts'
import { startMeasured } from '../support/process.ts'
import type { Part } from './figures.ts'

/** The reference scope: 60 work orders, 50 sites, three closed ones at each, 3,000 parts. */
const sizes = { open: 60, sites: 50, closed: 150, parts: 3000 }
const port = 8098

/** What a technician's first pull weighs, when it is usable, and what a poll costs that has nothing to say. */
export const scope: Part = async (tell) => {
  const server = await startMeasured(port)
  try {
    const company = await makeCompany(server.origin, server.setupToken, { customers: sizes.sites, technicians: 2 })
    const [worker, other] = company.phones
    if (!worker || !other) throw new Error('a company has technicians')
    await inParallel(Array.from({ length: sizes.parts }), 8, async (_, n) => {
      const name = `${words[n % words.length]} ${words[(n * 7 + 3) % words.length]} ${n}`
      await company.owner.call(billingCatalogueApi.makePriceItem, {
        body: { id: newId(), sku: `P-${n}`, name, unitPrice: 10_000 + n * 37 },
      })
    })
    for (let n = 0; n < sizes.closed; n++) await complete(company, other, await dispatched(company, other, n), 0)
    for (let n = 0; n < sizes.open; n++) await dispatched(company, worker, n)
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
    const idle = await poll(worker, { digest })
    tell({
      what: 'a poll with nothing new, bytes up and down',
      value: `${idle.up}, ${idle.bytes}`,
      hold: '400 each',
      holds: idle.up <= 400 && idle.bytes <= 400 && idle.reply.state === 'same',
    })
  } finally {
    await server.stop()
  }
}

const words = ['Valve', 'Pump', 'Gasket', 'Filter', 'Sensor', 'Board', 'Hose', 'Fitting', 'Bearing', 'Relay', 'Fuse']

type Held = [DocumentKind, string, number][]
type Polled = { reply: PullReply; up: number; bytes: number }

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
  return { reply: syncApi.pull.reply.parse(JSON.parse(text)), up: body.length, bytes: bytes.byteLength }
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
