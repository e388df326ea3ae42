import { addDays, type LocalDate } from '#core/kit/time.ts'
import type { Section, TaskDefinition } from '#core/work-orders/form-schema.ts'
import { makePriceItem, makeRateCard, makeTaxRate } from '#server/billing/catalogue-commands.ts'
import { makeAsset, makeContact, makeCustomer, makeSite } from '#server/customers/commands.ts'
import { editOrganization, makeTechnician } from '#server/people/commands.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { skill } from '#server/people/plain.ts'
import { markStored } from '#server/platform/files/records.ts'
import type { StoredBytes } from '#server/platform/files/store.ts'
import { makePlain } from '#server/platform/plain-rows.ts'
import type { Services } from '#server/platform/services.ts'
import { insertMember, makeOrganization } from '#server/platform/sign-in/organization.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { makeJobType } from '#server/work-orders/catalogue-commands.ts'
import { fieldsOf, holidaysAround, makeRosters, makeTerritories, territoryId } from './availability.ts'
import {
  contactId,
  crew,
  customerId,
  idOf,
  itemId,
  jobTypeId,
  memberId,
  orgId,
  phoneNumber,
  sites,
  taskId,
} from './cast.ts'
import { companyHours, openingHours, responseTargets, territoryOf, withoutPosition } from './data/availability.ts'
import { company, officePeople, skills } from './data/company.ts'
import { customers, type DemoCustomer, type DemoSite, towns } from './data/customers.ts'
import { type DemoJobType, demoSections, jobTypes } from './data/job-types.ts'
import { priceBook } from './data/price-book.ts'
import { gradeOf } from './prices.ts'
import { makeProposals } from './proposals.ts'
import { between, fraction } from './seeded.ts'

/** Everybody who signs in, by their address. Sign-in keeps its own ids for people. */
export type Users = ReadonlyMap<string, string>

/** The organization with its owner; everybody else may sign in once they are members. */
export async function makeCompany(services: Services, password: string): Promise<Users> {
  const [owner, ...others] = officePeople
  const { name, zone, currency, locale } = company
  await makeOrganization(
    services,
    { id: orgId, name, zone, currency, locale },
    { id: memberId(owner), name: owner.name, email: owner.email, password, roles: owner.roles },
  )
  const people = [...others, ...crew.flatMap(({ name: called, email }) => (email ? [{ name: called, email }] : []))]
  const made = await Promise.all(
    people.map(
      async (person) =>
        [
          person.email,
          (await services.signIn.makeUser({ name: person.name, email: person.email, password })).userId,
        ] as const,
    ),
  )
  return new Map(made)
}

export async function makePeople(tx: Tx, users: Users, logo: StoredBytes, today: LocalDate): Promise<void> {
  await markStored(tx, logo)
  const { name: _, zone: _zone, currency: _currency, locale: _locale, ...letterhead } = company
  const { version } = await loadOrganization(tx)
  await editOrganization(tx, {
    version,
    ...letterhead,
    logo: logo.sha256,
    paper: 'letter',
    units: 'imperial',
    firstDayOfWeek: 7,
    paymentTermsDays: 21,
    workingHours: companyHours,
    holidays: holidaysAround(today),
    responseTargets,
  })
  for (const person of officePeople.slice(1)) {
    await insertMember(tx, {
      id: memberId(person),
      userId: userOf(users, person.email),
      name: person.name,
      email: person.email,
      roles: person.roles,
    })
  }
  for (const technician of crew) {
    const { id, key: _key, member, device, email, trades: _trades, home: _home, ...rest } = technician
    if (member && email)
      await insertMember(tx, {
        id: member,
        userId: userOf(users, email),
        name: rest.name,
        email,
        roles: ['technician'],
      })
    await makeTechnician(tx, {
      ...rest,
      id,
      memberId: member,
      ...fieldsOf(technician, today),
      gradeId: gradeOf(technician),
    })
    if (member && device) await registerPhone(tx, { id: device, member, name: `${rest.name.split(' ')[0]}’s phone` })
  }
  await makeRosters(tx, today)
  await makeProposals(tx, today)
}

