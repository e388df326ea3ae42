import { priceTermsApi as api } from '#core/billing/terms-api.ts'
import { setArchived } from '#server/platform/plain-rows.ts'
import { type Route, route } from '#server/platform/route.ts'
import {
  editCustomerTerms,
  editItemPrice,
  editPriceSettings,
  itemPrice,
  makeItemPrice,
  readCustomerTerms,
} from './terms-commands.ts'
import { listItemPrices, loadPriceSettings } from './terms-queries.ts'

export const priceTermsRoutes: Route[] = [
  route(api.listItemPrices, async (tx, { query }) => ({ items: await listItemPrices(tx, query), next: null })),
  route(api.makeItemPrice, (tx, { body }) => makeItemPrice(tx, body)),
  route(api.editItemPrice, (tx, { params, body }) => editItemPrice(tx, params.id, body)),
  route(api.archiveItemPrice, (tx, { params }) => setArchived(tx, itemPrice, params.id, true)),
  route(api.restoreItemPrice, (tx, { params }) => setArchived(tx, itemPrice, params.id, false)),

  route(api.readCustomerTerms, (tx, { params }) => readCustomerTerms(tx, params.id)),
  route(api.editCustomerTerms, (tx, { params, body }) => editCustomerTerms(tx, params.id, body)),

  route(api.readPriceSettings, (tx) => loadPriceSettings(tx)),
  route(api.editPriceSettings, (tx, { body }) => editPriceSettings(tx, body)),
]
