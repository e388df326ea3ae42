import { sql } from 'kysely'
import {
  type AssetWarranty,
  type DatedPrice,
  type PriceCatalogue,
  priceCatalogue,
  type PriceRateCard,
  type PriceRows,
  type SitePlace,
} from '#core/billing/catalogue.ts'
import type { RateCard } from '#core/billing/catalogue-api.ts'
import { zCustomerTermsFields } from '#core/billing/terms-api.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { everybodyOn } from '#core/work-orders/visits.ts'
import { loadOrganization } from '#server/people/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { listRateCards, listTaxRates, priceItemsById } from './catalogue-queries.ts'
import { loadPriceSettings } from './terms-queries.ts'

/**
 * What the prices of these records are taken from, one statement a kind whatever their number: all cards and tax rates, and
 * of parts, people, customers, sites and assets those the records name.
 * @param besides items that are in none of them
 */
export async function loadPriceCatalogue(
  tx: Tx,
  orders: readonly WorkOrder[],
  besides: readonly Id[] = [],
): Promise<PriceCatalogue> {
  const named = (of: (order: WorkOrder) => readonly (Id | null)[]) => [
    ...new Set(orders.flatMap((order) => of(order).filter((id) => id !== null))),
  ]
  const fitted = named(({ work }) => work.parts.map((part) => part.item))
  const items = besides.length === 0 ? fitted : [...new Set([...fitted, ...besides])]
  const customers = named(({ work }) => [work.details.customer])
  const [organization, settings, cards, rates, prices, datedPrices, technicians, terms, sites, assets] =
    await Promise.all([
      loadOrganization(tx),
      loadPriceSettings(tx),
      listRateCards(tx, 'no'),
      listTaxRates(tx, 'all'),
      priceItemsById(tx, items),
      datedPricesOf(tx, items, customers),
      techniciansById(
        tx,
        named(({ work }) => work.visits.flatMap((visit) => everybodyOn(work, visit))),
      ),
      termsOf(tx, customers),
      sitesById(
        tx,
        named(({ work }) => [work.details.site]),
      ),
      assetsById(
        tx,
        named(({ work }) => work.details.assets),
      ),
    ])
  const { taxIncluded, markup, base } = settings
  return priceCatalogue({
    currency: organization.currency,
    taxIncluded,
    markup,
    base,
    workingHours: organization.workingHours,
    holidays: organization.holidays.map((day) => day.date),
    rateCards: cards.flatMap(cardOf),
    items: prices,
    datedPrices,
    taxRates: rates,
    defaultTaxRate: rates.find((rate) => rate.isDefault && rate.archivedAt === null)?.id ?? null,
    technicians,
    customers: terms,
    sites,
    assets,
  })
}

/** A card for nobody in particular that is not the one for all work holds for nothing. */
function cardOf(card: RateCard): PriceRateCard[] {
  const { customerId: customer, jobTypeId: jobType, gradeId: grade, scope: scopeWords } = card
  if (!card.isDefault && customer === null && jobType === null && grade === null) return []
  return [{ ...card, scope: { customer, jobType, grade }, scopeWords }]
}

async function datedPricesOf(tx: Tx, items: readonly Id[], customers: readonly Id[]): Promise<DatedPrice[]> {
  if (items.length === 0) return []
  const { rows } = await sql<DatedPrice>`
    select id, version, item_id as item, customer_id as customer, valid_from as "validFrom", valid_until as "validUntil",
      unit_price as "unitPrice"
    from app.item_price
    where org_id = ${tx.orgId} and archived_at is null and item_id = any (${[...items]}::uuid[])
      and (customer_id is null or customer_id = any (${[...customers]}::uuid[]))`.execute(tx.db)
  return rows
}

async function techniciansById(tx: Tx, ids: readonly Id[]): Promise<PriceRows['technicians']> {
  if (ids.length === 0) return []
  const { rows } = await sql<PriceRows['technicians'][number]>`
    select id, name, grade_id as grade from app.technician
    where org_id = ${tx.orgId} and id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows
}

async function termsOf(tx: Tx, ids: readonly Id[]): Promise<PriceRows['customers']> {
  if (ids.length === 0) return []
  type Row = {
    id: Id
    labour: number
    parts: number
    categories: unknown
    certificate: string
    until: LocalDate | null
  }
  const { rows } = await sql<Row>`
    select customer.id, coalesce(terms.labour_discount, 0) as labour, coalesce(terms.parts_discount, 0) as parts,
      coalesce(terms.category_discounts, '[]') as categories, customer.tax_exempt_certificate as certificate,
      customer.tax_exempt_until as until
    from app.customer customer
    left join app.customer_terms terms on terms.org_id = customer.org_id and terms.id = customer.id
    where customer.org_id = ${tx.orgId} and customer.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows.map(({ id, labour, parts, categories, certificate, until }) => ({
    id,
    labourDiscount: labour,
    partsDiscount: parts,
    categoryDiscounts: zCustomerTermsFields.shape.categoryDiscounts.parse(categories),
    exemption: certificate === '' ? null : { certificate, until },
  }))
}

async function sitesById(tx: Tx, ids: readonly Id[]): Promise<({ id: Id } & SitePlace)[]> {
  if (ids.length === 0) return []
  type Row = {
    id: Id
    zone: string
    lat: number | null
    lon: number | null
    baseLat: number | null
    baseLon: number | null
  }
  const { rows } = await sql<Row>`
    select site.id, site.travel_zone as zone, site.latitude as lat, site.longitude as lon,
      territory.base_latitude as "baseLat", territory.base_longitude as "baseLon"
    from app.site site
    left join app.territory territory on territory.org_id = site.org_id and territory.id = site.territory_id
    where site.org_id = ${tx.orgId} and site.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows.map(({ id, zone, lat, lon, baseLat, baseLon }) => ({
    id,
    travelZone: zone,
    position: placed(lat, lon),
    base: placed(baseLat, baseLon),
  }))
}

function placed(lat: number | null, lon: number | null) {
  return lat === null || lon === null ? null : { lat, lon }
}

async function assetsById(tx: Tx, ids: readonly Id[]): Promise<({ id: Id } & AssetWarranty)[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: Id } & AssetWarranty>`
    select id, name, warranty_until as "partsUntil", labour_warranty_until as "labourUntil" from app.asset
    where org_id = ${tx.orgId} and id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows
}