function userOf(users: Users, email: string): string {
  const user = users.get(email)
  if (!user) throw new Error(`${email} cannot sign in`)
  return user
}

/** As signing in on a phone does it. */
async function registerPhone(tx: Tx, phone: { id: string; member: string; name: string }): Promise<void> {
  const { id, member, name } = phone
  await tx.db
    .insertInto('app.device')
    .values({ org_id: tx.orgId, id, member_id: member, name, last_seen_at: tx.now })
    .execute()
  tx.touched('device', id, 1, 'people.read')
  tx.audit('device_registered', 'device', id)
}

export async function makeCatalogue(tx: Tx, today: LocalDate): Promise<void> {
  await makeTerritories(tx)
  for (const one of skills) await makePlain(tx, skill, { id: idOf(`skill/${one.key}`), name: one.name })
  await makeTaxRate(tx, { id: idOf('tax/kentucky'), name: 'Sales tax 6 %', rate: 600, code: 'KY', isDefault: true })
  await makeTaxRate(tx, { id: idOf('tax/indiana'), name: 'Sales tax 7 %', rate: 700, code: 'IN' })
  await makeTaxRate(tx, { id: idOf('tax/none'), name: 'Labor, not taxed', rate: 0, code: 'L0' })
  const card = { stepMinutes: 15, minimumMinutes: 30, travelPolicy: 'flat' as const, taxRateId: idOf('tax/none') }
  await makeRateCard(tx, {
    ...card,
    id: idOf('rates/before'),
    name: 'Standard until October',
    validFrom: addDays(today, -400),
    hourlyRate: 1_120_000,
    callOutFee: 7500,
    travelFee: 3500,
  })
  await makeRateCard(tx, {
    ...card,
    id: idOf('rates/now'),
    name: 'Standard',
    validFrom: addDays(today, -31),
    hourlyRate: 1_180_000,
    afterHours: { hourlyRate: 1_770_000, callOutFee: 12_900 },
    holiday: { hourlyRate: 2_360_000, callOutFee: null },
    callOutFee: 7900,
    travelFee: 3900,
  })
  for (const { sku, name, unit, category, kind, dollars } of priceBook) {
    await makePriceItem(tx, {
      id: itemId(sku),
      sku,
      name,
      unit,
      category,
      kind,
      unitPrice: Math.round(dollars * 10_000),
      barcode: '',
    })
  }
  for (const jobType of jobTypes) {
    const {
      name,
      kind,
      priority,
      description,
      minutes,
      crew: crewSize,
      trade,
      photosBefore,
      photosAfter,
      signOff,
    } = jobType
    await makeJobType(tx, {
      id: jobTypeId(jobType),
      name,
      kind,
      priority,
      description,
      defaultMinutes: minutes,
      crewSize,
      skillIds: [idOf(`skill/${trade}`)],
      tasks: tasksOf(jobType),
      sections: sectionsOf(jobType),
      requires: { signOff, photosBefore, photosAfter },
    })
  }
}

export function tasksOf(jobType: DemoJobType): TaskDefinition[] {
  const idOfLabel = (label: string) =>
    taskId(
      jobType,
      jobType.tasks.findIndex((task) => task.label === label),
    )
  return jobType.tasks.map(
    ({ label, kind, required, unit, section, help, options, blocksStart, when, range }, index) => ({
      id: taskId(jobType, index),
      label,
      kind,
      required,
      ...(unit ? { unit } : {}),
      ...(section ? { section: sectionId(jobType, section) } : {}),
      ...(help ? { help } : {}),
      ...(options ? { options } : {}),
      ...(blocksStart ? { blocksStart } : {}),
      ...(when ? { shownBy: { task: idOfLabel(when.label), is: [when.is] } } : {}),
      ...(kind === 'reading' && range ? { min: String(range[0]), max: String(range[1]) } : {}),
    }),
  )
}

