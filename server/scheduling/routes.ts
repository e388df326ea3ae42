import { boardApi } from '#core/scheduling/board-api.ts'
import { schedulingApi } from '#core/scheduling/api.ts'
import { daySheetApi } from '#core/scheduling/day-sheet-api.ts'
import { proposalApi } from '#core/scheduling/proposal-api.ts'
import { setArchived } from '#server/platform/plain-rows.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { readBoardText } from './board-queries.ts'
import { readDaySheets } from './day-sheets.ts'
import { countPlanned } from './planned-queries.ts'
import { readPlaces, readProposedPlaces } from './places.ts'
import { listProposedVisits } from './proposal-queries.ts'
import {
  declineProposedVisit,
  editProposedVisit,
  makeProposedVisit,
  proposedVisit,
  raiseProposedVisit,
  reopenProposedVisit,
} from './proposals.ts'
import { readSchedule } from './queries.ts'

export const schedulingSlice: Slice = {
  name: 'scheduling',
  routes: [
    route(boardApi.readBoard, (tx, { query }) => readBoardText(tx, query)),
    route(daySheetApi.readDaySheets, (tx, { query }) => readDaySheets(tx, query)),
    route(boardApi.readPlaces, (tx, { params, query }) => readPlaces(tx, params.id, query)),
    route(boardApi.readProposedPlaces, (tx, { params }) => readProposedPlaces(tx, params.id)),
    route(schedulingApi.readSchedule, (tx, { query }) => readSchedule(tx, query)),
    route(schedulingApi.countPlanned, (tx, { params, query }) => countPlanned(tx, params.id, query)),
    route(proposalApi.listProposedVisits, (tx, { query }) => listProposedVisits(tx, query)),
    route(proposalApi.makeProposedVisit, (tx, { body }) => makeProposedVisit(tx, body)),
    route(proposalApi.editProposedVisit, (tx, { params, body }) => editProposedVisit(tx, params.id, body)),
    route(proposalApi.declineProposedVisit, (tx, { params, body }) => declineProposedVisit(tx, params.id, body.reason)),
    route(proposalApi.reopenProposedVisit, (tx, { params }) => reopenProposedVisit(tx, params.id)),
    route(proposalApi.raiseProposedVisit, (tx, { params, body }) => raiseProposedVisit(tx, params.id, body.workOrder)),
    route(proposalApi.archiveProposedVisit, (tx, { params }) => setArchived(tx, proposedVisit, params.id, true)),
    route(proposalApi.restoreProposedVisit, (tx, { params }) => setArchived(tx, proposedVisit, params.id, false)),
  ],
}
