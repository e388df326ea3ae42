import { sql } from 'kysely'
import * as z from 'zod'
import type { Asset, Contact, Customer, MadeOnPhone, Site } from '#core/customers/api.ts'
import { zId } from '#core/kit/contract.ts'
import { countOf, pageOf, placeOf } from '#server/platform/pages.ts'
import { archivedIs, isOneOf } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { presentAsset, presentContact, presentCustomer, presentSite } from './present.ts'

/** Statuses in which a work order still needs the field. */
export const openStatuses = ['unscheduled', 'scheduled', 'in_progress', 'on_hold'] as const
const openWork = sql.join(openStatuses)

/** Lists are in the order of names; the id parts equal ones. */
const namePlace = z.tuple([z.string(), zId])

type ListQuery = { cursor?: string | undefined; limit: number; archived: 'no' | 'only' | 'all' }
type Page<Row> = { items: Row[]; next: string | null; count: { value: number; exact: boolean } }

/** Of a row made on a phone: where it was reported, and by whom. */
const madeOnPhone = (table: 'customer' | 'site' | 'contact' | 'asset') =>
  sql<MadeOnPhone>`(select json_build_object('workOrderId', work.id,
      'number', coalesce(nullif(work.number_text, ''), work.provisional), 'by', coalesce(member.name, ''))
    from app.work_order work
    left join app.member member on member.org_id = work.org_id and member.id = ${sql.ref(`${table}.reported_by`)}
    where work.org_id = ${sql.ref(`${table}.org_id`)} and work.id = ${sql.ref(`${table}.reported_on`)})`.as(
    'made_on_phone',
  )

// Customers

const customers = (tx: Tx) =>
  tx.db
    .selectFrom('app.customer as customer')
    .selectAll('customer')
    .select(madeOnPhone('customer'))
    .select(
      sql<string | null>`(select settings ->> 'customer_prefix' from app.organization
        where organization.org_id = customer.org_id)`.as('prefix'),
    )
    .where('org_id', '=', tx.orgId)
export type CustomerRow = Awaited<ReturnType<ReturnType<typeof customers>['executeTakeFirstOrThrow']>>

export async function loadCustomer(tx: Tx, id: string): Promise<Customer | undefined> {
  const row = await customers(tx).where('id', '=', id).executeTakeFirst()
  return row && presentCustomer(row)
}

export async function customersById(tx: Tx, ids: readonly string[]): Promise<Map<string, Customer>> {
  const rows = await customers(tx).where(isOneOf('id', ids)).execute()
  return new Map(rows.map((row) => [row.id, presentCustomer(row)]))
}

/** @param ids only these, when something was typed; null: all */
export async function listCustomers(
  tx: Tx,
  query: ListQuery,
  ids: readonly string[] | null,
): Promise<Page<Customer & { sites: number; openWorkOrders: number }>> {
  let matching = customers(tx).where(archivedIs(query.archived))
  if (ids) matching = matching.where(isOneOf('id', ids))
  const place = placeOf(query.cursor, namePlace)
  const rows = await matching
    .$if(place !== null, (select) =>
      select.where(sql<boolean>`(lower(name), id) > (${place?.[0]}, ${place?.[1]}::uuid)`),
    )
    .select([
      sql<string>`lower(name)`.as('place'),
      sql<number>`(select count(*) from app.site where site.org_id = customer.org_id
        and site.customer_id = customer.id and site.archived_at is null)`.as('sites'),
      sql<number>`(select count(*) from app.work_order where work_order.org_id = customer.org_id
        and work_order.customer_id = customer.id and work_order.status in (${openWork}))`.as('open_work_orders'),
    ])
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(query.limit + 1)
    .execute()
  const { items, next } = pageOf(rows, query.limit, (row) => [row.place, row.id])
  return {
    items: items.map((row) => ({
      ...presentCustomer(row),
      sites: row.sites,
      openWorkOrders: row.open_work_orders,
    })),
    next,
    count: await countOf(tx, matching.clearSelect().select('id')),
  }
}

