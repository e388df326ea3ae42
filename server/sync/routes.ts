import { syncApi } from '#core/sync/api.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { actorOf, route, routeWithoutTransaction } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { findOnline, join } from './online.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import { importUnsent, settleHeldOfPhone } from './take-in.ts'

export const syncSlice: Slice = {
  name: 'sync',
  routes: [
    routeWithoutTransaction(syncApi.push, ({ body }, around) => push(around.services, actorOf(around), body)),
    routeWithoutTransaction(syncApi.importUnsent, ({ body }, around) =>
      importUnsent(around.services, actorOf(around), body),
    ),
    routeWithoutTransaction(workOrderApi.settleHeldOfPhone, ({ params, body }, around) =>
      settleHeldOfPhone(around.services, actorOf(around), params.id, body),
    ),
    route(syncApi.pull, (tx, { body }) => pull(tx, body)),
    route(syncApi.findOnline, (tx, { query }) => findOnline(tx, query.q)),
    route(syncApi.join, (tx, { body }) => join(tx, body.workOrder)),
  ],
}
