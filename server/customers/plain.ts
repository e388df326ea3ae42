import type { Asset, Contact, Customer, Site } from '#core/customers/api.ts'
import type { PlainKind } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import {
  findableAsset,
  findableContact,
  findableCustomer,
  findableSite,
  keepCustomerFindable,
  keepFindable,
} from './findables.ts'
import { loadAsset, loadContact, loadCustomer, loadSite } from './queries.ts'

/** Names and archiving show in what is found of everything below, down to the work orders. */
function showsElsewhere(after: { name: string; archivedAt: string | null }, before: typeof after | null): boolean {
  return before !== null && (before.name !== after.name || before.archivedAt !== after.archivedAt)
}

export const customer: PlainKind<'app.customer', Customer> = {
  table: 'app.customer',
  kind: 'customer',
  ability: 'customers.read',
  load: loadCustomer,
  changed: async (tx, after, before) => {
    if (!showsElsewhere(after, before)) return keepFindable(tx, [findableCustomer(after)])
    await keepCustomerFindable(tx, after.id)
    tx.enqueue('find_work_orders', { customerId: after.id })
  },
}

export const site: PlainKind<'app.site', Site> = {
  table: 'app.site',
  kind: 'site',
  ability: 'customers.read',
  load: loadSite,
  changed: async (tx, after, before) => {
    if (!showsElsewhere(after, before)) return keepFindable(tx, [findableSite(after)])
    await keepCustomerFindable(tx, after.customerId)
    tx.enqueue('find_work_orders', { siteId: after.id })
  },
}

export const contact: PlainKind<'app.contact', Contact> = {
  table: 'app.contact',
  kind: 'contact',
  ability: 'customers.read',
  load: loadContact,
  changed: async (tx, after) => keepFindable(tx, [findableContact(after, await placeOf(tx, after))]),
}

async function placeOf(tx: Tx, of: Contact): Promise<{ customer: string; site: string }> {
  const at = of.siteId ? await loadSite(tx, of.siteId) : undefined
  if (at) return { customer: at.customerName, site: at.name }
  return { customer: (await loadCustomer(tx, of.customerId))?.name ?? '', site: '' }
}

export const asset: PlainKind<'app.asset', Asset> = {
  table: 'app.asset',
  kind: 'asset',
  ability: 'customers.read',
  load: loadAsset,
  changed: async (tx, after) => keepFindable(tx, [findableAsset(after)]),
}
