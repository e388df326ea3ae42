import type { Address } from '#core/kit/address.ts'
import { type Asset, type Contact, type Customer, type Site, zSiteFields } from '#core/customers/api.ts'
import { emptyOrganization } from '#core/people/api.ts'
import { numberText } from '#core/people/organization.ts'
import type { AssetRow, ContactRow, CustomerRow, SiteRow } from './queries.ts'

type AddressColumns = Pick<SiteRow, 'address_line1' | 'address_line2' | 'city' | 'region' | 'postal_code' | 'country'>

function address(row: AddressColumns): Address {
  return {
    line1: row.address_line1,
    line2: row.address_line2,
    city: row.city,
    region: row.region,
    postcode: row.postal_code,
    country: row.country,
  }
}

export function addressColumns(given: Address | undefined) {
  return {
    address_line1: given?.line1,
    address_line2: given?.line2,
    city: given?.city,
    region: given?.region,
    postal_code: given?.postcode,
    country: given?.country,
  }
}

export function presentCustomer(row: CustomerRow): Customer {
  return {
    id: row.id,
    version: row.version,
    number: numberText(row.prefix ?? emptyOrganization.prefixes.customer, row.number),
    name: row.name,
    billingAddress: address(row),
    phone: row.phone,
    email: row.email,
    taxNumber: row.tax_number,
    accountNumber: row.account_number,
    notes: row.notes,
    requiresPurchaseOrder: row.purchase_order_required,
    paymentTermsDays: row.payment_days,
    taxExemptCertificate: row.tax_exempt_certificate,
    taxExemptUntil: row.tax_exempt_until,
    archivedAt: row.archived_at,
    madeOnPhone: row.made_on_phone,
  }
}

export function presentSite(row: SiteRow): Site {
  const { latitude: lat, longitude: lon } = row
  return {
    id: row.id,
    version: row.version,
    customerId: row.customer_id,
    customerName: row.customer_name,
    customerArchived: row.customer_archived_at !== null,
    name: row.name,
    address: address(row),
    position: lat === null || lon === null ? null : { lat, lon },
    zone: row.zone,
    zoneConfirmed: row.zone_confirmed,
    phone: row.phone,
    accessNotes: row.access_notes,
    hazards: row.hazards,
    openingHours: zSiteFields.shape.openingHours.parse(row.opening_hours),
    territoryId: row.territory_id,
    travelZone: row.travel_zone,
    preferredTechnicianIds: row.preferred_technician_ids,
    refusedTechnicianIds: row.refused_technician_ids,
    archivedAt: row.archived_at,
    madeOnPhone: row.made_on_phone,
  }
}

export function presentContact(row: ContactRow): Contact {
  return {
    id: row.id,
    version: row.version,
    customerId: row.customer_id,
    siteId: row.site_id,
    name: row.name,
    role: row.position,
    phone: row.phone,
    email: row.email,
    archivedAt: row.archived_at,
    madeOnPhone: row.made_on_phone,
  }
}

export function presentAsset(row: AssetRow): Asset {
  return {
    id: row.id,
    version: row.version,
    siteId: row.site_id,
    siteName: row.site_name,
    customerId: row.customer_id,
    customerName: row.customer_name,
    name: row.name,
    kind: row.kind,
    make: row.make,
    model: row.model,
    serial: row.serial,
    location: row.location,
    installedOn: row.installed_on,
    warrantyUntil: row.warranty_until,
    labourWarrantyUntil: row.labour_warranty_until,
    notes: row.notes,
    archivedAt: row.archived_at,
    madeOnPhone: row.made_on_phone,
  }
}
