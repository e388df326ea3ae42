import type { Id } from '../kit/ids.ts'
import { amountOf, type Minor, type Quantity, shareOf, sum, type TaxRate, type UnitPrice } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'
import type { WorkOrder } from '../work-orders/document.ts'
import { liveBilledLines } from '../work-orders/evolve-money.ts'
import { datedKey, holdsOn, type PriceCatalogue } from './catalogue.ts'
import { coverOf } from './deductions.ts'
import { fixedPriceOf } from './price-agreed.ts'
import { price } from './price.ts'
import { pricedVisits, pricingOf } from './pricing.ts'
import { taxOf, taxWithin } from './tax.ts'

/** What a phone of somebody who may see prices knows of the money of a work order: as it was on a day, at a version. */
export type OrderPrices = {
  /** The day the prices are of. */
  on: LocalDate
  currency: string
  /** The tax that prices have in them, in hundredths of a percent; none where it comes on top. */
  taxWithin: TaxRate
  /** What was agreed at most, without tax, and what it came to so far; null where nothing was. */
  notToExceed: Minor | null
  committed: Minor
  /** Parts that are in it already. */
  counted: Id[]
  /** Nothing is charged for parts: covered, or in a fixed price. */
  partsFree: boolean
  partsDiscount: TaxRate
  categoryDiscounts: readonly { category: string; percent: TaxRate }[]
  /** What was agreed with the customer for an item. */
  agreed: readonly { item: Id; unitPrice: UnitPrice }[]
}

/** @param agreedItems items the customer may have prices of their own for, besides those that are fitted */
export function orderPrices(
  order: WorkOrder,
  catalogue: PriceCatalogue,
  on: LocalDate,
  agreedItems: readonly Id[],
): OrderPrices {
  const { customer } = order.work.details
  const terms = customer === null ? undefined : catalogue.customers.get(customer)
  const pricing = pricingOf(order, catalogue)
  const visits = pricedVisits(pricing)
  return {
    on,
    currency: catalogue.currency,
    taxWithin: catalogue.taxIncluded ? taxOf(catalogue, null, customer, on).taxPercent : 0,
    notToExceed: order.money.notToExceed,
    committed: price(order, catalogue).net + sum(liveBilledLines(order.money).map((line) => line.net)),
    counted: order.work.parts.map((part) => part.id),
    partsFree: fixedPriceOf(pricing, visits)?.includesParts === true || coverOf(pricing, 'parts', on, 0) !== null,
    partsDiscount: terms?.partsDiscount ?? 0,
    categoryDiscounts: terms?.categoryDiscounts ?? [],
    agreed: agreedItems.flatMap((item) => {
      const held = customer === null ? undefined : holdsOn(catalogue.datedPrices.get(datedKey(item, customer)), on)
      return held ? [{ item, unitPrice: held.unitPrice }] : []
    }),
  }
}

/** What one of a part is charged with on a work order; null where the office has no price for it. */
export function offeredPrice(
  prices: OrderPrices,
  listed: UnitPrice | null,
  part: { id: Id; category: string },
): UnitPrice | null {
  if (prices.partsFree) return 0
  const own = prices.agreed.find((one) => one.item === part.id)
  if (own) return own.unitPrice
  if (listed === null) return null
  const percent =
    prices.categoryDiscounts.find((one) => one.category === part.category)?.percent ?? prices.partsDiscount
  return listed - shareOf(listed, percent)
}

export type Fitted = { quantity: Quantity; unitPrice: UnitPrice | null }

/** By how much the work comes to more than was agreed with these parts fitted as well; null where it does not. */
export function aboveLimitWith(prices: OrderPrices, fitted: readonly Fitted[]): Minor | null {
  if (prices.notToExceed === null) return null
  const asked = sum(fitted.map(({ quantity, unitPrice }) => amountOf(quantity, unitPrice ?? 0, prices.currency)))
  const over = prices.committed + asked - taxWithin(asked, prices.taxWithin) - prices.notToExceed
  return over > 0 ? over : null
}
