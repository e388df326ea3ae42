import type { QueryClient } from '@tanstack/react-query'

/** One line of `/api/live`: something of this kind and id has a new version. */
export type Change = { kind: string; id: string; version: number }

/** Contracts that show one thing and are asked with its id. */
const pages: Readonly<Record<string, readonly string[]>> = {
  work_order: ['readWorkOrder', 'listEntries', 'priceWorkOrder', 'listReports'],
  customer: ['readCustomer', 'listCustomerWork'],
  customer_terms: ['readCustomerTerms'],
  site: ['readSite', 'listSiteWork', 'listSiteVisits', 'listSiteFiles'],
  asset: ['readAsset'],
  invoice: ['readInvoice'],
}

/** Contracts whose answers may change with anything of a kind. */
const lists: Readonly<Record<string, readonly string[]>> = {
  work_order: [
    'listWorkOrders',
    'readToday',
    'readCounts',
    'readSchedule',
    'countPlanned',
    'readDaySheets',
    'readPlaces',
    'readProposedPlaces',
    'readAttention',
    'listReview',
    'readPlaceContext',
    'listSimilar',
    'readCustomer',
    'readSite',
    'readAsset',
    'listCustomerWork',
    'listSiteWork',
    'listSiteVisits',
    'readInvoice',
    'listReady',
    'readLedger',
    'listLedger',
    'readAssetRecord',
    'listFollowUps',
    'findSignOffs',
    'readSignOff',
  ],
  customer: ['listCustomers', 'search', 'readWorkOrder', 'readSite'],
  site: ['listSites', 'search', 'readCustomer', 'readWorkOrder', 'readBoard', 'readDaySheets'],
  site_file: ['listSiteFiles'],
  contact: ['readDaySheets', 'readCustomer', 'readSite', 'search'],
  asset: ['listAssets', 'readSite', 'search'],
  invoice: [
    'listInvoices',
    'listReady',
    'readLedger',
    'listLedger',
    'listPurchaseOrders',
    'readStatement',
    'readExport',
    'readToday',
  ],
  purchase_order: ['listPurchaseOrders', 'readLedger', 'listLedger', 'readInvoice'],
  export_batch: ['listExports', 'listInvoices'],
  report: ['listReports'],
  file: ['readWorkOrder', 'listReports', 'listSiteFiles'],
  device: ['readToday', 'readAttention', 'listDevices'],
  day: ['readAttention', 'readCounts'],
  held_command: ['readAttention', 'readCounts', 'readWorkOrder'],
  lost_work: ['readAttention', 'readCounts'],
  organization: ['readOrganization', 'readPriceSettings', 'priceWorkOrder', 'me', 'readBoard', 'readDaySheets'],
  member: ['listMembers', 'listTechnicians', 'me'],
  grade: ['listGrades', 'listRateCards'],
  technician: [
    'listTechnicians',
    'listMembers',
    'readSchedule',
    'readToday',
    'readBoard',
    'readDaySheets',
    'readPlaces',
    'readProposedPlaces',
  ],
  skill: ['listSkills', 'readBoard'],
  territory: ['listTerritories', 'readBoard'],
  roster_entry: ['listRoster', 'readBoard', 'readDaySheets', 'readPlaces', 'readProposedPlaces'],
  proposed_visit: ['readBoard', 'listProposedVisits', 'readProposedPlaces'],
  job_type: ['listJobTypes', 'readBoard'],
  price_item: ['listPriceItems', 'priceWorkOrder', 'listReview'],
  tax_rate: ['listTaxRates', 'priceWorkOrder', 'listReview'],
  rate_card: ['listRateCards', 'priceWorkOrder', 'listReview'],
  item_price: ['listItemPrices', 'priceWorkOrder', 'listReview'],
  customer_terms: ['priceWorkOrder', 'listReview'],
}

type Listener = (changes: readonly Change[]) => void
const listeners = new Set<Listener>()

/** Tells of every change as it becomes known, for what follows single changes rather than asking again. @returns how to stop */
export function onChanges(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Marks as out of date what shows these changes; what is on the screen is asked again at once. */
export function refresh(queries: QueryClient, changes: readonly Change[]): void {
  for (const listener of listeners) listener(changes)
  const ids = new Set(changes.map((change) => change.id))
  const byId = new Set(changes.flatMap((change) => pages[change.kind] ?? []))
  const byKind = new Set(changes.flatMap((change) => lists[change.kind] ?? []))
  void queries.invalidateQueries({
    predicate: ({ queryKey: [contract, sent] }) =>
      typeof contract === 'string' && (byKind.has(contract) || (byId.has(contract) && ids.has(idIn(sent)))),
  })
}

function idIn(sent: unknown): string {
  if (typeof sent !== 'object' || sent === null || !('params' in sent)) return ''
  const { params } = sent
  return typeof params === 'object' && params !== null && 'id' in params && typeof params.id === 'string'
    ? params.id
    : ''
}
