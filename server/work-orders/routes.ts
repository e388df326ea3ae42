import { isId } from '#core/kit/ids.ts'
import { workOrderApi } from '#core/work-orders/api.ts'
import { followUpApi } from '#core/work-orders/follow-up-api.ts'
import { signOffApi } from '#core/work-orders/sign-off-api.ts'
import { loadAsset } from '#server/customers/queries.ts'
import { need } from '#server/platform/plain-rows.ts'
import { notFound } from '#server/platform/problem.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { attention } from './attention.ts'
import { listWorkOrders } from './list-queries.ts'
import { sendCommand } from './office.ts'
import { listEntries, loadPage } from './page-queries.ts'
import { listReview } from './review-queries.ts'
import { awaitedParts, findingsOn, openFindings, readingsOf } from './follow-up-queries.ts'
import { endHold, tellOfBytes } from './follow-ups.ts'
import { listSimilar, readPlaceContext } from './similar-queries.ts'
import { readCounts } from './counts-queries.ts'
import { settleLostWork } from './lost-work.ts'
import { settleHeld } from './settle-held.ts'
import { signOffsByHash } from './sign-off-queries.ts'
import { readSignOff } from './sign-offs.ts'
import { readToday } from './today-queries.ts'

function known<T>(found: T | undefined): T {
  if (found === undefined) throw notFound()
  return found
}

function id(text: string): string {
  if (!isId(text)) throw notFound()
  return text
}

export const workOrdersSlice: Slice = {
  name: 'work-orders',
  routes: [
    route(workOrderApi.listWorkOrders, (tx, { query }) => listWorkOrders(tx, query)),
    // Before `{id}`, which would take these words for one.
    route(workOrderApi.listSimilar, (tx, { query }) => listSimilar(tx, query)),
    route(workOrderApi.readPlaceContext, (tx, { query }) => readPlaceContext(tx, query)),
    route(workOrderApi.readWorkOrder, async (tx, { params }) => known(await loadPage(tx, id(params.id)))),
    route(workOrderApi.listEntries, async (tx, { params, query }) =>
      known(await listEntries(tx, id(params.id), query)),
    ),
    route(workOrderApi.sendCommand, (tx, { params, body }) => sendCommand(tx, id(params.id), body)),
    route(followUpApi.readAssetRecord, async (tx, { params }) => {
      const { id: asset } = await need(loadAsset, tx, params.id)
      const [readings, findings] = await Promise.all([readingsOf(tx, asset), findingsOn(tx, asset)])
      return { readings, findings }
    }),
    route(followUpApi.listFollowUps, async (tx) => {
      const [findings, parts] = await Promise.all([openFindings(tx), awaitedParts(tx)])
      return { findings, parts }
    }),
    route(signOffApi.findSignOffs, async (tx, { query }) => ({ items: await signOffsByHash(tx, query.hash) })),
    route(signOffApi.readSignOff, async (tx, { params }, { services }) =>
      known(await readSignOff(tx, services.files, params.id)),
    ),
    route(workOrderApi.readCounts, (tx) => readCounts(tx)),
    route(workOrderApi.readToday, (tx) => readToday(tx)),
    route(workOrderApi.readAttention, (tx) => attention(tx)),
    route(workOrderApi.settleHeld, (tx, { params, body }) => settleHeld(tx, id(params.id), body)),
    route(workOrderApi.settleLostWork, (tx, { params, body }) => settleLostWork(tx, id(params.id), body.note)),
    route(workOrderApi.listReview, (tx, { query }) => listReview(tx, query)),
  ],
  tasks: { end_hold: endHold },
  onFile: tellOfBytes,
}
