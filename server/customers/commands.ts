import {
  type Asset,
  type Contact,
  type Customer,
  type customersApi,
  emptyAsset,
  emptyContact,
  emptyCustomer,
  emptySite,
  type Site,
} from '#core/customers/api.ts'
import type { Body } from '#core/kit/contract.ts'
import { countTechnicians, loadOrganization, loadTerritory } from '#server/people/queries.ts'
import { editPlain, makePlain, need, setArchived } from '#server/platform/plain-rows.ts'
import { invalidField, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { reporterOf } from './made-on-phone.ts'
import { asset, contact, customer, site } from './plain.ts'
import { addressColumns } from './present.ts'
import { loadAsset, loadCustomer, loadSite, openWorkAt } from './queries.ts'

type Api = typeof customersApi

// Customers

export async function makeCustomer(tx: Tx, { id, reportedOn, ...given }: Body<Api['makeCustomer']>): Promise<Customer> {
  const known = await loadCustomer(tx, id)
  if (known) return known
  const requiresPurchaseOrder = given.requiresPurchaseOrder ?? (await loadOrganization(tx)).requiresPurchaseOrder
  const fields = { ...emptyCustomer, ...given, requiresPurchaseOrder }
  return makePlain(tx, customer, {
    ...customerColumns(fields),
    id,
    name: given.name,
    ...(await reportedColumns(tx, reportedOn)),
    number: await tx.nextNumber('customer'),
  })
}

export function editCustomer(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editCustomer']>,
): Promise<Customer> {
  return editPlain(tx, customer, id, version, customerColumns(changes))
}

export async function archiveCustomer(tx: Tx, id: string): Promise<Customer> {
  await need(loadCustomer, tx, id)
  const count = await openWorkAt(tx, { customer: id })
  if (count > 0) throw refused({ code: 'customer_has_work', params: { count } })
  return setArchived(tx, customer, id, true)
}

function customerColumns(fields: Omit<Body<Api['editCustomer']>, 'version'>) {
  return {
    name: fields.name,
    ...addressColumns(fields.billingAddress),
    phone: fields.phone,
    email: fields.email,
    tax_number: fields.taxNumber,
    account_number: fields.accountNumber,
    notes: fields.notes,
    purchase_order_required: fields.requiresPurchaseOrder,
    payment_days: fields.paymentTermsDays,
    tax_exempt_certificate: fields.taxExemptCertificate,
    tax_exempt_until: fields.taxExemptUntil,
  }
}

// Sites

/** Reported from a phone, its zone is that phone's until somebody confirms it. */
export async function makeSite(tx: Tx, { id, reportedOn, ...given }: Body<Api['makeSite']>): Promise<Site> {
  await mustBeThere(tx, loadCustomer, 'customerId', given.customerId)
  await checkWhoGoes(tx, given, emptySite)
  const zone = given.zone ?? (await loadOrganization(tx)).zone
  const columns = siteColumns({ ...emptySite, ...given, zone })
  const reported = reportedOn ? { ...(await reportedColumns(tx, reportedOn)), zone_confirmed: false } : {}
  return makePlain(tx, site, { ...columns, id, name: given.name, customer_id: given.customerId, zone, ...reported })
}

/** Setting the zone confirms it, even to what it was. */
export async function editSite(tx: Tx, id: string, { version, ...changes }: Body<Api['editSite']>): Promise<Site> {
  const before = await need(loadSite, tx, id)
  await checkWhoGoes(tx, changes, before)
  const confirmed = changes.zone === undefined ? undefined : true
  return editPlain(tx, site, id, version, { ...siteColumns(changes), zone_confirmed: confirmed })
}

export async function archiveSite(tx: Tx, id: string): Promise<Site> {
  await need(loadSite, tx, id)
  const count = await openWorkAt(tx, { site: id })
  if (count > 0) throw refused({ code: 'site_has_work', params: { count } })
  return setArchived(tx, site, id, true)
}

type SiteChanges = Omit<Body<Api['editSite']>, 'version'>

/** The territory and the technicians a site names are there, and nobody is both preferred and refused. */
async function checkWhoGoes(tx: Tx, changes: SiteChanges, before: WhoGoes): Promise<void> {
  if (changes.territoryId) await mustBeThere(tx, loadTerritory, 'territoryId', changes.territoryId)
  const { preferredTechnicianIds, refusedTechnicianIds } = changes
  await mustBeTechnicians(tx, 'preferredTechnicianIds', preferredTechnicianIds)
  await mustBeTechnicians(tx, 'refusedTechnicianIds', refusedTechnicianIds)
  const refusedOnes = new Set(refusedTechnicianIds ?? before.refusedTechnicianIds)
  if ((preferredTechnicianIds ?? before.preferredTechnicianIds).some((id) => refusedOnes.has(id))) {
    const field = refusedTechnicianIds ? 'refusedTechnicianIds' : 'preferredTechnicianIds'
    throw invalidField(field, 'preferred_and_refused', 'A technician is preferred or refused, not both.')
  }
}

type WhoGoes = { preferredTechnicianIds: readonly string[]; refusedTechnicianIds: readonly string[] }

async function mustBeTechnicians(tx: Tx, field: string, ids: readonly string[] | undefined): Promise<void> {
  const technicians = [...new Set(ids)]
  if (technicians.length > 0 && (await countTechnicians(tx, technicians)) < technicians.length) {
    throw invalidField(field, 'not_found', 'There is no technician with this id.')
  }
}

function siteColumns(fields: SiteChanges) {
  const { position } = fields
  return {
    name: fields.name,
    ...addressColumns(fields.address),
    latitude: position === undefined ? undefined : (position?.lat ?? null),
    longitude: position === undefined ? undefined : (position?.lon ?? null),
    zone: fields.zone,
    phone: fields.phone,
    access_notes: fields.accessNotes,
    hazards: fields.hazards,
    opening_hours: fields.openingHours && JSON.stringify(fields.openingHours),
    territory_id: fields.territoryId,
    travel_zone: fields.travelZone,
    preferred_technician_ids: fields.preferredTechnicianIds && [...new Set(fields.preferredTechnicianIds)],
    refused_technician_ids: fields.refusedTechnicianIds && [...new Set(fields.refusedTechnicianIds)],
  }
}

// Contacts

export async function makeContact(tx: Tx, { id, ...given }: Body<Api['makeContact']>): Promise<Contact> {
  await mustBeThere(tx, loadCustomer, 'customerId', given.customerId)
  const fields = { ...emptyContact, ...given }
  await mustBeSiteOf(tx, given.customerId, fields.siteId)
  return makePlain(tx, contact, { ...contactColumns(fields), id, name: given.name, customer_id: given.customerId })
}

export async function editContact(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editContact']>,
): Promise<Contact> {
  const { customerId } = await need(contact.load, tx, id)
  await mustBeSiteOf(tx, customerId, changes.siteId)
  return editPlain(tx, contact, id, version, contactColumns(changes))
}

function contactColumns(fields: Omit<Body<Api['editContact']>, 'version'>) {
  return {
    site_id: fields.siteId,
    name: fields.name,
    position: fields.role,
    phone: fields.phone,
    email: fields.email,
  }
}

// Assets

export async function makeAsset(tx: Tx, { id, ...given }: Body<Api['makeAsset']>): Promise<Asset> {
  await mustBeThere(tx, loadSite, 'siteId', given.siteId)
  const columns = assetColumns({ ...emptyAsset, ...given })
  return makePlain(tx, asset, { ...columns, id, name: given.name, site_id: given.siteId })
}

export async function editAsset(tx: Tx, id: string, { version, ...changes }: Body<Api['editAsset']>): Promise<Asset> {
  const { customerId } = await need(loadAsset, tx, id)
  await mustBeSiteOf(tx, customerId, changes.siteId)
  return editPlain(tx, asset, id, version, assetColumns(changes))
}

function assetColumns(fields: Omit<Body<Api['editAsset']>, 'version'>) {
  return {
    site_id: fields.siteId,
    name: fields.name,
    kind: fields.kind,
    make: fields.make,
    model: fields.model,
    serial: fields.serial,
    location: fields.location,
    installed_on: fields.installedOn,
    warranty_until: fields.warrantyUntil,
    labour_warranty_until: fields.labourWarrantyUntil,
    notes: fields.notes,
  }
}

/** Who made it on a phone, by the work order it was reported on. */
async function reportedColumns(tx: Tx, workOrder: string | undefined) {
  if (workOrder === undefined) return {}
  const on = await reporterOf(tx, workOrder)
  if (!on) throw invalidField('reportedOn', 'not_found', 'There is nothing with this id.')
  return { reported_on: on.workOrder, reported_by: on.member }
}

// What ids in a body have to be

async function mustBeThere(
  tx: Tx,
  load: (tx: Tx, id: string) => Promise<unknown>,
  field: string,
  id: string,
): Promise<void> {
  if ((await load(tx, id)) === undefined) throw invalidField(field, 'not_found', 'There is nothing with this id.')
}

async function mustBeSiteOf(tx: Tx, customerId: string, siteId: string | null | undefined): Promise<void> {
  if (!siteId) return
  const found = await loadSite(tx, siteId)
  if (found?.customerId !== customerId) {
    throw invalidField('siteId', 'not_found', 'This customer has no site with this id.')
  }
}
