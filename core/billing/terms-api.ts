import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { editOf, name, zArchived, zMinor, zPosition, zTaxRatePercent, zUnitPrice, zVersion } from '../kit/fields.ts'
import { roles } from '../people/abilities.ts'

// Prices by customer and day

export const zItemPriceFields = z.object({
  itemId: zId,
  /** Null: for all customers. */
  customerId: zId.nullable(),
  /** Ten-thousandths of the currency unit. */
  unitPrice: zUnitPrice,
  validFrom: zLocalDate,
  /** Its last day; null: until the next. */
  validUntil: zLocalDate.nullable(),
})
export const zItemPrice = zItemPriceFields.extend({
  id: zId,
  version: zVersion,
  archivedAt: zInstant.nullable(),
  itemName: z.string(),
  itemSku: z.string(),
  itemUnit: z.string(),
  customerName: z.string().nullable(),
})
export type ItemPrice = z.output<typeof zItemPrice>

// Terms of a customer

export const zCustomerTermsFields = z.object({
  /** Hundredths of a percent off hours. */
  labourDiscount: zTaxRatePercent,
  partsDiscount: zTaxRatePercent,
  /** Instead of the discount on parts, for those of a category of the price book. */
  categoryDiscounts: z.array(z.object({ category: name(80), percent: zTaxRatePercent })).max(50),
})
export const zCustomerTerms = zCustomerTermsFields.extend({
  id: zId,
  /** 0 as long as nothing was agreed. */
  version: z.int().min(0),
})
export type CustomerTerms = z.output<typeof zCustomerTerms>
export const emptyCustomerTerms = {
  labourDiscount: 0,
  partsDiscount: 0,
  categoryDiscounts: [],
} satisfies z.output<typeof zCustomerTermsFields>

// Settings of prices

const zLimit = z.object({
  /** Hundredths of a percent of the line. Where both are given both hold; neither: nothing may be changed. */
  percent: zTaxRatePercent.nullable(),
  amount: zMinor.min(0).nullable(),
})
export const zPriceSettingsFields = z.object({
  /** Prices are what the customer pays, tax in them. */
  taxIncluded: z.boolean(),
  /** What is added to the cost of a part without a list price, up to a cost (null: whatever it is); by cost. */
  markup: z
    .array(z.object({ upTo: zUnitPrice.nullable(), percent: z.int().min(0).max(1_000_000) }))
    .max(20)
    .refine((steps) => steps.every((step, at) => reachesFurther(step.upTo, steps[at - 1]?.upTo)), {
      message: 'Each step reaches further than the one before',
    }),
  /** How far a role may move a price; a role without one, as far as it likes. */
  overrideLimits: z.partialRecord(z.enum(roles), zLimit),
  /** Where ways to sites begin. */
  base: zPosition.nullable(),
})
export const zPriceSettings = zPriceSettingsFields.extend({ version: zVersion })
export type PriceSettings = z.output<typeof zPriceSettings>

function reachesFurther(upTo: number | null, before: number | null | undefined): boolean {
  if (before === undefined) return true
  return before !== null && (upTo === null || upTo > before)
}

const itemPriceLife = archiving('ItemPrice', 'item-prices', 'price_book.edit', zItemPrice)

export const priceTermsApi = {
  listItemPrices: contract({
    id: 'listItemPrices',
    method: 'GET',
    path: '/api/item-prices',
    summary: 'Prices by day: of a customer, of an item, or all of them, the latest first',
    ability: 'prices.read',
    query: z.object({ customer: zId.optional(), item: zId.optional(), archived: zArchived }),
    reply: listOf(zItemPrice),
  }),
  makeItemPrice: contract({
    id: 'makeItemPrice',
    method: 'POST',
    path: '/api/item-prices',
    summary: 'Say what an item costs from a day on, for a customer or for all',
    ability: 'price_book.edit',
    body: zItemPriceFields.partial({ customerId: true, validUntil: true }).extend({ id: zId }),
    reply: zItemPrice,
  }),
  editItemPrice: contract({
    id: 'editItemPrice',
    method: 'PATCH',
    path: '/api/item-prices/{id}',
    summary: 'Change a price by day; invoices made before keep theirs',
    ability: 'price_book.edit',
    params: idParams,
    body: editOf(zItemPriceFields.omit({ itemId: true, customerId: true })),
    reply: zItemPrice,
  }),
  archiveItemPrice: itemPriceLife.archive,
  restoreItemPrice: itemPriceLife.restore,

  readCustomerTerms: contract({
    id: 'readCustomerTerms',
    method: 'GET',
    path: '/api/customers/{id}/terms',
    summary: 'What comes off for a customer',
    ability: 'prices.read',
    params: idParams,
    reply: zCustomerTerms,
  }),
  editCustomerTerms: contract({
    id: 'editCustomerTerms',
    method: 'PATCH',
    path: '/api/customers/{id}/terms',
    summary: 'Change what comes off for a customer; version 0 while nothing was agreed',
    ability: 'price_book.edit',
    params: idParams,
    body: zCustomerTermsFields.partial().extend({ version: z.int().min(0) }),
    reply: zCustomerTerms,
  }),

  readPriceSettings: contract({
    id: 'readPriceSettings',
    method: 'GET',
    path: '/api/price-settings',
    summary: 'How prices are made: tax in them or not, markup, how far roles may change them, where ways begin',
    ability: 'prices.read',
    reply: zPriceSettings,
  }),
  editPriceSettings: contract({
    id: 'editPriceSettings',
    method: 'PATCH',
    path: '/api/price-settings',
    summary: 'Change how prices are made; the version is the organization’s',
    ability: 'settings.edit',
    body: editOf(zPriceSettingsFields),
    reply: zPriceSettings,
  }),
}
