import { accountsApi } from '#core/billing/accounts-api.ts'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { customersApi } from '#core/customers/api.ts'
import { siteFileApi } from '#core/customers/file-api.ts'
import { fieldworkApi } from '#core/fieldwork/api.ts'
import { noticesApi } from '#core/notices/api.ts'
import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import { sessionApi } from '#core/people/session-api.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { reportApi } from '#core/reports/api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { searchApi } from '#core/search/api.ts'
import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { slices } from '#server/app.ts'
import { dayRoutes } from './days.ts'
import type { Entry } from './kinds.ts'
import { proposalWrites } from './proposals.ts'
import { phoneWrites } from './phones.ts'
import { peopleWrites } from './people.ts'
import { rowWrites } from './rows.ts'
import { workWrites } from './work.ts'

const api = {
  ...accountsApi,
  ...billingApi,
  ...billingCatalogueApi,
  ...customersApi,
  ...fieldworkApi,
  ...noticesApi,
  ...peopleApi,
  ...proposalApi,
  ...reportApi,
  ...rosterApi,
  ...schedulingApi,
  ...searchApi,
  ...sessionApi,
  ...siteFileApi,
  ...syncApi,
  ...territoryApi,
  ...workOrderApi,
  ...workOrderCatalogueApi,
}
type Contracts = (typeof api)[keyof typeof api]
type Writing = Exclude<Contracts, { method: 'GET' }>['id']

/** Every request of the API that writes. A new one without an entry does not compile. */
export const routeWrites: Record<Writing, Entry> = {
  ...peopleWrites,
  ...rowWrites,
  ...workWrites,
  ...dayRoutes,
  ...phoneWrites,
  ...proposalWrites,
}

/** What the server offers and the list of contracts above does not know. */
const forgotten = slices
  .flatMap(({ routes }) => routes.map(({ contract }) => contract))
  .filter(({ id, method }) => method !== 'GET' && !Object.hasOwn(routeWrites, id))
if (forgotten.length > 0) throw new Error(`bench/writes has no entry for ${forgotten.map(({ id }) => id).join(', ')}`)
