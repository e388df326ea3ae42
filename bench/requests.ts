import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { billingApi } from '#core/billing/api.ts'
import { reportApi } from '#core/reports/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import type { CommandBody, CommandType } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import type { Api } from './support/api.ts'
import { type Company, morning, type Phone, raiseBody } from './support/company.ts'

type Measured = {
  note: string
  hold: number
  times: number
  prepare?: () => Promise<void>
  run: (n: number) => Promise<void>
}
/** A server that has been up for a day is warm: half as many runs again go first, uncounted. */
export const warmUps = (times: number): number => Math.ceil(times / 2)
const runsOf = (times: number): number => times + warmUps(times)

/** One row of the table: how often, what it may cost, and the request itself. */
export type Measure = (company: Company) => Measured | Promise<Measured>

export async function command<T extends CommandType>(
  office: Api,
  workOrder: Id,
  type: T,
  body: CommandBody<T>,
  seen = 0,
): Promise<void> {
  const { outcome, code } = await office.call(workOrderApi.sendCommand, {
    params: { id: workOrder },
    body: { id: newId(), type, body, seen },
  })
  if (outcome !== 'applied') throw new Error(`${type} came to ${outcome} ${code}`)
}

function placeOf({ places }: Company, n: number) {
  const place = places[n % places.length]
  if (!place) throw new Error('a company has places')
  return place
}

/** A work order with a visit on a technician's phone. */
export async function dispatched(company: Company, phone: Phone, n: number): Promise<{ id: Id; visit: Id }> {
  const [id, visit] = [newId(), newId()]
  const crew = [phone.technician]
  await command(company.owner, id, 'raise', raiseBody(placeOf(company, n), n))
  await command(company.owner, id, 'plan_visit', {
    visit,
    start: new Date().toISOString(),
    minutes: 60,
    window: null,
    crew,
    lead: phone.technician,
  })
  await command(company.owner, id, 'dispatch_visit', { visit })
  return { id, visit }
}

export const noise = await sharp(randomBytes(640 * 480 * 3), { raw: { width: 640, height: 480, channels: 3 } })
  .jpeg({ quality: 100 })
  .toBuffer()
const signature = await sharp({ create: { width: 600, height: 200, channels: 3, background: '#fff' } })
  .png()
  .toBuffer()

