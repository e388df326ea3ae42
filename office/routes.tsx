import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import * as z from 'zod'
import { Problem } from '#ui/client.ts'
import { askMe } from './kit/me.ts'
import { PageFailed } from './shell/PageFailed.tsx'
import { PageMissing } from './shell/PageMissing.tsx'
import { Shell } from './shell/Shell.tsx'

/** THE list of the office's pages. What stands in an address is text; each page says which parts it knows. */

const text = z.string().optional().catch(undefined)

/** Before it is known who is signed in no page has a shape. */
const Nothing = () => null

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  errorComponent: PageFailed,
  notFoundComponent: PageMissing,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ to: text }),
  component: lazyRouteComponent(() => import('./sign-in/SignInPage.tsx'), 'SignInPage'),
  pendingComponent: Nothing,
})

/** The one-time link printed at the first start of an empty server. */
const firstOwner = createRoute({
  getParentRoute: () => root,
  path: '/first-owner',
  validateSearch: z.object({ token: text }),
  component: lazyRouteComponent(() => import('./sign-in/FirstOwnerPage.tsx'), 'FirstOwnerPage'),
  pendingComponent: Nothing,
})

/** Everything for somebody signed in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(askMe())
    } catch (error) {
      if (error instanceof Problem && error.status === 401)
        throw redirect({ to: '/sign-in', search: { to: location.href } })
      throw error
    }
  },
  component: Shell,
  pendingComponent: Nothing,
  errorComponent: PageFailed,
  notFoundComponent: PageMissing,
})

const today = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./today/TodayPage.tsx'), 'TodayPage'),
})

const workOrders = createRoute({
  getParentRoute: () => shell,
  path: '/work-orders',
  validateSearch: z.object({
    q: text,
    status: text,
    priority: text,
    kind: text,
    customer: text,
    site: text,
    technician: text,
    flagged: text,
    target: text,
    raisedFrom: text,
    raisedTo: text,
    sort: text,
  }),
  component: lazyRouteComponent(() => import('./work-orders/WorkOrdersPage.tsx'), 'WorkOrdersPage'),
})

const workOrder = createRoute({
  getParentRoute: () => shell,
  path: '/work-orders/$id',
  component: lazyRouteComponent(() => import('./work-orders/WorkOrderPage.tsx'), 'WorkOrderPage'),
})

const signOff = createRoute({
  getParentRoute: () => shell,
  path: '/sign-offs/$id',
  component: lazyRouteComponent(() => import('./sign-offs/SignOffPage.tsx'), 'SignOffPage'),
})
const signOffs = createRoute({
  getParentRoute: () => shell,
  path: '/sign-offs',
  validateSearch: z.object({ hash: text }),
  component: lazyRouteComponent(() => import('./sign-offs/FindSignOffPage.tsx'), 'FindSignOffPage'),
})

const followUps = createRoute({
  getParentRoute: () => shell,
  path: '/follow-ups',
  component: lazyRouteComponent(() => import('./follow-ups/FollowUpsPage.tsx'), 'FollowUpsPage'),
})

const raise = createRoute({
  getParentRoute: () => shell,
  path: '/raise',
  validateSearch: z.object({
    customer: text,
    site: text,
    asset: text,
    order: text,
    finding: text,
    title: text,
    about: text,
  }),
  component: lazyRouteComponent(() => import('./raise/RaisePage.tsx'), 'RaisePage'),
})

const schedule = createRoute({
  getParentRoute: () => shell,
  path: '/schedule',
  validateSearch: z.object({ date: text, by: text }),
  component: lazyRouteComponent(() => import('./schedule/SchedulePage.tsx'), 'SchedulePage'),
})

const board = createRoute({
  getParentRoute: () => shell,
  path: '/board',
  validateSearch: z.object({ from: text, days: text }),
  component: lazyRouteComponent(() => import('./board/BoardPage.tsx'), 'BoardPage'),
})

const daySheets = createRoute({
  getParentRoute: () => shell,
  path: '/board/print',
  validateSearch: z.object({ from: text, technician: text }),
  component: lazyRouteComponent(() => import('./board/print/DaySheetsPage.tsx'), 'DaySheetsPage'),
})

const customers = createRoute({
  getParentRoute: () => shell,
  path: '/customers',
  validateSearch: z.object({ q: text, archived: text }),
  component: lazyRouteComponent(() => import('./customers/CustomersPage.tsx'), 'CustomersPage'),
})
const customer = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$id',
  component: lazyRouteComponent(() => import('./customers/CustomerPage.tsx'), 'CustomerPage'),
})
const statement = createRoute({
  getParentRoute: () => shell,
  path: '/customers/$id/statement',
  validateSearch: z.object({ from: text, to: text }),
  component: lazyRouteComponent(() => import('./customers/StatementPage.tsx'), 'StatementPage'),
})
const site = createRoute({
  getParentRoute: () => shell,
  path: '/sites/$id',
  component: lazyRouteComponent(() => import('./customers/SitePage.tsx'), 'SitePage'),
})
const asset = createRoute({
  getParentRoute: () => shell,
  path: '/assets/$id',
  component: lazyRouteComponent(() => import('./customers/AssetPage.tsx'), 'AssetPage'),
})

const review = createRoute({
  getParentRoute: () => shell,
  path: '/review',
  component: lazyRouteComponent(() => import('./review/ReviewQueuePage.tsx'), 'ReviewQueuePage'),
})
const reviewOne = createRoute({
  getParentRoute: () => shell,
  path: '/review/$id',
  component: lazyRouteComponent(() => import('./review/ReviewOrderPage.tsx'), 'ReviewOrderPage'),
})

const invoices = createRoute({
  getParentRoute: () => shell,
  path: '/invoices',
  validateSearch: z.object({ q: text, state: text, customer: text, payment: text }),
  component: lazyRouteComponent(() => import('./invoices/InvoicesPage.tsx'), 'InvoicesPage'),
})
const ready = createRoute({
  getParentRoute: () => shell,
  path: '/invoices/ready',
  validateSearch: z.object({ by: text }),
  component: lazyRouteComponent(() => import('./invoices/ReadyPage.tsx'), 'ReadyPage'),
})
const ledger = createRoute({
  getParentRoute: () => shell,
  path: '/ledger',
  validateSearch: z.object({ place: text, code: text }),
  component: lazyRouteComponent(() => import('./ledger/LedgerPage.tsx'), 'LedgerPage'),
})
const invoice = createRoute({
  getParentRoute: () => shell,
  path: '/invoices/$id',
  component: lazyRouteComponent(() => import('./invoices/InvoicePage.tsx'), 'InvoicePage'),
})
const exports = createRoute({
  getParentRoute: () => shell,
  path: '/exports',
  component: lazyRouteComponent(() => import('./invoices/ExportsPage.tsx'), 'ExportsPage'),
})

const exportOne = createRoute({
  getParentRoute: () => shell,
  path: '/exports/$id',
  component: lazyRouteComponent(() => import('./invoices/ExportPage.tsx'), 'ExportPage'),
})
const compareAccounts = createRoute({
  getParentRoute: () => shell,
  path: '/exports/compare',
  component: lazyRouteComponent(() => import('./invoices/ComparePage.tsx'), 'ComparePage'),
})
const payroll = createRoute({
  getParentRoute: () => shell,
  path: '/payroll',
  validateSearch: z.object({ from: text, to: text }),
  component: lazyRouteComponent(() => import('./invoices/PayrollPage.tsx'), 'PayrollPage'),
})

const attention = createRoute({
  getParentRoute: () => shell,
  path: '/attention',
  component: lazyRouteComponent(() => import('./attention/AttentionPage.tsx'), 'AttentionPage'),
})
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: z.object({ who: text, back: text }),
  component: lazyRouteComponent(() => import('./people/PeoplePage.tsx'), 'PeoplePage'),
})
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: z.object({ section: text, q: text, archived: text }),
  component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage'),
})

/** The questions of a job type, with how they look on a phone beside them. */
const form = createRoute({
  getParentRoute: () => shell,
  path: '/settings/job-types/$id/form',
  component: lazyRouteComponent(() => import('./settings/form/FormPage.tsx'), 'FormPage'),
})

/** Any other address, for somebody signed in. */
const nowhere = createRoute({ getParentRoute: () => shell, path: '$', component: PageMissing })

export const routes = root.addChildren([
  signIn,
  firstOwner,
  shell.addChildren([
    today,
    workOrders,
    workOrder,
    signOff,
    signOffs,
    followUps,
    raise,
    board,
    daySheets,
    schedule,
    customers,
    customer,
    statement,
    site,
    asset,
    review,
    reviewOne,
    invoices,
    ready,
    ledger,
    invoice,
    exports,
    exportOne,
    compareAccounts,
    payroll,
    attention,
    people,
    settings,
    form,
    nowhere,
  ]),
])