export function sectionsOf(jobType: DemoJobType): Section[] {
  const used = new Set(jobType.tasks.flatMap((task) => task.section ?? []))
  return [...used]
    .toSorted((a, b) => (a === 'risk' ? -1 : b === 'risk' ? 1 : 0))
    .map((key) => ({ id: sectionId(jobType, key), ...demoSections[key] }))
}

function sectionId(jobType: DemoJobType, key: string): string {
  return idOf(`job type/${jobType.key}/section/${key}`)
}

export async function makeCustomers(tx: Tx, today: LocalDate): Promise<void> {
  for (const customer of customers) await makeOneCustomer(tx, customer, today)
  for (const site of sites) {
    for (const { years, kind, ...asset } of site.assets) {
      const installed = addDays(today, -Math.round(years * 365.25) + between(`${asset.serial}/day`, -150, 150))
      const warranty = years <= 4 ? addDays(installed, 5 * 365) : null
      await makeAsset(tx, { ...asset, siteId: site.id, kind, installedOn: installed, warrantyUntil: warranty })
    }
  }
}

async function makeOneCustomer(tx: Tx, customer: DemoCustomer, today: LocalDate): Promise<void> {
  const id = customerId(customer)
  const [first] = customer.sites
  if (!first) throw new Error(`${customer.name} has no site`)
  const mail = mailName(customer.contact?.[0] ?? customer.name)
  await makeCustomer(tx, {
    id,
    name: customer.name,
    billingAddress: addressOf(first),
    phone: phoneNumber(customer.key, towns[first.town].area),
    email: `${mail}@${customer.contact ? domainOf(customer) : 'mail.example'}`,
    notes: customer.notes ?? '',
    accountNumber: customer.account ?? '',
    requiresPurchaseOrder: customer.purchaseOrder ?? false,
    paymentTermsDays: customer.terms ?? null,
    taxExemptCertificate: customer.exempt ?? '',
    taxExemptUntil: customer.exempt ? addDays(today, 300) : null,
  })
  for (const site of sites.filter((one) => one.customer === customer)) {
    const { lat, lon, area } = towns[site.town]
    const near = {
      lat: round(lat + (fraction(`${site.id}/lat`) - 0.5) * 0.05),
      lon: round(lon + (fraction(`${site.id}/lon`) - 0.5) * 0.06),
    }
    await makeSite(tx, {
      id: site.id,
      customerId: id,
      name: site.name,
      address: addressOf(site),
      position: withoutPosition.has(site.name) ? null : near,
      openingHours: openingHours[site.kind] ?? null,
      territoryId: territoryId(territoryOf[site.town]),
      zone: site.zone,
      phone: '',
      accessNotes: site.access ?? '',
      hazards: site.hazards ?? '',
    })
    if (site.contact) await addContact(tx, customer, site.contact, area, site)
  }
  if (customer.contact) await addContact(tx, customer, customer.contact, towns[first.town].area)
}

async function addContact(
  tx: Tx,
  customer: DemoCustomer,
  [name, role]: [string, string],
  area: string,
  site?: DemoSite & { id: string },
): Promise<void> {
  await makeContact(tx, {
    id: contactId(customer, site),
    customerId: customerId(customer),
    siteId: site?.id ?? null,
    name,
    role,
    phone: phoneNumber(`${customer.key}/${name}`, area),
    email: `${mailName(name)}@${domainOf(customer)}`,
  })
}

function addressOf({ street, town }: DemoSite) {
  const { city, region, postcode } = towns[town]
  return { line1: street, line2: '', city, region, postcode, country: 'US' }
}

function mailName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/^(dr|fr)\. /g, '')
    .replaceAll(/[^a-z]+/g, '.')
    .replaceAll(/^\.|\.$/g, '')
}

const domainOf = (customer: DemoCustomer) => `${customer.key}.example`
const round = (degrees: number) => Math.round(degrees * 10_000) / 10_000
