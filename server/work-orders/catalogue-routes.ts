import { workOrderCatalogueApi as api } from '#core/work-orders/catalogue-api.ts'
import { setArchived } from '#server/platform/plain-rows.ts'
import { type Route, route } from '#server/platform/route.ts'
import { editJobType, makeJobType } from './catalogue-commands.ts'
import { jobType, listJobTypes } from './catalogue-queries.ts'

export const jobTypeRoutes: Route[] = [
  route(api.listJobTypes, async (tx, { query }) => ({ items: await listJobTypes(tx, query.archived), next: null })),
  route(api.makeJobType, (tx, { body }) => makeJobType(tx, body)),
  route(api.editJobType, (tx, { params, body }) => editJobType(tx, params.id, body)),
  route(api.archiveJobType, (tx, { params }) => setArchived(tx, jobType, params.id, true)),
  route(api.restoreJobType, (tx, { params }) => setArchived(tx, jobType, params.id, false)),
]
