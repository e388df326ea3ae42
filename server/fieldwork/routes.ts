import { fieldworkApi } from '#core/fieldwork/api.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { settleDayFlag } from './commands.ts'
import { listWorked } from './queries.ts'

export const fieldworkSlice: Slice = {
  name: 'fieldwork',
  routes: [
    route(fieldworkApi.settleDayFlag, (tx, { params, body }) => settleDayFlag(tx, params.id, body)),
    route(fieldworkApi.listWorked, (tx, { query }) => listWorked(tx, query)),
  ],
}
