import { boardApi } from '#core/scheduling/board-api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { readBoard } from './board-queries.ts'
import { readPlaces } from './places.ts'
import { readSchedule } from './queries.ts'

export const schedulingSlice: Slice = {
  name: 'scheduling',
  routes: [
    route(boardApi.readBoard, (tx, { query }) => readBoard(tx, query)),
    route(boardApi.readPlaces, (tx, { params, query }) => readPlaces(tx, params.id, query)),
    route(schedulingApi.readSchedule, (tx, { query }) => readSchedule(tx, query)),
  ],
}
