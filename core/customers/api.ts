import * as z from 'zod'
import { emptyAddress, zAddress } from '../kit/address.ts'
import { archiving } from '../kit/archiving.ts'
import { contract, countedListOf, idParams, listOf, pageQuery, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { editOf, line, name, prose, zArchived, zEmail, zPhone, zPosition, zVersion, zZone } from '../kit/fields.ts'
import { zWeekHours } from '../kit/hours-fields.ts'
import { outcomes, priorities, workOrderKinds, workOrderStatuses } from '../work-orders/words.ts'

/** Made on a phone: the work order it was reported on, and by whom. Null for what the office made. */
const zMadeOnPhone = z.object({ workOrderId: zId, number: z.string(), by: z.string() }).nullable()
export type MadeOnPhone = z.output<typeof zMadeOnPhone>
const row = { id: zId, version: zVersion, archivedAt: zInstant.nullable(), madeOnPhone: zMadeOnPhone }
/** The work order it was reported on, when it is added from there under the id the phone gave it. */
const reportedOn = { reportedOn: zId.optional() }

// Customer: who pays

export const zCustomerFields = z.object({
  name: name(),
  billingAddress: zAddress,
  phone: zPhone,
  email: zEmail,
  taxNumber: line(60),
  /** Their number in the books, where it differs from ours. */
  accountNumber: line(60),
  notes: prose(10_000),
  requiresPurchaseOrder: z.boolean(),
  /** Null: as the organization says. */
  paymentTermsDays: z.int().min(0).max(365).nullable(),
  /** Number of the certificate; it exempts until its last day, or for good when that is null. */
  taxExemptCertificate: line(60),
  taxExemptUntil: zLocalDate.nullable(),
})
export const zCustomer = zCustomerFields.extend({ ...row, number: z.string() })
export type Customer = z.output<typeof zCustomer>
export const emptyCustomer = {
  billingAddress: emptyAddress,
  phone: '',
  email: '',
  taxNumber: '',
  accountNumber: '',
  notes: '',
  paymentTermsDays: null,
  taxExemptCertificate: '',
  taxExemptUntil: null,
} satisfies Partial<z.output<typeof zCustomerFields>>

// Site: where work happens

export const zSiteFields = z.object({
  customerId: zId,
  name: name(),
  address: zAddress,
  position: zPosition.nullable(),
  zone: zZone,
  phone: zPhone,
  accessNotes: prose(4000),
  hazards: prose(4000),
  /** When somebody can be let in, on the site's clock; null: always. */
  openingHours: zWeekHours.nullable(),
  territoryId: zId.nullable(),
  /** The travel zone of a rate card it is in, where the distance does not say so. */
  travelZone: line(60),
  /** Whom the customer would rather have, and whom they do not want: nobody is both. */
  preferredTechnicianIds: z.array(zId).max(50),
  refusedTechnicianIds: z.array(zId).max(50),
})
export const zSite = zSiteFields.extend({
  ...row,
  customerName: z.string(),
  customerArchived: z.boolean(),
  /** False while the zone is the guess of the phone that made the site; an edit of the zone confirms it. */
  zoneConfirmed: z.boolean(),
})
export type Site = z.output<typeof zSite>
export const emptySite = {
  address: emptyAddress,
  position: null,
  phone: '',
  accessNotes: '',
  hazards: '',
  openingHours: null,
  territoryId: null,
  travelZone: '',
  preferredTechnicianIds: [],
  refusedTechnicianIds: [],
} satisfies Partial<z.output<typeof zSiteFields>>

// Contact: a person at a customer or site

export const zContactFields = z.object({
  customerId: zId,
  /** Null: a contact of the customer as a whole. */
  siteId: zId.nullable(),
  name: name(),
  role: line(120),
  phone: zPhone,
  email: zEmail,
})
export const zContact = zContactFields.extend(row)
export type Contact = z.output<typeof zContact>
export const emptyContact = { siteId: null, role: '', phone: '', email: '' } satisfies Partial<
  z.output<typeof zContactFields>
>

// Asset: a customer's equipment at a site

export const zAssetFields = z.object({
  siteId: zId,
  name: name(),
  /** What it is: boiler, fire panel, lift. */
  kind: line(80),
  make: line(120),
  model: line(120),
  serial: line(120),
  /** Where on the site: plant room 2, roof. */
  location: line(200),
  installedOn: zLocalDate.nullable(),
  /** The last day parts are covered. */
  warrantyUntil: zLocalDate.nullable(),
  labourWarrantyUntil: zLocalDate.nullable(),
  notes: prose(4000),
})
export const zAsset = zAssetFields.extend({ ...row, siteName: z.string(), customerId: zId, customerName: z.string() })
export type Asset = z.output<typeof zAsset>
export const emptyAsset = {
  kind: '',
  make: '',
  model: '',
  serial: '',
  location: '',
  installedOn: null,
  warrantyUntil: null,
  labourWarrantyUntil: null,
  notes: '',
} satisfies Partial<z.output<typeof zAssetFields>>

// Work at a customer or site, as their pages and the raise form show it

export const zWorkOrderLine = z.object({
  id: zId,
  number: z.string(),
  title: z.string(),
  kind: z.enum(workOrderKinds),
  priority: z.enum(priorities),
  status: z.enum(workOrderStatuses),
  customerId: zId.nullable(),
  siteId: zId.nullable(),
  siteName: z.string(),
  raisedAt: zInstant,
  openFlags: z.int(),
})
export type WorkOrderLine = z.output<typeof zWorkOrderLine>

export const zPastVisit = z.object({
  visitId: zId,
  workOrderId: zId,
  number: z.string(),
  visitNumber: z.int(),
  title: z.string(),
  /** The first arrival, else the planned start. */
  at: zInstant.nullable(),
  zone: z.string(),
  outcome: z.enum(outcomes),
  crew: z.array(z.object({ technicianId: zId, name: z.string() })),
})
export type PastVisit = z.output<typeof zPastVisit>

export const zSiteLine = zSite.extend({ openWorkOrders: z.int(), assets: z.int() })
export const zCustomerLine = zCustomer.extend({ sites: z.int(), openWorkOrders: z.int() })

const archivedQuery = pageQuery.extend({ q: z.string().max(200).optional(), archived: zArchived })

const customerLife = archiving('Customer', 'customers', 'customers.edit', zCustomer)
const siteLife = archiving('Site', 'sites', 'customers.edit', zSite)
const contactLife = archiving('Contact', 'contacts', 'customers.edit', zContact)
const assetLife = archiving('Asset', 'assets', 'customers.edit', zAsset)

export const customersApi = {
  listCustomers: contract({
    id: 'listCustomers',
    method: 'GET',
    path: '/api/customers',
    summary: 'Customers by name, or those that fit what was typed',
    ability: 'customers.read',
    query: archivedQuery,
    reply: countedListOf(zCustomerLine),
  }),
  readCustomer: contract({
    id: 'readCustomer',
    method: 'GET',
    path: '/api/customers/{id}',
    summary: 'A customer with sites, contacts and open work',
    ability: 'customers.read',
    params: idParams,
    reply: z.object({
      customer: zCustomer,
      sites: z.array(zSiteLine),
      contacts: z.array(zContact),
      archivedContacts: z.array(zContact),
      openWork: z.array(zWorkOrderLine),
      openWorkOrders: z.int(),
    }),
  }),
  makeCustomer: contract({
    id: 'makeCustomer',
    method: 'POST',
    path: '/api/customers',
    summary: 'Add a customer; the number is given by the server',
    ability: 'customers.edit',
    body: zCustomerFields.partial().extend({ id: zId, name: zCustomerFields.shape.name, ...reportedOn }),
    reply: zCustomer,
  }),
  editCustomer: contract({
    id: 'editCustomer',
    method: 'PATCH',
    path: '/api/customers/{id}',
    summary: 'Change a customer',
    ability: 'customers.edit',
    params: idParams,
    body: editOf(zCustomerFields),
    reply: zCustomer,
  }),
  archiveCustomer: customerLife.archive,
  restoreCustomer: customerLife.restore,
  listCustomerWork: contract({
    id: 'listCustomerWork',
    method: 'GET',
    path: '/api/customers/{id}/work-orders',
    summary: 'Every work order of a customer, the latest first',
    ability: 'work_orders.read',
    params: idParams,
    query: pageQuery,
    reply: listOf(zWorkOrderLine),
  }),

  listSites: contract({
    id: 'listSites',
    method: 'GET',
    path: '/api/sites',
    summary: 'Sites by name, or those that fit what was typed',
    ability: 'customers.read',
    query: archivedQuery.extend({ customer: zId.optional() }),
    reply: countedListOf(zSiteLine),
  }),
  readSite: contract({
    id: 'readSite',
    method: 'GET',
    path: '/api/sites/{id}',
    summary: 'A site with its customer, contacts, assets, open work and last visits',
    ability: 'customers.read',
    params: idParams,
    reply: z.object({
      site: zSite,
      customer: zCustomer,
      /** Of the site, then of the customer as a whole. */
      contacts: z.array(zContact),
      archivedContacts: z.array(zContact),
      assets: z.array(zAsset),
      openWork: z.array(zWorkOrderLine),
      lastVisits: z.array(zPastVisit),
    }),
  }),
  makeSite: contract({
    id: 'makeSite',
    method: 'POST',
    path: '/api/sites',
    summary: 'Add a site; without a zone it gets the organization’s',
    ability: 'customers.edit',
    body: zSiteFields
      .partial()
      .extend({ id: zId, customerId: zSiteFields.shape.customerId, name: zSiteFields.shape.name, ...reportedOn }),
    reply: zSite,
  }),
  editSite: contract({
    id: 'editSite',
    method: 'PATCH',
    path: '/api/sites/{id}',
    summary: 'Change a site',
    ability: 'customers.edit',
    params: idParams,
    body: editOf(zSiteFields.omit({ customerId: true })),
    reply: zSite,
  }),
  archiveSite: siteLife.archive,
  restoreSite: siteLife.restore,
  listSiteWork: contract({
    id: 'listSiteWork',
    method: 'GET',
    path: '/api/sites/{id}/work-orders',
    summary: 'Every work order at a site, the latest first',
    ability: 'work_orders.read',
    params: idParams,
    query: pageQuery,
    reply: listOf(zWorkOrderLine),
  }),
  listSiteVisits: contract({
    id: 'listSiteVisits',
    method: 'GET',
    path: '/api/sites/{id}/visits',
    summary: 'Finished visits at a site, the latest first',
    ability: 'work_orders.read',
    params: idParams,
    query: pageQuery,
    reply: listOf(zPastVisit),
  }),

  makeContact: contract({
    id: 'makeContact',
    method: 'POST',
    path: '/api/contacts',
    summary: 'Add a contact of a customer or of one of its sites',
    ability: 'customers.edit',
    body: zContactFields
      .partial()
      .extend({ id: zId, customerId: zContactFields.shape.customerId, name: zContactFields.shape.name }),
    reply: zContact,
  }),
  editContact: contract({
    id: 'editContact',
    method: 'PATCH',
    path: '/api/contacts/{id}',
    summary: 'Change a contact',
    ability: 'customers.edit',
    params: idParams,
    body: editOf(zContactFields.omit({ customerId: true })),
    reply: zContact,
  }),
  archiveContact: contactLife.archive,
  restoreContact: contactLife.restore,

  listAssets: contract({
    id: 'listAssets',
    method: 'GET',
    path: '/api/assets',
    summary: 'Assets by name, or those that fit what was typed',
    ability: 'customers.read',
    query: archivedQuery.extend({ customer: zId.optional(), site: zId.optional() }),
    reply: countedListOf(zAsset),
  }),
  readAsset: contract({
    id: 'readAsset',
    method: 'GET',
    path: '/api/assets/{id}',
    summary: 'An asset with its site and the work done on it',
    ability: 'customers.read',
    params: idParams,
    reply: z.object({ asset: zAsset, site: zSite, work: z.array(zWorkOrderLine) }),
  }),
  makeAsset: contract({
    id: 'makeAsset',
    method: 'POST',
    path: '/api/assets',
    summary: 'Add an asset at a site',
    ability: 'customers.edit',
    body: zAssetFields.partial().extend({ id: zId, siteId: zAssetFields.shape.siteId, name: zAssetFields.shape.name }),
    reply: zAsset,
  }),
  editAsset: contract({
    id: 'editAsset',
    method: 'PATCH',
    path: '/api/assets/{id}',
    summary: 'Change an asset, or move it to another site of the same customer',
    ability: 'customers.edit',
    params: idParams,
    body: editOf(zAssetFields),
    reply: zAsset,
  }),
  archiveAsset: assetLife.archive,
  restoreAsset: assetLife.restore,
}
