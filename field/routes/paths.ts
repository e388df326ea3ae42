import { isId, type Id } from '#core/kit/ids.ts'

/** Every page of the app, and the one place that knows its address. */
export type Route =
  | { page: 'today' | 'search' | 'make' | 'time' | 'outbox' | 'settings' }
  | { page: 'order'; workOrder: Id }
  | { page: 'visit' | 'sign-off'; workOrder: Id; visit: Id }

const base = '/field'

export function pathTo(route: Route): string {
  switch (route.page) {
    case 'today':
      return `${base}/`
    case 'order':
      return `${base}/order/${route.workOrder}`
    case 'visit':
      return `${base}/visit/${route.workOrder}/${route.visit}`
    case 'sign-off':
      return `${base}/visit/${route.workOrder}/${route.visit}/sign-off`
    default:
      return `${base}/${route.page}`
  }
}

/** An address nobody knows leads to today: a phone has no use for a page that is not there. */
export function routeOf(path: string): Route {
  const [page = '', workOrder, visit, last] = path.slice(base.length).split('/').filter(Boolean)
  switch (page) {
    case 'search':
    case 'make':
    case 'time':
    case 'outbox':
    case 'settings':
      return { page }
    case 'order':
      return isId(workOrder) ? { page, workOrder } : { page: 'today' }
    case 'visit':
      if (!isId(workOrder) || !isId(visit)) return { page: 'today' }
      return { page: last === 'sign-off' ? 'sign-off' : 'visit', workOrder, visit }
    default:
      return { page: 'today' }
  }
}
