import { Make } from './make/Make.tsx'
import { Outbox } from './outbox/Outbox.tsx'
import type { Route } from './routes/paths.ts'
import { Search } from './search/Search.tsx'
import { Settings } from './settings/Settings.tsx'
import { Time } from './time/Time.tsx'
import { OrderPage } from './visit/OrderPage.tsx'
import { SignOffPage } from './visit/sign-off/SignOffPage.tsx'
import { VisitPage } from './visit/VisitPage.tsx'

/** Every page but today’s list, which is drawn before these are fetched. */
export function Pages({ route }: { route: Route }) {
  switch (route.page) {
    case 'today':
      return null
    case 'search':
      return <Search />
    case 'make':
      return <Make />
    case 'time':
      return <Time />
    case 'outbox':
      return <Outbox />
    case 'settings':
      return <Settings />
    case 'order':
      return <OrderPage key={route.workOrder} workOrder={route.workOrder} />
    case 'visit':
      return <VisitPage key={route.visit} workOrder={route.workOrder} visitId={route.visit} />
    case 'sign-off':
      return <SignOffPage key={route.visit} workOrder={route.workOrder} visitId={route.visit} />
  }
}
