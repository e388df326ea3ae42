import type { Id } from '../kit/ids.ts'
import { shareOf, type TaxRate, type UnitPrice } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'
import {
  type CardScope,
  datedKey,
  holdsOn,
  type PriceCatalogue,
  type PricedItem,
  type PriceRateCard,
  scopeKey,
} from './catalogue.ts'
import type { Why } from './priced-line.ts'

/**
 * The card that holds on a day: the customer's own before one for the job type, that before one for the grade, the most
 * specific first; of one scope the latest that has begun and has not ended. Null where none does.
 */
export function cardFor(catalogue: PriceCatalogue, asked: CardScope, day: LocalDate): PriceRateCard | null {
  for (const scope of scopesOf(asked)) {
    const card = holdsOn(catalogue.rateCards.get(scopeKey(scope)), day)
    if (card) return card
  }
  return null
}

function* scopesOf({ customer, jobType, grade }: CardScope): Generator<CardScope> {
  for (const ofCustomer of orAll(customer)) {
    for (const ofJobType of orAll(jobType)) {
      for (const ofGrade of orAll(grade)) yield { customer: ofCustomer, jobType: ofJobType, grade: ofGrade }
    }
  }
}

function orAll(id: Id | null): (Id | null)[] {
  return id === null ? [null] : [id, null]
}

export type PartPrice = { unitPrice: UnitPrice; why: Why; agreed: boolean }

/**
 * What a part costs a customer on a day: the price agreed with them, else the price that holds for all from a day on, else
 * the list price, else its cost marked up.
 * @returns `agreed` where it is the customer's own, so that no discount comes off it again
 */
export function partPrice(
  catalogue: PriceCatalogue,
  itemId: Id | null,
  customer: Id | null,
  day: LocalDate,
): PartPrice {
  const item = itemId === null ? undefined : catalogue.items.get(itemId)
  if (!item) return unpriced
  const own = customer === null ? undefined : holdsOn(catalogue.datedPrices.get(datedKey(item.id, customer)), day)
  if (own) {
    const { unitPrice, id: price, version: priceVersion, validFrom } = own
    return { unitPrice, agreed: true, why: { rule: 'customer_price', ...ofItem(item), price, priceVersion, validFrom } }
  }
  const dated = holdsOn(catalogue.datedPrices.get(datedKey(item.id, null)), day)
  if (dated) {
    const { unitPrice, validFrom } = dated
    return { unitPrice, agreed: false, why: { rule: 'price_book', ...ofItem(item), validFrom } }
  }
  if (item.unitPrice !== null)
    return { unitPrice: item.unitPrice, agreed: false, why: { rule: 'price_book', ...ofItem(item) } }
  return item.cost === null ? unpriced : markedUp(catalogue, item, item.cost)
}

const unpriced: PartPrice = { unitPrice: 0, agreed: false, why: { rule: 'no_price' } }

function ofItem(item: PricedItem) {
  return { item: item.id, itemVersion: item.version }
}

function markedUp(catalogue: PriceCatalogue, item: PricedItem, cost: UnitPrice): PartPrice {
  const percent = markupOn(catalogue, cost)
  if (percent === null) return unpriced
  return {
    unitPrice: cost + shareOf(cost, percent),
    agreed: false,
    why: { rule: 'markup', ...ofItem(item), cost, percent },
  }
}

/** What is added to a cost, by the first step that reaches it; null where none does. */
function markupOn({ markup }: PriceCatalogue, cost: UnitPrice): TaxRate | null {
  return markup.find((step) => step.upTo === null || cost <= step.upTo)?.percent ?? null
}
