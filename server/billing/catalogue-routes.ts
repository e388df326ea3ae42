import { billingCatalogueApi as api } from '#core/billing/catalogue-api.ts'
import { setArchived } from '#server/platform/plain-rows.ts'
import { type Route, route } from '#server/platform/route.ts'
import {
  archiveRateCard,
  archiveTaxRate,
  editPriceItem,
  editRateCard,
  editTaxRate,
  makePriceItem,
  makeRateCard,
  makeTaxRate,
  priceItem,
  restoreRateCard,
  taxRate,
} from './catalogue-commands.ts'
import { listPriceCategories, listPriceItems, listRateCards, listTaxRates } from './catalogue-queries.ts'

export const priceBookRoutes: Route[] = [
  route(api.listPriceCategories, async (tx) => ({ items: await listPriceCategories(tx) })),
  route(api.listPriceItems, (tx, { query }) => listPriceItems(tx, query)),
  route(api.makePriceItem, (tx, { body }) => makePriceItem(tx, body)),
  route(api.editPriceItem, (tx, { params, body }) => editPriceItem(tx, params.id, body)),
  route(api.archivePriceItem, (tx, { params }) => setArchived(tx, priceItem, params.id, true)),
  route(api.restorePriceItem, (tx, { params }) => setArchived(tx, priceItem, params.id, false)),

  route(api.listTaxRates, async (tx, { query }) => ({ items: await listTaxRates(tx, query.archived), next: null })),
  route(api.makeTaxRate, (tx, { body }) => makeTaxRate(tx, body)),
  route(api.editTaxRate, (tx, { params, body }) => editTaxRate(tx, params.id, body)),
  route(api.archiveTaxRate, (tx, { params }) => archiveTaxRate(tx, params.id)),
  route(api.restoreTaxRate, (tx, { params }) => setArchived(tx, taxRate, params.id, false)),

  route(api.listRateCards, async (tx, { query }) => ({ items: await listRateCards(tx, query.archived), next: null })),
  route(api.makeRateCard, (tx, { body }) => makeRateCard(tx, body)),
  route(api.editRateCard, (tx, { params, body }) => editRateCard(tx, params.id, body)),
  route(api.archiveRateCard, (tx, { params }) => archiveRateCard(tx, params.id)),
  route(api.restoreRateCard, (tx, { params }) => restoreRateCard(tx, params.id)),
]