/** A picture of some size that no other is: bytes after the end of a JPEG or PNG are not looked at. */
export function pictureOf(base: Buffer, size: number): { bytes: Uint8Array<ArrayBuffer>; sha256: string } {
  const bytes = new Uint8Array(Math.max(size, base.byteLength + 16))
  bytes.set(base)
  bytes.set(randomBytes(bytes.byteLength - base.byteLength), base.byteLength)
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

export async function upload(api: Api, picture: { bytes: Uint8Array<ArrayBuffer>; sha256: string }): Promise<void> {
  const { status, text } = await api.send('PUT', `/api/files/${picture.sha256}`, picture.bytes)
  if (status !== 200) throw new Error(`upload: ${status} ${text}`)
}

/** A visit worked through on a phone: parts, photos, a signature, handed in with its bytes. */
export async function complete(
  company: Company,
  phone: Phone,
  { id, visit }: { id: Id; visit: Id },
  photos: number,
): Promise<void> {
  const on = { visit, technician: phone.technician, at: morning }
  const pictures = Array.from({ length: photos }, () => pictureOf(noise, 900_000))
  const signed = pictureOf(signature, 0)
  const photo = {
    ...on,
    type: 'image/jpeg',
    phase: 'after',
    caption: 'Done',
    audience: 'customer',
    width: 640,
    height: 480,
    position: null,
  }
  await phone.push([
    phone.freeze(id, 'arrive', on),
    ...[1, 2, 3].map((n) =>
      phone.freeze(id, 'part', {
        ...on,
        item: company.item,
        sku: 'V-1',
        name: 'Valve',
        quantity: n * 1000,
        unit: 'pc',
        serial: '',
        note: '',
      }),
    ),
    ...pictures.map(({ bytes, sha256 }) => phone.freeze(id, 'photo', { ...photo, sha256, size: bytes.byteLength })),
    phone.freeze(id, 'sign', {
      ...on,
      summaryHash: createHash('sha256').update('{}').digest('hex'),
      summary: '{}',
      language: 'en',
      template: 'summary-1',
      name: 'Customer',
      capacity: '',
      image: signed.sha256,
      imageSize: signed.bytes.byteLength,
      strokes: [],
      consent: 'I confirm the work.',
      position: null,
    }),
    phone.freeze(id, 'finish', {
      ...on,
      at: '2026-11-23T09:10:00.000Z',
      outcome: 'done',
      returnReason: null,
      note: 'Valve replaced',
      missing: [],
      evidence: [],
    }),
  ])
  for (const picture of [...pictures, signed]) await upload(phone.api, picture)
}

export async function settled(office: Api, id: Id): Promise<number> {
  const page = await office.call(workOrderApi.readWorkOrder, { params: { id } })
  for (const flag of page.work.flags.filter((one) => !one.settled))
    await command(office, id, 'settle_flag', { flag: flag.id, note: '' })
  return (await office.call(workOrderApi.readWorkOrder, { params: { id } })).version
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2000; tries++) {
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not happen')
}

function phoneOf({ phones }: Company, n: number): Phone {
  const phone = phones[n % phones.length]
  if (!phone) throw new Error('a company has phones')
  return phone
}

async function prepared(company: Company, count: number, photos: number, upTo: 'dispatched' | 'complete' | 'approved') {
  const orders: { id: Id; visit: Id }[] = []
  const phone = phoneOf(company, 0)
  for (let n = 0; n <= count; n++) {
    const order = await dispatched(company, phone, n)
    orders.push(order)
    if (upTo === 'dispatched') continue
    await complete(company, phone, order, photos)
    if (upTo === 'approved')
      await command(company.owner, order.id, 'approve', { version: await settled(company.owner, order.id) })
  }
  return (n: number) => {
    const order = orders[n]
    if (!order) throw new Error('not that many were prepared')
    return order
  }
}

export async function firstPull(phone: Phone, encoding: string): Promise<void> {
  const held: [string, string, number][] = []
  for (;;) {
    const body = JSON.stringify({
      nonce: newId(),
      epoch: null,
      digest: held.length > 0 ? 'none' : null,
      ...(held.length > 0 ? { held } : {}),
      unsent: { commands: 0, files: 0 },
    })
    const headers = { 'Content-Type': 'application/json', 'Accept-Encoding': encoding }
    const { status, text } = await phone.api.send('POST', syncApi.pull.path, body, headers)
    if (status !== 200) throw new Error(`pull: ${status} ${text.slice(0, 200)}`)
    const page = syncApi.pull.reply.parse(JSON.parse(text))
    if (page.state !== 'page') throw new Error(`a page was expected and ${page.state} came`)
    for (const put of page.puts) held.push([put.kind, put.id, put.version])
    if (!page.more) return
  }
}

export const measures: Measure[] = [
  ({ owner }) => ({
    note: 'list of 50 with count',
    hold: 4,
    times: 300,
    run: async (n) =>
      void (await owner.call(workOrderApi.listWorkOrders, { query: n % 2 ? {} : { priority: 'P1', sort: 'target' } })),
  }),
  async ({ owner }) => {
    const { items } = await owner.call(workOrderApi.listWorkOrders, { query: { limit: 200 } })
    return {
      note: 'read one',
      hold: 1.6,
      times: 400,
      run: async (n) =>
        void (await owner.call(workOrderApi.readWorkOrder, { params: { id: items[n % items.length]?.id ?? '' } })),
    }
  },
  (company) => ({
    note: 'create one',
    hold: 2.6,
    times: 300,
    run: (n) => command(company.owner, newId(), 'raise', raiseBody(placeOf(company, n), n)),
  }),
  async (company) => {
    const order = await prepared(company, runsOf(40), 1, 'dispatched')
    return {
      note: 'completion: 3 lines, a photo of 0.9 MB, a signature',
      hold: 9,
      times: 40,
      run: (n) => complete(company, phoneOf(company, 0), order(n), 1),
    }
  },
  ...['zstd', 'gzip'].map(
    (encoding): Measure =>
      async (company) => {
        const phone = phoneOf(company, encoding === 'zstd' ? 1 : 2)
        return {
          note: `first pull of a technician with 100 jobs, ${encoding}`,
          hold: encoding === 'zstd' ? 4 : 12,
          times: 30,
          prepare: async () => {
            for (let n = 0; n < 100; n++) await dispatched(company, phone, n)
          },
          run: () => firstPull(phone, encoding),
        }
      },
  ),
  async (company) => {
    const order = await prepared(company, runsOf(15), 3, 'complete')
    return {
      note: 'report PDF with 3 photos',
      hold: 36,
      times: 15,
      run: async (n) => {
        const { id } = order(n)
        const { id: asked } = await company.owner.call(reportApi.askReport, {
          params: { id },
          body: { id: newId(), visit: null },
        })
        await until(async () => {
          const { items } = await company.owner.call(reportApi.listReports, { params: { id } })
          return items.find((one) => one.id === asked)?.state === 'ready'
        })
      },
    }
  },
  async (company) => {
    const order = await prepared(company, runsOf(40), 0, 'approved')
    return {
      note: 'invoice from a work order, issued (its paper included)',
      hold: 8,
      times: 40,
      run: async (n) => {
        const { invoice } = await company.owner.call(billingApi.draftInvoice, { params: { id: order(n).id } })
        if (!invoice) throw new Error('there was nothing to bill')
        const { version } = await company.owner.call(billingApi.readInvoice, { params: { id: invoice } })
        await company.owner.call(billingApi.issueInvoice, { params: { id: invoice }, body: { version } })
      },
    }
  },
]
