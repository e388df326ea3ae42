import { peopleSlice } from './people/routes.ts'
import type { Demo } from './platform/demo.ts'
import { sessionRoutes } from './platform/sign-in/routes.ts'
import type { Slice } from './platform/slice.ts'

/** THE list: everything the server offers. A slice that is not here does not exist. */
export const slices: Slice[] = [{ name: 'session', routes: sessionRoutes }, peopleSlice]

/** The demo company, made when the database is empty and DEMO is on. */
export const demo: Demo | null = null
