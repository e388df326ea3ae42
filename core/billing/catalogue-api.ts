import * as z from 'zod'
import { travelPolicies } from './catalogue.ts'
import { archiving } from '../kit/archiving.ts'
import { contract, countedListOf, idParams, listOf, pageQuery, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import {
  editOf,
  line,
  name,
  zArchived,
  zMinor,
  zMinutes,
  zTaxRatePercent,
  zUnitPrice,
  zVersion,
} from '../kit/fields.ts'

const row = { id: zId, version: zVersion, archivedAt: zInstant.nullable() }

export const priceItemKinds = ['part', 'labour', 'fee'] as const
export const zPriceItemFields = z.object({
  sku: name(60),
  name: name(200),
  kind: z.enum(priceItemKinds),
  /** What one of it is: each, m, kg. */
  unit: name(20),
  /** Ten-thousandths of the currency unit; null: there is no list price, its cost is marked up. */
  unitPrice: zUnitPrice.nullable(),
  /** What one costs us; null: not known. */
  cost: zUnitPrice.nullable(),
  /** Null: the default rate. */
  taxRateId: zId.nullable(),
  category: line(80),
  barcode: line(60),
})
export const zPriceItem = zPriceItemFields.extend(row)
export type PriceItem = z.output<typeof zPriceItem>
export const emptyPriceItem = {
  kind: 'part',
  unit: 'each',
  cost: null,
  taxRateId: null,
  category: '',
  barcode: '',
} satisfies Partial<z.output<typeof zPriceItemFields>>

export const zTaxRateFields = z.object({
  name: name(80),
  /** Hundredths of a percent: 1900 is 19 %. */
  rate: zTaxRatePercent,
  /** The code of the accounting system, for exports. */
  code: line(20),
  /** The one for items and lines that name none; making another the default ends this one. */
  isDefault: z.boolean(),
})
export const zTaxRate = zTaxRateFields.extend(row)
export type TaxRateRow = z.output<typeof zTaxRate>

const zBandRate = z.object({
  hourlyRate: zUnitPrice,
  /** Null: as by day. */
  callOutFee: zMinor.min(0).nullable(),
})
const zTravelZones = z
  .array(
    z.object({
      name: name(60),
      /** How far around the base it reaches; null: everything beyond. */
      withinMetres: z.int().min(1).max(20_000_000).nullable(),
      fee: zMinor.min(0),
    }),
  )
  .max(30)
  .refine((zones) => new Set(zones.map((zone) => zone.name)).size === zones.length, { message: 'Each name once' })
export const zRateCardFields = z.object({
  name: name(80),
  /** The first day it holds, in the site's calendar. A new price is a new card, so that old work keeps its own. */
  validFrom: zLocalDate,
  /** Its last day; null: until the next. */
  validUntil: zLocalDate.nullable(),
  /** Whom and what it is for; null: everybody, everything. The most specific card holds: customer, job type, grade. */
  customerId: zId.nullable(),
  jobTypeId: zId.nullable(),
  gradeId: zId.nullable(),
  /** Ten-thousandths of the currency unit, an hour. */
  hourlyRate: zUnitPrice,
  /** Outside the organization's working hours, on the site's clock; null: as by day. */
  afterHours: zBandRate.nullable(),
  /** On the organization's holidays; null: as after hours. */
  holiday: zBandRate.nullable(),
  /** Labour of a visit and technician is rounded up to this. */
  stepMinutes: zMinutes.min(1).max(480),
  minimumMinutes: zMinutes.max(1440),
  callOutFee: zMinor.min(0),
  /** `actual`: travelled time at `travelHourlyRate`; `flat`: `travelFee` once a visit; `zone`: by `travelZones`, once a visit. */
  travelPolicy: z.enum(travelPolicies),
  travelHourlyRate: zUnitPrice,
  travelFee: zMinor.min(0),
  travelZones: zTravelZones,
  /** What the work costs however long it takes; null: by the hour. */
  fixedPrice: zMinor.min(0).nullable(),
  fixedIncludesParts: z.boolean(),
  /** Null: the default rate. */
  taxRateId: zId.nullable(),
  /** The card for all work, so for nobody and nothing alone; of the default ones the latest that is valid on the day. */
  isDefault: z.boolean(),
})
export const zRateCard = zRateCardFields.extend({
  ...row,
  /** Names of whom and what it is for: `Northgate Hotels, Master`; empty for all work. */
  scope: z.string(),
})
export type RateCard = z.output<typeof zRateCard>
export const emptyRateCard = {
  validUntil: null,
  customerId: null,
  jobTypeId: null,
  gradeId: null,
  afterHours: null,
  holiday: null,
  stepMinutes: 15,
  minimumMinutes: 0,
  callOutFee: 0,
  travelPolicy: 'none',
  travelHourlyRate: 0,
  travelFee: 0,
  travelZones: [],
  fixedPrice: null,
  fixedIncludesParts: false,
  taxRateId: null,
  isDefault: true,
} satisfies Partial<z.output<typeof zRateCardFields>>

const archivedQuery = z.object({ archived: zArchived })
const priceItemLife = archiving('PriceItem', 'price-items', 'price_book.edit', zPriceItem)
const taxRateLife = archiving('TaxRate', 'tax-rates', 'price_book.edit', zTaxRate)
const rateCardLife = archiving('RateCard', 'rate-cards', 'price_book.edit', zRateCard)

export const billingCatalogueApi = {
  listPriceItems: contract({
    id: 'listPriceItems',
    method: 'GET',
    path: '/api/price-items',
    summary: 'The price book by name, or the items that fit what was typed',
    ability: 'prices.read',
    query: pageQuery.extend({
      q: z.string().max(200).optional(),
      category: z.string().max(80).optional(),
      archived: zArchived,
    }),
    reply: countedListOf(zPriceItem),
  }),
  listPriceCategories: contract({
    id: 'listPriceCategories',
    method: 'GET',
    path: '/api/price-items/categories',
    summary: 'Categories in use with the number of their items',
    ability: 'prices.read',
    reply: z.object({ items: z.array(z.object({ category: z.string(), count: z.int() })) }),
  }),
  makePriceItem: contract({
    id: 'makePriceItem',
    method: 'POST',
    path: '/api/price-items',
    summary: 'Add an item to the price book',
    ability: 'price_book.edit',
    body: zPriceItemFields.partial().extend({
      id: zId,
      sku: zPriceItemFields.shape.sku,
      name: zPriceItemFields.shape.name,
      unitPrice: zPriceItemFields.shape.unitPrice,
    }),
    reply: zPriceItem,
  }),
  editPriceItem: contract({
    id: 'editPriceItem',
    method: 'PATCH',
    path: '/api/price-items/{id}',
    summary: 'Change an item; invoices made before keep their price',
    ability: 'price_book.edit',
    params: idParams,
    body: editOf(zPriceItemFields),
    reply: zPriceItem,
  }),
  archivePriceItem: priceItemLife.archive,
  restorePriceItem: priceItemLife.restore,

  listTaxRates: contract({
    id: 'listTaxRates',
    method: 'GET',
    path: '/api/tax-rates',
    summary: 'Tax rates by name',
    ability: 'prices.read',
    query: archivedQuery,
    reply: listOf(zTaxRate),
  }),
  makeTaxRate: contract({
    id: 'makeTaxRate',
    method: 'POST',
    path: '/api/tax-rates',
    summary: 'Add a tax rate',
    ability: 'price_book.edit',
    body: zTaxRateFields.partial({ code: true, isDefault: true }).extend({ id: zId }),
    reply: zTaxRate,
  }),
  editTaxRate: contract({
    id: 'editTaxRate',
    method: 'PATCH',
    path: '/api/tax-rates/{id}',
    summary: 'Change a tax rate; issued invoices keep theirs',
    ability: 'price_book.edit',
    params: idParams,
    body: editOf(zTaxRateFields),
    reply: zTaxRate,
  }),
  archiveTaxRate: taxRateLife.archive,
  restoreTaxRate: taxRateLife.restore,

  listRateCards: contract({
    id: 'listRateCards',
    method: 'GET',
    path: '/api/rate-cards',
    summary: 'Rate cards by name, the latest first',
    ability: 'prices.read',
    query: archivedQuery,
    reply: listOf(zRateCard),
  }),
  makeRateCard: contract({
    id: 'makeRateCard',
    method: 'POST',
    path: '/api/rate-cards',
    summary: 'Add a rate card',
    ability: 'price_book.edit',
    body: zRateCardFields.partial().extend({
      id: zId,
      name: zRateCardFields.shape.name,
      validFrom: zRateCardFields.shape.validFrom,
      hourlyRate: zRateCardFields.shape.hourlyRate,
    }),
    reply: zRateCard,
  }),
  editRateCard: contract({
    id: 'editRateCard',
    method: 'PATCH',
    path: '/api/rate-cards/{id}',
    summary: 'Change a rate card',
    ability: 'price_book.edit',
    params: idParams,
    body: editOf(zRateCardFields),
    reply: zRateCard,
  }),
  archiveRateCard: rateCardLife.archive,
  restoreRateCard: rateCardLife.restore,
}
