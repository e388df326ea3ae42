import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import type { Call } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { peopleApi } from '#core/people/api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { newId } from '#server/platform/ids.ts'
import { type Api, openApi, password } from './api.ts'

/** The company of the browser tests: small, and only what a test names. */
export type Company = {
  origin: string
  owner: string
  /** Dispatches, reviews and invoices, as in a firm of three. */
  dispatcher: string
  luis: { email: string; name: string; technician: Id }
  marta: { email: string; name: string; technician: Id }
  customer: { id: Id; name: string }
  site: { id: Id; name: string }
  asset: Id
  boilerService: Id
  callOut: Id
  electrode: Id
}

export const zone = 'Europe/Berlin'

/** With the one-time link of an empty server: the organization and its owner, and nothing else. */
export async function makeOwner(origin: string, token: string): Promise<{ api: Api; email: string }> {
  const api = openApi(origin, 'office')
  const email = 'anna.keller@keller-haustechnik.example'
  const organization = { name: 'Keller Haustechnik', zone, currency: 'EUR', locale: 'en-GB' }
  await api.call(sessionApi.makeFirstOwner, { body: { token, organization, name: 'Anna Keller', email, password } })
  return { api, email }
}

export async function makeCompany(origin: string, token: string): Promise<Company> {
  const { api, email: owner } = await makeOwner(origin, token)
  const dispatcher = 'nora.brandt@keller-haustechnik.example'
  await api.call(peopleApi.makeMember, {
    body: { id: newId(), name: 'Nora Brandt', email: dispatcher, roles: ['dispatcher', 'billing'], password },
  })
  const luis = await makeTechnician(api, 'Luis Ortega', 'teal')
  const marta = await makeTechnician(api, 'Marta Nowak', 'orange')
  const prices = await makePrices(api)
  return { origin, owner, dispatcher, luis, marta, ...prices, ...(await makePlaces(api)), ...(await makeJobTypes(api)) }
}

export async function makeTechnician(
  api: Api,
  name: string,
  colour: 'teal' | 'orange',
  more: Partial<Call<typeof peopleApi.makeTechnician>['body']> = {},
) {
  const technician = newId()
  const email = `${name.toLowerCase().replace(' ', '.')}@keller-haustechnik.example`
  await api.call(peopleApi.makeTechnician, { body: { ...more, id: technician, name, colour } })
  await api.call(peopleApi.makeMember, {
    body: { id: newId(), name, email, roles: ['technician'], password, technicianId: technician },
  })
  return { email, name, technician }
}

async function makePrices(api: Api): Promise<Pick<Company, 'electrode'>> {
  const tax = newId()
  await api.call(billingCatalogueApi.makeTaxRate, {
    body: { id: tax, name: 'VAT', rate: 1900, isDefault: true, code: 'S19' },
  })
  const rates = { hourlyRate: 900_000, callOutFee: 4900, stepMinutes: 15, minimumMinutes: 30 }
  await api.call(billingCatalogueApi.makeRateCard, {
    body: { id: newId(), name: 'Standard', validFrom: '2020-01-01', taxRateId: tax, ...rates },
  })
  const electrode = newId()
  const parts = [
    { id: electrode, sku: 'IG-204', name: 'Ignition electrode', unitPrice: 385_000, category: 'Burner' },
    { id: newId(), sku: 'PU-110', name: 'Circulation pump', unitPrice: 2_490_000, category: 'Pumps' },
  ]
  for (const body of parts) await api.call(billingCatalogueApi.makePriceItem, { body })
  return { electrode }
}

async function makePlaces(api: Api): Promise<Pick<Company, 'customer' | 'site' | 'asset'>> {
  const customer = { id: newId(), name: 'Lindenhof Residences' }
  const site = { id: newId(), name: 'Lindenhof, house 3' }
  const asset = newId()
  const address = { line1: 'Lindenallee 12', line2: '', city: 'Berlin', region: '', postcode: '14050', country: 'DE' }
  await api.call(customersApi.makeCustomer, {
    body: { ...customer, billingAddress: address, phone: '+49 30 5550134', email: 'office@lindenhof.example' },
  })
  await api.call(customersApi.makeSite, {
    body: {
      ...site,
      customerId: customer.id,
      address,
      zone,
      accessNotes: 'Key from the caretaker, ground floor left.',
      hazards: 'Steep cellar stairs.',
    },
  })
  await api.call(customersApi.makeContact, {
    body: {
      id: newId(),
      customerId: customer.id,
      siteId: site.id,
      name: 'Helga Sommer',
      role: 'Caretaker',
      phone: '+49 30 5550177',
    },
  })
  const boiler = {
    name: 'Heating boiler',
    kind: 'Boiler',
    make: 'Viessmann',
    model: 'Vitodens 200',
    serial: 'VD2-88120',
  }
  await api.call(customersApi.makeAsset, { body: { id: asset, siteId: site.id, location: 'Cellar', ...boiler } })
  return { customer, site, asset }
}

async function makeJobTypes(api: Api): Promise<Pick<Company, 'boilerService' | 'callOut'>> {
  const boilerService = newId()
  const callOut = newId()
  await api.call(workOrderCatalogueApi.makeJobType, {
    body: {
      id: boilerService,
      name: 'Boiler service',
      priority: 'P2',
      defaultMinutes: 90,
      requires: { signOff: true, photosBefore: 1, photosAfter: 1 },
      tasks: [
        { id: newId(), label: 'Gas valve tight', kind: 'check', required: true },
        { id: newId(), label: 'Flue gas temperature', kind: 'number', unit: '°C', required: true },
        { id: newId(), label: 'What was found', kind: 'text', required: true },
      ],
    },
  })
  await api.call(workOrderCatalogueApi.makeJobType, {
    body: { id: callOut, name: 'Call-out', requires: { signOff: false, photosBefore: 0, photosAfter: 0 } },
  })
  return { boilerService, callOut }
}
