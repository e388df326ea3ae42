import { sql } from 'kysely'
import * as z from 'zod'
import {
  type CustomerTerms,
  emptyCustomerTerms,
  type ItemPrice,
  type PriceSettings,
  zCustomerTermsFields,
  zPriceSettingsFields,
} from '#core/billing/terms-api.ts'
import type { Id } from '#core/kit/ids.ts'
import { archivedIs } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'

// Prices by customer and day

const prices = (tx: Tx) =>
  tx.db
    .selectFrom('app.item_price as price')
    .innerJoin('app.price_item as item', (join) =>
      join.onRef('item.org_id', '=', 'price.org_id').onRef('item.id', '=', 'price.item_id'),
    )
    .leftJoin('app.customer as customer', (join) =>
      join.onRef('customer.org_id', '=', 'price.org_id').onRef('customer.id', '=', 'price.customer_id'),
    )
    .selectAll('price')
    .select(['item.name as item_name', 'item.code as item_sku', 'item.unit as item_unit'])
    .select('customer.name as customer_name')
    .where('price.org_id', '=', tx.orgId)
type PriceRow = Awaited<ReturnType<ReturnType<typeof prices>['executeTakeFirstOrThrow']>>

function presentPrice(row: PriceRow): ItemPrice {
  return {
    id: row.id,
    version: row.version,
    itemId: row.item_id,
    itemName: row.item_name,
    itemSku: row.item_sku,
    itemUnit: row.item_unit,
    customerId: row.customer_id,
    customerName: row.customer_name,
    unitPrice: row.unit_price,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    archivedAt: row.archived_at,
  }
}

export async function loadItemPrice(tx: Tx, id: string): Promise<ItemPrice | undefined> {
  const row = await prices(tx).where('price.id', '=', id).executeTakeFirst()
  return row && presentPrice(row)
}

type Asked = { customer?: string | undefined; item?: string | undefined; archived: 'no' | 'only' | 'all' }

export async function listItemPrices(tx: Tx, { customer, item, archived }: Asked): Promise<ItemPrice[]> {
  const rows = await prices(tx)
    .where(archivedIs(archived, 'price'))
    .$if(customer !== undefined, (query) => query.where('price.customer_id', '=', customer ?? null))
    .$if(item !== undefined, (query) => query.where('price.item_id', '=', item ?? ''))
    .orderBy(sql`lower(item.name)`)
    .orderBy('price.valid_from', 'desc')
    .orderBy('price.id')
    .execute()
  return rows.map(presentPrice)
}

// Terms of customers

type TermsRow = {
  id: Id
  version: number
  labour_discount: number
  parts_discount: number
  category_discounts: unknown
  archived_at: string | null
}

function presentTerms(row: TermsRow): CustomerTerms & { archivedAt: string | null } {
  return {
    id: row.id,
    version: row.version,
    labourDiscount: row.labour_discount,
    partsDiscount: row.parts_discount,
    categoryDiscounts: zCustomerTermsFields.shape.categoryDiscounts.parse(row.category_discounts),
    archivedAt: row.archived_at,
  }
}

export async function loadTerms(tx: Tx, id: Id) {
  const row = await tx.db
    .selectFrom('app.customer_terms')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && presentTerms(row)
}

export function noTerms(id: Id): CustomerTerms {
  return { id, version: 0, ...emptyCustomerTerms }
}

// Settings

/** What `app.organization.settings` holds of prices; what is not there yet has its first value. */
const zStored = z.object({
  prices_include_tax: zPriceSettingsFields.shape.taxIncluded.catch(false),
  price_markup: zPriceSettingsFields.shape.markup.catch([]),
  price_override_limits: zPriceSettingsFields.shape.overrideLimits.catch({}),
  travel_base: zPriceSettingsFields.shape.base.catch(null),
})

export function priceSettingsFrom(settings: unknown): Omit<PriceSettings, 'version'> {
  const stored = zStored.parse(settings)
  return {
    taxIncluded: stored.prices_include_tax,
    markup: stored.price_markup,
    overrideLimits: stored.price_override_limits,
    base: stored.travel_base,
  }
}

export async function loadPriceSettings(tx: Tx): Promise<PriceSettings> {
  const row = await tx.db
    .selectFrom('app.organization')
    .select(['version', 'settings'])
    .where('org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return { version: row.version, ...priceSettingsFrom(row.settings) }
}
