import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, pageQuery, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { editOf, line, name, zArchived, zMinutes, zVersion } from '../kit/fields.ts'
import { priorities } from '../work-orders/words.ts'

/** What obligations are for: visits that come again by themselves, and visits an agreement owes. */
export const proposedKinds = ['recurring', 'contract'] as const

export const zProposedVisitFields = z.object({
  siteId: zId,
  /** Brings tasks, skills, crew size and what a finish asks for. */
  jobTypeId: zId.nullable(),
  kind: z.enum(proposedKinds),
  priority: z.enum(priorities),
  title: name(200),
  /** What asks for it, in words: the agreement and its obligation. */
  source: line(300),
  minutes: zMinutes.min(1).max(20_160),
  /** Local days at the site, both of it. */
  dueFrom: zLocalDate,
  dueTo: zLocalDate,
})
/** It waits, became a work order, or is not to be done. */
export const proposedStates = ['open', 'raised', 'declined'] as const
export const zProposedVisit = zProposedVisitFields.extend({
  id: zId,
  version: zVersion,
  state: z.enum(proposedStates),
  /** The work order that was raised from it. */
  workOrder: zId.nullable(),
  declinedAt: zInstant.nullable(),
  declineReason: z.string(),
  archivedAt: zInstant.nullable(),
})
export type ProposedVisit = z.output<typeof zProposedVisit>
export const emptyProposedVisit = {
  jobTypeId: null,
  kind: 'contract',
  priority: 'P3',
  source: '',
  minutes: 60,
} satisfies Partial<z.output<typeof zProposedVisitFields>>

const proposedLife = archiving('ProposedVisit', 'proposed-visits', 'dispatch', zProposedVisit)

export const proposalApi = {
  listProposedVisits: contract({
    id: 'listProposedVisits',
    method: 'GET',
    path: '/api/proposed-visits',
    summary: 'Visits that obligations ask for, by the day they are due',
    ability: 'work_orders.read',
    query: pageQuery.extend({
      state: z.enum(proposedStates).optional(),
      site: zId.optional(),
      /** Due windows that touch these days; left out, there is no end to that side. */
      from: zLocalDate.optional(),
      to: zLocalDate.optional(),
      archived: zArchived,
    }),
    reply: listOf(zProposedVisit),
  }),
  makeProposedVisit: contract({
    id: 'makeProposedVisit',
    method: 'POST',
    path: '/api/proposed-visits',
    summary: 'Propose a visit with its due window; it waits on the board',
    ability: 'dispatch',
    body: zProposedVisitFields.partial().extend({
      id: zId,
      siteId: zId,
      title: zProposedVisitFields.shape.title,
      dueFrom: zLocalDate,
      dueTo: zLocalDate,
    }),
    reply: zProposedVisit,
  }),
  editProposedVisit: contract({
    id: 'editProposedVisit',
    method: 'PATCH',
    path: '/api/proposed-visits/{id}',
    summary: 'Change a proposed visit, its due window among the rest, while it waits',
    ability: 'dispatch',
    params: idParams,
    body: editOf(zProposedVisitFields.omit({ siteId: true })),
    reply: zProposedVisit,
  }),
  declineProposedVisit: contract({
    id: 'declineProposedVisit',
    method: 'POST',
    path: '/api/proposed-visits/{id}/decline',
    summary: 'Say why a proposed visit is not to be done: it leaves the board',
    ability: 'dispatch',
    params: idParams,
    body: z.object({ reason: name(500) }),
    reply: zProposedVisit,
  }),
  reopenProposedVisit: contract({
    id: 'reopenProposedVisit',
    method: 'POST',
    path: '/api/proposed-visits/{id}/reopen',
    summary: 'Let a declined visit wait on the board again',
    ability: 'dispatch',
    params: idParams,
    reply: zProposedVisit,
  }),
  raiseProposedVisit: contract({
    id: 'raiseProposedVisit',
    method: 'POST',
    path: '/api/proposed-visits/{id}/raise',
    summary: 'Make a work order of a proposed visit; asked again it gives the one there is',
    ability: 'dispatch',
    params: idParams,
    body: z.object({
      /** Of the work order, where none was raised yet. */
      workOrder: zId,
    }),
    reply: z.object({
      /** The one that stands for it: raised now, or before under another id. */
      workOrder: zId,
      proposed: zProposedVisit,
    }),
  }),
  archiveProposedVisit: proposedLife.archive,
  restoreProposedVisit: proposedLife.restore,
}
