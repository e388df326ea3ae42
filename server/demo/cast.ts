import type { Id } from '#core/kit/ids.ts'
import type { Zone } from '#core/kit/time.ts'
import { abilitiesOf } from '#core/people/abilities.ts'
import type { TenantActor } from '#server/platform/tenant.ts'
import { type AssetKind, equipment, ranges } from './data/assets.ts'
import { type DemoTechnician, officePeople, type OfficePerson, technicians } from './data/company.ts'
import { customers, type DemoCustomer, type DemoSite, towns } from './data/customers.ts'
import { type DemoJobType, jobTypes } from './data/job-types.ts'
import { priceBook } from './data/price-book.ts'
import { between, oneOf, seededId } from './seeded.ts'

/** Long before the month that is shown: the company did not begin with it. */
const founded = Date.UTC(2025, 2, 3, 14)

/** The ids of the company's people, places and things: known before any of them is made. */
export const idOf = (name: string): Id => seededId(name, founded)

export const orgId = idOf('organization')

export type CastTechnician = DemoTechnician & { id: Id; member: Id | null; device: Id | null }

export const crew: CastTechnician[] = technicians.map((technician) => ({
  ...technician,
  id: idOf(`technician/${technician.key}`),
  member: technician.email ? idOf(`member/${technician.key}`) : null,
  device: technician.email ? idOf(`device/${technician.key}`) : null,
}))

export function technicianNamed(key: string): CastTechnician {
  const found = crew.find((technician) => technician.key === key)
  if (!found) throw new Error(`nobody is called ${key}`)
  return found
}

export type OfficeKey = 'owner' | 'dispatch' | 'billing'

export function officeActor(key: OfficeKey): TenantActor {
  const person = officePeople.find((one) => one.key === key) ?? officePeople[0]
  return actorOf(person, memberId(person))
}

export const memberId = (person: OfficePerson): Id => idOf(`member/${person.key}`)

function actorOf(person: OfficePerson, member: Id): TenantActor {
  return {
    orgId,
    memberId: member,
    name: person.name,
    roles: person.roles,
    abilities: abilitiesOf(person.roles),
    technicianId: null,
    deviceId: null,
    app: 'office',
  }
}

/** The technician on their own phone; null for somebody who has none. */
export function phoneActor({ id, member, device, name }: CastTechnician): TenantActor | null {
  if (!member || !device) return null
  const roles = ['technician' as const]
  return {
    orgId,
    memberId: member,
    name,
    roles,
    abilities: abilitiesOf(roles),
    technicianId: id,
    deviceId: device,
    app: 'field',
  }
}

export type CastAsset = {
  id: Id
  kind: AssetKind
  name: string
  make: string
  model: string
  serial: string
  location: string
  years: number
}
export type CastSite = DemoSite & { id: Id; customer: DemoCustomer; zone: Zone; assets: CastAsset[] }

export const customerId = (customer: DemoCustomer): Id => idOf(`customer/${customer.key}`)
/** The person to ask for: on site where there is one, else the customer's. */
export const contactId = (customer: DemoCustomer, site?: DemoSite): Id =>
  idOf(`contact/${customer.key}/${site?.contact ? site.name : ''}`)

export const sites: CastSite[] = customers.flatMap((customer) =>
  customer.sites.map((site) => ({
    ...site,
    id: idOf(`site/${customer.key}/${site.name}`),
    customer,
    zone: towns[site.town].zone,
    assets: equipment[site.kind].map((one, index) => assetAt(`${customer.key}/${site.name}/${index}`, one)),
  })),
)

function assetAt(
  name: string,
  { kind, name: called, location }: { kind: AssetKind; name: string; location: string },
): CastAsset {
  const serial = `${between(`${name}/letters`, 10, 99)}${oneOf(`${name}/plant`, ['A', 'C', 'F', 'K', 'R'])}${between(`${name}/serial`, 100_000, 999_999)}`
  return {
    id: idOf(`asset/${name}`),
    kind,
    name: called,
    location,
    serial,
    years: between(`${name}/years`, 1, 18),
    ...oneOf(`${name}/make`, ranges[kind]),
  }
}

/** A number nobody has: 555-01 and two more digits, in the town's area. */
export function phoneNumber(name: string, area: string): string {
  return `(${area}) 555-01${String(between(`phone/${name}`, 20, 99))}`
}

export const jobTypeId = (jobType: DemoJobType): Id => idOf(`job-type/${jobType.key}`)
export const taskId = (jobType: DemoJobType, index: number): Id => idOf(`task/${jobType.key}/${index}`)
export const itemId = (sku: string): Id => idOf(`item/${sku}`)

export function jobTypeNamed(key: string): DemoJobType {
  const found = jobTypes.find((jobType) => jobType.key === key)
  if (!found) throw new Error(`there is no job type ${key}`)
  return found
}

export function itemWith(sku: string) {
  const found = priceBook.find((item) => item.sku === sku)
  if (!found) throw new Error(`the price book has no ${sku}`)
  return found
}
