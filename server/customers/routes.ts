import { customersApi } from '#core/customers/api.ts'
import { siteFileApi } from '#core/customers/file-api.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { need, setArchived } from '#server/platform/plain-rows.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { findIds } from '#server/search/queries.ts'
import {
  archiveCustomer,
  archiveSite,
  editAsset,
  editContact,
  editCustomer,
  editSite,
  makeAsset,
  makeContact,
  makeCustomer,
  makeSite,
} from './commands.ts'
import { attachSiteFile, editSiteFile, withdrawSiteFile } from './files.ts'
import { listSiteFiles } from './file-queries.ts'
import { listVisitsAtSite, listWork, openWorkOf } from './history-queries.ts'
import { findCustomers } from './jobs.ts'
import { asset, contact, customer, site } from './plain.ts'
import {
  assetsAtSite,
  contactsForSite,
  contactsOfCustomer,
  listAssets,
  listCustomers,
  listSites,
  loadAsset,
  loadCustomer,
  loadSite,
  openWorkAt,
} from './queries.ts'

/** Shown while a customer or site is chosen; the rest is a page away. */
const openWorkShown = 20
const lastVisitsShown = 5
const sitesShown = 200

export const customersSlice: Slice = {
  name: 'customers',
  tasks: { find_customers: findCustomers },
  routes: [
    route(customersApi.listCustomers, async (tx, { query }) =>
      listCustomers(tx, query, await typed(tx, 'customer', query.q)),
    ),
    route(customersApi.readCustomer, async (tx, { params: { id } }) => {
      const found = await need(loadCustomer, tx, id)
      const sites = await listSites(tx, { customer: id, archived: 'no', limit: sitesShown }, null)
      return {
        customer: found,
        sites: sites.items,
        ...(await contactsOfCustomer(tx, id)),
        openWork: await openWorkOf(tx, { customer: id }, openWorkShown),
        openWorkOrders: await openWorkAt(tx, { customer: id }),
      }
    }),
    route(customersApi.makeCustomer, (tx, { body }) => makeCustomer(tx, body)),
    route(customersApi.editCustomer, (tx, { params, body }) => editCustomer(tx, params.id, body)),
    route(customersApi.archiveCustomer, (tx, { params }) => archiveCustomer(tx, params.id)),
    route(customersApi.restoreCustomer, (tx, { params }) => setArchived(tx, customer, params.id, false)),
    route(customersApi.listCustomerWork, async (tx, { params, query }) => {
      const found = await need(loadCustomer, tx, params.id)
      return listWork(tx, { customer: found.id }, query)
    }),

    route(customersApi.listSites, async (tx, { query }) => listSites(tx, query, await typed(tx, 'site', query.q))),
    route(customersApi.readSite, async (tx, { params: { id } }) => {
      const found = await need(loadSite, tx, id)
      const visits = await listVisitsAtSite(tx, id, { limit: lastVisitsShown })
      return {
        site: found,
        customer: await need(loadCustomer, tx, found.customerId),
        ...(await contactsForSite(tx, found)),
        assets: await assetsAtSite(tx, id),
        openWork: await openWorkOf(tx, { site: id }, openWorkShown),
        lastVisits: visits.items,
      }
    }),
    route(customersApi.makeSite, (tx, { body }) => makeSite(tx, body)),
    route(customersApi.editSite, (tx, { params, body }) => editSite(tx, params.id, body)),
    route(customersApi.archiveSite, (tx, { params }) => archiveSite(tx, params.id)),
    route(customersApi.restoreSite, (tx, { params }) => setArchived(tx, site, params.id, false)),
    route(customersApi.listSiteWork, async (tx, { params, query }) => {
      const found = await need(loadSite, tx, params.id)
      return listWork(tx, { site: found.id }, query)
    }),
    route(customersApi.listSiteVisits, async (tx, { params, query }) => {
      const found = await need(loadSite, tx, params.id)
      return listVisitsAtSite(tx, found.id, query)
    }),

    route(siteFileApi.listSiteFiles, async (tx, { params }) => {
      const found = await need(loadSite, tx, params.id)
      return { items: await listSiteFiles(tx, found.id), next: null }
    }),
    route(siteFileApi.attachSiteFile, (tx, { params, body }) => attachSiteFile(tx, params.id, body)),
    route(siteFileApi.editSiteFile, (tx, { params, body }) => editSiteFile(tx, params.id, body)),
    route(siteFileApi.withdrawSiteFile, (tx, { params }) => withdrawSiteFile(tx, params.id)),

    route(customersApi.makeContact, (tx, { body }) => makeContact(tx, body)),
    route(customersApi.editContact, (tx, { params, body }) => editContact(tx, params.id, body)),
    route(customersApi.archiveContact, (tx, { params }) => setArchived(tx, contact, params.id, true)),
    route(customersApi.restoreContact, (tx, { params }) => setArchived(tx, contact, params.id, false)),

    route(customersApi.listAssets, async (tx, { query }) => listAssets(tx, query, await typed(tx, 'asset', query.q))),
    route(customersApi.readAsset, async (tx, { params: { id } }) => {
      const found = await need(loadAsset, tx, id)
      const work = await listWork(tx, { asset: id }, { limit: openWorkShown })
      return { asset: found, site: await need(loadSite, tx, found.siteId), work: work.items }
    }),
    route(customersApi.makeAsset, (tx, { body }) => makeAsset(tx, body)),
    route(customersApi.editAsset, (tx, { params, body }) => editAsset(tx, params.id, body)),
    route(customersApi.archiveAsset, (tx, { params }) => setArchived(tx, asset, params.id, true)),
    route(customersApi.restoreAsset, (tx, { params }) => setArchived(tx, asset, params.id, false)),
  ],
}

/** The rows that fit what was typed; null when nothing was. */
async function typed(tx: Tx, kind: 'customer' | 'site' | 'asset', q: string | undefined): Promise<string[] | null> {
  if (!q?.trim()) return null
  return findIds(tx, q, (await loadOrganization(tx)).country, kind)
}
