import { sql } from 'kysely'
import * as z from 'zod'
import {
  emptyRateCard,
  type PriceItem,
  priceItemKinds,
  type RateCard,
  type TaxRateRow,
  zRateCardFields,
} from '#core/billing/catalogue-api.ts'
import { zId } from '#core/kit/contract.ts'
import { countOf, pageOf, placeOf } from '#server/platform/pages.ts'
import { archivedIs } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'

// Price book

const items = (tx: Tx) => tx.db.selectFrom('app.price_item').selectAll().where('org_id', '=', tx.orgId)
type ItemRow = Awaited<ReturnType<ReturnType<typeof items>['executeTakeFirstOrThrow']>>

function presentItem(row: ItemRow): PriceItem {
  return {
    id: row.id,
    version: row.version,
    sku: row.code,
    name: row.name,
    kind: priceItemKinds.find((kind) => kind === row.kind) ?? 'part',
    unit: row.unit,
    unitPrice: row.unit_price,
    cost: row.unit_cost,
    taxRateId: row.tax_rate_id,
    category: row.category,
    barcode: row.barcode,
    archivedAt: row.archived_at,
  }
}

export async function loadPriceItem(tx: Tx, id: string): Promise<PriceItem | undefined> {
  const row = await items(tx).where('id', '=', id).executeTakeFirst()
  return row && presentItem(row)
}

type ItemQuery = {
  q?: string | undefined
  category?: string | undefined
  archived: 'no' | 'only' | 'all'
  cursor?: string | undefined
  limit: number
}

/** A price book is a few thousand rows: every word is looked for in name, number and barcode. */
export async function listPriceItems(tx: Tx, query: ItemQuery) {
  let matching = items(tx).where(archivedIs(query.archived))
  if (query.category !== undefined) matching = matching.where('category', '=', query.category)
  for (const word of (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
    matching = matching.where(sql<boolean>`strpos(lower(name || ' ' || code || ' ' || barcode), ${word}) > 0`)
  }
  const place = placeOf(query.cursor, z.tuple([z.string(), zId]))
  const rows = await matching
    .$if(place !== null, (select) =>
      select.where(sql<boolean>`(lower(name), id) > (${place?.[0]}, ${place?.[1]}::uuid)`),
    )
    .select(sql<string>`lower(name)`.as('place'))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(query.limit + 1)
    .execute()
  const page = pageOf(rows, query.limit, (row) => [row.place, row.id])
  return {
    items: page.items.map(presentItem),
    next: page.next,
    count: await countOf(tx, matching.clearSelect().select('id')),
  }
}

export async function listPriceCategories(tx: Tx): Promise<{ category: string; count: number }[]> {
  return tx.db
    .selectFrom('app.price_item')
    .select(['category', (query) => query.fn.countAll<number>().as('count')])
    .where('org_id', '=', tx.orgId)
    .where('archived_at', 'is', null)
    .groupBy('category')
    .orderBy('category')
    .execute()
}

export async function itemWithSku(tx: Tx, sku: string): Promise<{ id: string } | undefined> {
  return tx.db
    .selectFrom('app.price_item')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('code', '=', sku)
    .executeTakeFirst()
}

// Tax rates

const rates = (tx: Tx) => tx.db.selectFrom('app.tax_rate').selectAll().where('org_id', '=', tx.orgId)
type RateRow = Awaited<ReturnType<ReturnType<typeof rates>['executeTakeFirstOrThrow']>>

function presentRate(row: RateRow): TaxRateRow {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    rate: row.rate,
    code: row.code,
    isDefault: row.is_default,
    archivedAt: row.archived_at,
  }
}

export async function listTaxRates(tx: Tx, archived: 'no' | 'only' | 'all'): Promise<TaxRateRow[]> {
  const rows = await rates(tx)
    .where(archivedIs(archived))
    .orderBy('is_default', 'desc')
    .orderBy(sql`lower(name)`)
    .execute()
  return rows.map(presentRate)
}

export async function loadTaxRate(tx: Tx, id: string): Promise<TaxRateRow | undefined> {
  const row = await rates(tx).where('id', '=', id).executeTakeFirst()
  return row && presentRate(row)
}

