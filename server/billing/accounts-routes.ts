import { accountsApi as api } from '#core/billing/accounts-api.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { need, setArchived } from '#server/platform/plain-rows.ts'
import { type Route, route } from '#server/platform/route.ts'
import {
  editAccounts,
  editPurchaseOrder,
  makePurchaseOrder,
  purchaseOrder,
  readAccounts,
  restorePurchaseOrder,
} from './accounts.ts'
import { compareAccounts, takeOver } from './reconciling.ts'
import { listPurchaseOrders } from './purchase-order-queries.ts'

export const accountsRoutes: Route[] = [
  route(api.readAccounts, (tx) => readAccounts(tx)),
  route(api.editAccounts, (tx, { body }) => editAccounts(tx, body)),
  route(api.compareAccounts, (tx, { body }) => compareAccounts(tx, body.invoices)),
  route(api.takeOver, (tx, { body }) => takeOver(tx, body)),
  route(api.listPurchaseOrders, async (tx, { params }) => {
    await need(loadCustomer, tx, params.id)
    return { items: await listPurchaseOrders(tx, params.id), next: null }
  }),
  route(api.makePurchaseOrder, (tx, { body }) => makePurchaseOrder(tx, body)),
  route(api.editPurchaseOrder, (tx, { params, body }) => editPurchaseOrder(tx, params.id, body)),
  route(api.archivePurchaseOrder, (tx, { params }) => setArchived(tx, purchaseOrder, params.id, true)),
  route(api.restorePurchaseOrder, (tx, { params }) => restorePurchaseOrder(tx, params.id)),
]
