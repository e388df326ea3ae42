import { addressLine } from '#core/kit/address.ts'
import type { Asset, Contact, Customer, Site } from '#core/customers/api.ts'
import { loadOrganization } from '#server/people/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type Findable, putFindables, subtitle } from '#server/search/upkeep.ts'
import { everythingOfCustomer } from './queries.ts'

export function findableCustomer(customer: Customer): Findable {
  return {
    kind: 'customer',
    id: customer.id,
    title: customer.name,
    detail: subtitle(customer.number, customer.billingAddress.city),
    words: [customer.name, addressLine(customer.billingAddress), customer.email],
    codes: [customer.number, customer.accountNumber, customer.taxNumber, customer.billingAddress.postcode],
    phones: [customer.phone],
    country: customer.billingAddress.country,
    archived: customer.archivedAt !== null,
  }
}

export function findableSite(site: Site): Findable {
  return {
    kind: 'site',
    id: site.id,
    title: site.name,
    detail: subtitle(site.customerName, addressLine(site.address)),
    words: [site.name, site.customerName, addressLine(site.address)],
    codes: [site.address.postcode],
    phones: [site.phone],
    country: site.address.country,
    archived: site.archivedAt !== null || site.customerArchived,
  }
}

/** @param at names of the customer and of the site, if any */
export function findableContact(contact: Contact, at: { customer: string; site: string }): Findable {
  return {
    kind: 'contact',
    id: contact.id,
    title: contact.name,
    detail: subtitle(contact.role, at.customer, at.site),
    words: [contact.name, contact.role, contact.email, at.customer, at.site],
    codes: [],
    phones: [contact.phone],
    archived: contact.archivedAt !== null,
  }
}

export function findableAsset(asset: Asset): Findable {
  return {
    kind: 'asset',
    id: asset.id,
    title: asset.name,
    detail: subtitle([asset.make, asset.model].filter(Boolean).join(' '), asset.serial, asset.siteName),
    words: [asset.name, asset.kind, asset.make, asset.model, asset.siteName, asset.customerName],
    codes: [asset.serial, asset.model],
    phones: [],
    archived: asset.archivedAt !== null,
  }
}

/** Writes what can be found of these rows, in the same transaction. */
export async function keepFindable(tx: Tx, findables: readonly Findable[]): Promise<void> {
  await putFindables(tx, (await loadOrganization(tx)).country, findables)
}

/** A customer's new name is in what is found of all that is theirs. */
export async function keepCustomerFindable(tx: Tx, customerId: string): Promise<void> {
  const { customer, sites, contacts, assets } = await everythingOfCustomer(tx, customerId)
  const siteName = new Map(sites.map((site) => [site.id, site.name]))
  await keepFindable(tx, [
    findableCustomer(customer),
    ...sites.map(findableSite),
    ...contacts.map((contact) =>
      findableContact(contact, { customer: customer.name, site: siteName.get(contact.siteId ?? '') ?? '' }),
    ),
    ...assets.map(findableAsset),
  ])
}