/** Which rate and cards are the default is decided by one at a time, so that there always is one and never a second. */
export async function lockDefaults(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`default prices ${tx.orgId}`}, 0))`.execute(tx.db)
}

/** Ends the default that was, so that another can be it; gives what changed. */
export async function endDefaultTaxRate(tx: Tx, except: string): Promise<{ id: string; version: number }[]> {
  return tx.db
    .updateTable('app.tax_rate')
    .set({ is_default: false, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('is_default', '=', true)
    .where('archived_at', 'is', null)
    .where('id', '!=', except)
    .returning(['id', 'version'])
    .execute()
}

// Rate cards

const cards = (tx: Tx) =>
  tx.db
    .selectFrom('app.rate_card')
    .selectAll()
    .select(
      sql<string>`concat_ws(', ',
        (select customer.name from app.customer customer where customer.org_id = app.rate_card.org_id and customer.id = app.rate_card.customer_id),
        (select job_type.name from app.job_type job_type where job_type.org_id = app.rate_card.org_id and job_type.id = app.rate_card.job_type_id),
        (select grade.name from app.technician_grade grade where grade.org_id = app.rate_card.org_id and grade.id = app.rate_card.grade_id))`.as(
        'scope',
      ),
    )
    .where('org_id', '=', tx.orgId)
type CardRow = Awaited<ReturnType<ReturnType<typeof cards>['executeTakeFirstOrThrow']>>

/** What `app.rate_card.rules` holds. */
const zRules = z.object({
  hourlyRate: zRateCardFields.shape.hourlyRate,
  afterHours: zRateCardFields.shape.afterHours.catch(emptyRateCard.afterHours),
  holiday: zRateCardFields.shape.holiday.catch(emptyRateCard.holiday),
  stepMinutes: zRateCardFields.shape.stepMinutes.catch(emptyRateCard.stepMinutes),
  minimumMinutes: zRateCardFields.shape.minimumMinutes.catch(emptyRateCard.minimumMinutes),
  callOutFee: zRateCardFields.shape.callOutFee.catch(emptyRateCard.callOutFee),
  travelPolicy: zRateCardFields.shape.travelPolicy.catch(emptyRateCard.travelPolicy),
  travelHourlyRate: zRateCardFields.shape.travelHourlyRate.catch(emptyRateCard.travelHourlyRate),
  travelFee: zRateCardFields.shape.travelFee.catch(emptyRateCard.travelFee),
  travelZones: zRateCardFields.shape.travelZones.catch(emptyRateCard.travelZones),
  fixedPrice: zRateCardFields.shape.fixedPrice.catch(emptyRateCard.fixedPrice),
  fixedIncludesParts: zRateCardFields.shape.fixedIncludesParts.catch(emptyRateCard.fixedIncludesParts),
  taxRateId: zRateCardFields.shape.taxRateId.catch(emptyRateCard.taxRateId),
})
export type RateCardRules = z.output<typeof zRules>

function presentCard(row: CardRow): RateCard {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    customerId: row.customer_id,
    jobTypeId: row.job_type_id,
    gradeId: row.grade_id,
    scope: row.scope,
    isDefault: row.is_default,
    archivedAt: row.archived_at,
    ...zRules.parse(row.rules),
  }
}

export async function listRateCards(tx: Tx, archived: 'no' | 'only' | 'all'): Promise<RateCard[]> {
  const rows = await cards(tx)
    .where(archivedIs(archived))
    .orderBy(sql`lower(name)`)
    .orderBy('valid_from', 'desc')
    .execute()
  return rows.map(presentCard)
}

export async function loadRateCard(tx: Tx, id: string): Promise<RateCard | undefined> {
  const row = await cards(tx).where('id', '=', id).executeTakeFirst()
  return row && presentCard(row)
}

/** Another default card that holds from the same day. */
export async function defaultCardFrom(tx: Tx, day: string, except: string): Promise<{ id: string } | undefined> {
  return tx.db
    .selectFrom('app.rate_card')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('is_default', '=', true)
    .where('archived_at', 'is', null)
    .where('valid_from', '=', day)
    .where('id', '!=', except)
    .executeTakeFirst()
}

export async function otherDefaultCards(tx: Tx, except: string): Promise<number> {
  const row = await tx.db
    .selectFrom('app.rate_card')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('org_id', '=', tx.orgId)
    .where('is_default', '=', true)
    .where('archived_at', 'is', null)
    .where('id', '!=', except)
    .executeTakeFirstOrThrow()
  return row.count
}

/** The items some parts were taken from, archived ones as well: what was fitted keeps its price. */
export async function priceItemsById(tx: Tx, ids: readonly string[]): Promise<PriceItem[]> {
  if (ids.length === 0) return []
  const rows = await items(tx)
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(presentItem)
}