/** Open work at a customer or a site: it cannot be archived while somebody still has to go there. */
export async function openWorkAt(tx: Tx, at: { customer: string } | { site: string }): Promise<number> {
  const row = await tx.db
    .selectFrom('app.work_order')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('org_id', '=', tx.orgId)
    .where('status', 'in', openStatuses)
    .$if('customer' in at, (select) => select.where('customer_id', '=', 'customer' in at ? at.customer : null))
    .$if('site' in at, (select) => select.where('site_id', '=', 'site' in at ? at.site : null))
    .executeTakeFirstOrThrow()
  return row.count
}

// Sites

const sites = (tx: Tx) =>
  tx.db
    .selectFrom('app.site as site')
    .innerJoin('app.customer as customer', (join) =>
      join.onRef('customer.org_id', '=', 'site.org_id').onRef('customer.id', '=', 'site.customer_id'),
    )
    .selectAll('site')
    .select(madeOnPhone('site'))
    .select(['customer.name as customer_name', 'customer.archived_at as customer_archived_at'])
    .where('site.org_id', '=', tx.orgId)
export type SiteRow = Awaited<ReturnType<ReturnType<typeof sites>['executeTakeFirstOrThrow']>>

export async function loadSite(tx: Tx, id: string): Promise<Site | undefined> {
  const row = await sites(tx).where('site.id', '=', id).executeTakeFirst()
  return row && presentSite(row)
}

const siteCounts = [
  sql<number>`(select count(*) from app.work_order where work_order.org_id = site.org_id
    and work_order.site_id = site.id and work_order.status in (${openWork}))`.as('open_work_orders'),
  sql<number>`(select count(*) from app.asset where asset.org_id = site.org_id
    and asset.site_id = site.id and asset.archived_at is null)`.as('assets'),
] as const

export async function listSites(
  tx: Tx,
  query: ListQuery & { customer?: string | undefined },
  ids: readonly string[] | null,
): Promise<Page<Site & { openWorkOrders: number; assets: number }>> {
  let matching = sites(tx).where(archivedIs(query.archived, 'site'))
  if (ids) matching = matching.where(isOneOf('site.id', ids))
  if (query.customer) matching = matching.where('site.customer_id', '=', query.customer)
  else if (query.archived === 'no') matching = matching.where('customer.archived_at', 'is', null)
  const place = placeOf(query.cursor, namePlace)
  const rows = await matching
    .$if(place !== null, (select) =>
      select.where(sql<boolean>`(lower(site.name), site.id) > (${place?.[0]}, ${place?.[1]}::uuid)`),
    )
    .select([sql<string>`lower(site.name)`.as('place'), ...siteCounts])
    .orderBy(sql`lower(site.name)`)
    .orderBy('site.id')
    .limit(query.limit + 1)
    .execute()
  const { items, next } = pageOf(rows, query.limit, (row) => [row.place, row.id])
  return {
    items: items.map((row) => ({ ...presentSite(row), openWorkOrders: row.open_work_orders, assets: row.assets })),
    next,
    count: await countOf(tx, matching.clearSelect().select('site.id')),
  }
}

// Contacts

const contacts = (tx: Tx) =>
  tx.db
    .selectFrom('app.contact as contact')
    .selectAll('contact')
    .select(madeOnPhone('contact'))
    .where('contact.org_id', '=', tx.orgId)
export type ContactRow = Awaited<ReturnType<ReturnType<typeof contacts>['executeTakeFirstOrThrow']>>

export async function loadContact(tx: Tx, id: string): Promise<Contact | undefined> {
  const row = await contacts(tx).where('id', '=', id).executeTakeFirst()
  return row && presentContact(row)
}

type Contacts = { contacts: Contact[]; archivedContacts: Contact[] }

export async function contactsOfCustomer(tx: Tx, customerId: string): Promise<Contacts> {
  const rows = await contacts(tx).where('customer_id', '=', customerId).orderBy(sql`lower(name)`).execute()
  const all = rows.map(presentContact)
  return {
    contacts: all.filter((contact) => contact.archivedAt === null),
    archivedContacts: all.filter((contact) => contact.archivedAt !== null),
  }
}

