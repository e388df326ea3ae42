import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { parseSearch, stringifySearch } from './kit/search-params.ts'
import { PageSkeleton } from './kit/TableSkeleton.tsx'
import { routes } from './routes.tsx'
import { PageFailed } from './shell/PageFailed.tsx'

export function makeRouter(queries: QueryClient) {
  return createRouter({
    // A page that fails fails in its place; the navigation stays.
    defaultErrorComponent: PageFailed,
    routeTree: routes,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    // Queries decide how long what was loaded is good.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    // A page that is still being fetched has its shape inside the shell, for as long as it takes and no longer.
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
