import { schedulingApi } from '#core/scheduling/api.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { readSchedule } from './queries.ts'

export const schedulingSlice: Slice = {
  name: 'scheduling',
  routes: [route(schedulingApi.readSchedule, (tx, { query }) => readSchedule(tx, query))],
}
