import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { peopleApi } from '#core/people/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { type PushOutcome, syncApi } from '#core/sync/api.ts'
import type { StreamKey } from '#core/sync/envelope.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, apiFor, signIn } from './api.ts'

type Frozen = { id: Id; dseq: number; bytes: string }
/** A technician's phone on the wire: it numbers, freezes and hands in. */
export type Phone = {
  api: Api
  technician: Id
  device: Id
  email: string
  freeze: (stream: Id | StreamKey, type: string, body: unknown, id?: Id, seen?: number) => Frozen
  handIn: (commands: readonly Frozen[]) => Promise<PushOutcome[]>
  /** Hands in what has to be applied. */
  push: (commands: readonly Frozen[]) => Promise<void>
}
export type Company = {
  owner: Api
  places: { customer: Id; site: Id }[]
  phones: Phone[]
  seeder: Phone
  item: Id
  taxRate: Id
  /** Of the one-time link, used up. */
  setupToken: string
}

export const password = 'nine quiet ladders'
export const morning = '2026-11-23T08:00:00.000Z'

/** An organization with customers, a price book and technicians, made over the API. */
export async function makeCompany(
  origin: string,
  token: string,
  sizes: { customers: number; technicians: number },
): Promise<Company> {
  const anybody = apiFor(origin)
  await anybody.call(sessionApi.makeFirstOwner, {
    body: {
      token,
      organization: { name: 'Bench', zone: 'Europe/Berlin', currency: 'EUR', locale: 'en-GB' },
      name: 'Owner',
      email: 'owner@example.com',
      password,
    },
  })
  const owner = await signIn(origin, 'office', { email: 'owner@example.com', password })
  const item = newId()
  const taxRate = newId()
  await owner.call(billingCatalogueApi.makeTaxRate, { body: { id: taxRate, name: 'VAT', rate: 1900, isDefault: true } })
  await owner.call(billingCatalogueApi.makeRateCard, {
    body: { id: newId(), name: 'Standard', validFrom: '2026-01-01', hourlyRate: 900_000, isDefault: true },
  })
  await owner.call(billingCatalogueApi.makePriceItem, {
    body: { id: item, sku: 'V-1', name: 'Valve', unitPrice: 123_400 },
  })
  const places = await makePlaces(owner, sizes.customers)
  const phones: Phone[] = []
  for (let n = 0; n <= sizes.technicians; n++) phones.push(await makePhone(owner, n))
  const [seeder, ...others] = phones
  if (!seeder) throw new Error('a company has technicians')
  return { owner, places, phones: others, seeder, item, taxRate, setupToken: token }
}

async function makePlaces(owner: Api, count: number): Promise<{ customer: Id; site: Id }[]> {
  const places = Array.from({ length: count }, () => ({ customer: newId(), site: newId() }))
  await inParallel(places, 8, async ({ customer, site }, n) => {
    await owner.call(customersApi.makeCustomer, { body: { id: customer, name: `Customer ${n} of the North` } })
    await owner.call(customersApi.makeSite, {
      body: { id: site, customerId: customer, name: `House ${n}`, zone: 'Europe/Berlin' },
    })
  })
  return places
}

async function makePhone(owner: Api, n: number): Promise<Phone> {
  const technician = newId()
  const email = `technician${n}@example.com`
  await owner.call(peopleApi.makeTechnician, { body: { id: technician, name: `Technician ${n}` } })
  await owner.call(peopleApi.makeMember, {
    body: { id: newId(), name: `Technician ${n}`, email, roles: ['technician'], password, technicianId: technician },
  })
  const device = newId()
  const api = await signIn(owner.origin, 'field', { email, password, device: { id: device, name: 'Phone' } })
  let dseq = 0
  const handIn: Phone['handIn'] = async (commands) => {
    const { outcomes } = await api.call(syncApi.push, {
      body: { nonce: newId(), epoch: null, commands: [...commands] },
    })
    return outcomes
  }
  return {
    api,
    technician,
    device,
    email,
    freeze(to, type, body, id = newId(), seen = 0) {
      const stream: StreamKey = typeof to === 'string' ? { kind: 'work_order', id: to } : to
      const at = { wall: morning, mono: 1, life: 'bench', offset: 0 }
      return { id, dseq: ++dseq, bytes: JSON.stringify({ v: 1, id, stream, type, body, seen, at }) }
    },
    handIn,
    async push(commands) {
      const bad = (await handIn(commands)).find((one) => one.outcome !== 'applied')
      if (bad) throw new Error(`a command came to ${bad.outcome} ${bad.code}`)
    },
  }
}

export function raiseBody(
  place: { customer: Id; site: Id },
  n: number,
  origin: 'office' | 'field' = 'office',
): CommandBody<'raise'> {
  return {
    details: {
      customer: place.customer,
      site: place.site,
      assets: [],
      contact: null,
      kind: 'reactive',
      priority: n % 10 === 0 ? 'P1' : 'P3',
      title: `Boiler ${n} loses pressure`,
      description: 'Pressure falls below one bar over night. Relief valve was changed last year.',
      jobType: null,
      requestedAt: morning,
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: null,
    zone: 'Europe/Berlin',
    tasks: [
      { id: newId(), label: 'Check pressure', kind: 'number', unit: 'bar', required: true },
      { id: newId(), label: 'Bleed radiators', kind: 'check', required: false },
    ],
    requires: { signOff: false, photosBefore: 0, photosAfter: 0 },
    provisional: null,
    origin,
    at: morning,
  }
}

export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, item] of queue) await work(item, index)
    }),
  )
}
