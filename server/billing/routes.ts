import { billingApi as api } from '#core/billing/api.ts'
import { price } from '#core/billing/price.ts'
import { ledgerApi } from '#core/billing/ledger-api.ts'
import { localDate } from '#core/kit/time.ts'
import { warningSentence } from '#core/billing/warnings.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { need } from '#server/platform/plain-rows.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { readOrder } from './records.ts'
import { priceBookRoutes } from './catalogue-routes.ts'
import { accountsRoutes } from './accounts-routes.ts'
import { creditInvoice } from './crediting.ts'
import { draftInvoice } from './drafts.ts'
import { exportRoutes } from './export-routes.ts'
import { findInvoices } from './findables.ts'
import { gatherInvoice, leaveLines, listReady } from './gathering.ts'
import { issueInvoice, voidInvoice } from './issuing.ts'
import { listLedger, readLedger } from './ledger-queries.ts'
import { weighSome } from './ledger-writes.ts'
import { loadPayment } from './payment-queries.ts'
import { recordPayment, takeBackPayment } from './payments.ts'
import { readInvoice } from './reading.ts'
import { readStatement } from './statements.ts'
import { printInvoice } from './paper.ts'
import { loadPriceCatalogue } from './price-catalogue.ts'
import { priceTermsRoutes } from './terms-routes.ts'
import { listInvoices, loadInvoiceRecord } from './queries.ts'

export const billingSlice: Slice = {
  name: 'billing',
  routes: [
    ...priceBookRoutes,
    ...accountsRoutes,
    ...priceTermsRoutes,
    route(api.priceWorkOrder, async (tx, { params }) => {
      const order = await need(readOrder, tx, params.id)
      const catalogue = await loadPriceCatalogue(tx, [order])
      const { currency } = catalogue
      const { locale } = await loadOrganization(tx)
      const priced = price(order, catalogue)
      const warnings = priced.warnings.map((warning) => ({
        code: warning.code,
        sentence: warningSentence(warning, currency, locale),
        line: warning.line,
        mend: warning.mend,
      }))
      return { version: order.work.version, currency, priced, warnings }
    }),
    route(api.draftInvoice, async (tx, { params }) => {
      await need(readOrder, tx, params.id)
      return { invoice: await draftInvoice(tx, params.id) }
    }),
    route(api.listInvoices, async (tx, { query }) => {
      const { zone } = await loadOrganization(tx)
      return listInvoices(tx, query, localDate(tx.now, zone))
    }),
    route(ledgerApi.readLedger, (tx) => readLedger(tx)),
    route(ledgerApi.listLedger, (tx, { query }) => listLedger(tx, query)),
    route(api.listReady, (tx) => listReady(tx)),
    route(api.gatherInvoice, (tx, { body }) => gatherInvoice(tx, body)),
    route(api.leaveLines, async (tx, { params, body }) => {
      await need(loadInvoiceRecord, tx, params.id)
      return leaveLines(tx, params.id, body)
    }),
    route(api.creditInvoice, async (tx, { params, body }) => {
      await need(loadInvoiceRecord, tx, params.id)
      return creditInvoice(tx, params.id, body)
    }),
    route(api.recordPayment, async (tx, { params, body }) => {
      await need(loadInvoiceRecord, tx, params.id)
      return recordPayment(tx, params.id, body)
    }),
    route(api.takeBackPayment, async (tx, { params, body }) => {
      await need(loadPayment, tx, params.id)
      return takeBackPayment(tx, params.id, body.reason)
    }),
    route(api.readStatement, (tx, { params, query }) => readStatement(tx, params.id, query)),
    route(api.readInvoice, async (tx, { params }) => {
      await need(loadInvoiceRecord, tx, params.id)
      return readInvoice(tx, params.id)
    }),
    route(api.issueInvoice, async (tx, { params, body }) => {
      await need(loadInvoiceRecord, tx, params.id)
      return issueInvoice(tx, params.id, body)
    }),
    route(api.voidInvoice, async (tx, { params, body }) => {
      await need(loadInvoiceRecord, tx, params.id)
      return voidInvoice(tx, params.id, body)
    }),
    ...exportRoutes,
  ],
  tasks: {
    weigh_ledger: async ({ inTenant }) => {
      while (await inTenant(weighSome));
    },
    draft_invoice: async ({ payload, inTenant }) => {
      const { workOrder } = payload
      if (typeof workOrder === 'string') await inTenant((tx) => draftInvoice(tx, workOrder))
    },
    print_invoice: printInvoice,
    find_invoices: findInvoices,
  },
}
