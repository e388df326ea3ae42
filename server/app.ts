import { billingSlice } from './billing/routes.ts'
import { customersSlice } from './customers/routes.ts'
import { fieldworkSlice } from './fieldwork/routes.ts'
import { noticesSlice } from './notices/routes.ts'
import { peopleSlice } from './people/routes.ts'
import { demo as demoCompany, demoSlice } from './demo/demo.ts'
import type { Demo } from './platform/demo.ts'
import { sessionRoutes } from './platform/sign-in/routes.ts'
import type { Slice } from './platform/slice.ts'
import { reportsSlice } from './reports/routes.ts'
import { searchSlice } from './search/routes.ts'
import { schedulingSlice } from './scheduling/routes.ts'
import { jobTypeRoutes } from './work-orders/catalogue-routes.ts'
import { syncSlice } from './sync/routes.ts'
import { workOrdersSlice } from './work-orders/routes.ts'

/** THE list: everything the server offers. A slice that is not here does not exist. */
export const slices: Slice[] = [
  { name: 'session', routes: sessionRoutes },
  peopleSlice,
  customersSlice,
  { name: 'job-types', routes: jobTypeRoutes },
  workOrdersSlice,
  schedulingSlice,
  fieldworkSlice,
  syncSlice,
  noticesSlice,
  billingSlice,
  reportsSlice,
  searchSlice,
  demoSlice,
]

/** The demo company, made when the database is empty and DEMO is on. */
export const demo: Demo = demoCompany