/** Those of the site first, then those of the customer as a whole. */
export async function contactsForSite(tx: Tx, site: Site): Promise<Contacts> {
  const { contacts: inUse, archivedContacts } = await contactsOfCustomer(tx, site.customerId)
  const near = (all: readonly Contact[]) => [
    ...all.filter((contact) => contact.siteId === site.id),
    ...all.filter((contact) => contact.siteId === null),
  ]
  return { contacts: near(inUse), archivedContacts: near(archivedContacts) }
}

// Assets

const assets = (tx: Tx) =>
  tx.db
    .selectFrom('app.asset as asset')
    .innerJoin('app.site as site', (join) =>
      join.onRef('site.org_id', '=', 'asset.org_id').onRef('site.id', '=', 'asset.site_id'),
    )
    .innerJoin('app.customer as customer', (join) =>
      join.onRef('customer.org_id', '=', 'site.org_id').onRef('customer.id', '=', 'site.customer_id'),
    )
    .selectAll('asset')
    .select(madeOnPhone('asset'))
    .select(['site.name as site_name', 'site.customer_id', 'customer.name as customer_name'])
    .where('asset.org_id', '=', tx.orgId)
export type AssetRow = Awaited<ReturnType<ReturnType<typeof assets>['executeTakeFirstOrThrow']>>

export async function loadAsset(tx: Tx, id: string): Promise<Asset | undefined> {
  const row = await assets(tx).where('asset.id', '=', id).executeTakeFirst()
  return row && presentAsset(row)
}

export async function listAssets(
  tx: Tx,
  query: ListQuery & { customer?: string | undefined; site?: string | undefined },
  ids: readonly string[] | null,
): Promise<Page<Asset>> {
  let matching = assets(tx).where(archivedIs(query.archived, 'asset'))
  if (ids) matching = matching.where(isOneOf('asset.id', ids))
  if (query.customer) matching = matching.where('site.customer_id', '=', query.customer)
  if (query.site) matching = matching.where('asset.site_id', '=', query.site)
  const place = placeOf(query.cursor, namePlace)
  const rows = await matching
    .$if(place !== null, (select) =>
      select.where(sql<boolean>`(lower(asset.name), asset.id) > (${place?.[0]}, ${place?.[1]}::uuid)`),
    )
    .select(sql<string>`lower(asset.name)`.as('place'))
    .orderBy(sql`lower(asset.name)`)
    .orderBy('asset.id')
    .limit(query.limit + 1)
    .execute()
  const { items, next } = pageOf(rows, query.limit, (row) => [row.place, row.id])
  return {
    items: items.map(presentAsset),
    next,
    count: await countOf(tx, matching.clearSelect().select('asset.id')),
  }
}

export async function assetsAtSite(tx: Tx, siteId: string): Promise<Asset[]> {
  const rows = await assets(tx)
    .where('asset.site_id', '=', siteId)
    .where('asset.archived_at', 'is', null)
    .orderBy(sql`lower(asset.name)`)
    .execute()
  return rows.map(presentAsset)
}

export async function everyCustomerId(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('app.customer')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .orderBy('number')
    .execute()
  return rows.map((row) => row.id)
}

/** A customer with all that is theirs, archived too. */
export async function everythingOfCustomer(
  tx: Tx,
  customerId: string,
): Promise<{ customer: Customer; sites: Site[]; contacts: Contact[]; assets: Asset[] }> {
  const customer = presentCustomer(await customers(tx).where('id', '=', customerId).executeTakeFirstOrThrow())
  const siteRows = await sites(tx).where('site.customer_id', '=', customerId).execute()
  const contactRows = await contacts(tx).where('customer_id', '=', customerId).execute()
  const assetRows = await assets(tx).where('site.customer_id', '=', customerId).execute()
  return {
    customer,
    sites: siteRows.map(presentSite),
    contacts: contactRows.map(presentContact),
    assets: assetRows.map(presentAsset),
  }
}
