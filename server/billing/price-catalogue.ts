import type { PriceCatalogue } from '#core/billing/price.ts'
import type { Id } from '#core/kit/ids.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { everybodyOn } from '#core/work-orders/visits.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { listRateCards, listTaxRates, priceItemsById } from './catalogue-queries.ts'
import { currencyOf, technicianNames } from './queries.ts'

/** What the prices of these records are taken from: default rate cards, their parts' items, all tax rates. */
export async function loadPriceCatalogue(tx: Tx, orders: readonly WorkOrder[]): Promise<PriceCatalogue> {
  const items = new Set(orders.flatMap((order) => order.work.parts.flatMap((part) => part.item ?? [])))
  const technicians = new Set(orders.flatMap(({ work }) => work.visits.flatMap((visit) => everybodyOn(work, visit))))
  const [currency, cards, rates, prices, names] = [
    await currencyOf(tx),
    await listRateCards(tx, 'no'),
    await listTaxRates(tx, 'all'),
    await priceItemsById(tx, [...items]),
    await technicianNames(tx, [...technicians]),
  ]
  return {
    currency,
    rateCards: cards.filter((card) => card.isDefault),
    items: new Map(prices.map((item): [Id, (typeof prices)[number]] => [item.id, item])),
    taxRates: new Map(rates.map((rate): [Id, (typeof rates)[number]] => [rate.id, rate])),
    defaultTaxRate: rates.find((rate) => rate.isDefault && rate.archivedAt === null)?.id ?? null,
    technicians: names,
  }
}
