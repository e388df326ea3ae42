import * as z from 'zod'
import { contract, idParams, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { zPosition } from '../kit/fields.ts'
import { technicianColours, technicianKinds } from '../people/api.ts'
import { zDue } from '../work-orders/due.ts'
import { priorities, returnReasons, visitStatuses, workOrderKinds, workOrderStatuses } from '../work-orders/words.ts'

const zSpan = z.object({ from: zInstant, to: zInstant })

/** A row of the board, with what a place on it is judged by. Spans are those that touch the days asked for, in order. */
export const zBoardTechnician = z.object({
  id: zId,
  code: z.string(),
  name: z.string(),
  kind: z.enum(technicianKinds),
  colour: z.enum(technicianColours),
  archived: z.boolean(),
  /** Hours and days of theirs are counted in it. */
  zone: z.string(),
  /** Each until the end of its certificate; null: for good. */
  skills: z.array(z.object({ id: zId, until: zInstant.nullable() })),
  territories: z.array(zId),
  /** Where the day begins and where it ends; null where nobody said. */
  start: zPosition.nullable(),
  home: zPosition.nullable(),
  /** When they work: the hours of the week and what was added, without absences. Null: nobody said any hours. */
  open: z.array(zSpan).nullable(),
  away: z.array(zSpan.extend({ reason: z.string(), note: z.string() })),
  onCall: z.array(zSpan),
})
export type BoardTechnician = z.output<typeof zBoardTechnician>

export const zBoardSite = z.object({
  id: zId,
  customer: z.string(),
  name: z.string(),
  address: z.string(),
  zone: z.string(),
  position: zPosition.nullable(),
  /** `town`: nobody knows where the site is, and this is the middle of the sites of its town. */
  positionOf: z.enum(['site', 'town']).nullable(),
  territory: zId.nullable(),
  /** When it can be entered in the days asked for; null: always. */
  open: z.array(zSpan).nullable(),
  preferred: z.array(zId),
  refused: z.array(zId),
})
export type BoardSite = z.output<typeof zBoardSite>

/** What a card shows of the work, planned or waiting. */
const work = {
  workOrder: zId,
  /** Of the work order, as last seen: what a change of it names. */
  version: z.int(),
  reference: z.string(),
  title: z.string(),
  kind: z.enum(workOrderKinds),
  priority: z.enum(priorities),
  /** Null: a place that is only reported so far; then `reported` says it. */
  site: zId.nullable(),
  reported: z.string(),
  zone: z.string(),
  skills: z.array(zId),
  crewSize: z.int(),
  due: zDue.nullable(),
}

export const zBoardVisit = z.object({
  ...work,
  id: zId,
  number: z.int(),
  status: z.enum(visitStatuses),
  workOrderStatus: z.enum(workOrderStatuses),
  start: zInstant,
  minutes: z.int(),
  window: zSpan.nullable(),
  lead: zId.nullable(),
  /** Planned and actual, the lead first. */
  crew: z.array(zId),
  setOutAt: zInstant.nullable(),
  arrivedAt: zInstant.nullable(),
  finishedAt: zInstant.nullable(),
  /** Of the crew, those whose phone has this version: a recall is known to have arrived. */
  seenBy: z.array(zId),
  /** Phones of the crew still hold something unsent, as they last said. */
  unsent: z.boolean(),
})
export type BoardVisit = z.output<typeof zBoardVisit>

/** Work that has no place yet: raised and without a visit, a visit without a time, or proposed by an obligation. */
export const zTrayItem = z.discriminatedUnion('kindOf', [
  z.object({
    ...work,
    kindOf: z.literal('work_order'),
    /** The visit that waits for a time; null where the next has to be made. */
    visit: zId.nullable(),
    /** What that visit keeps without a time: what the customer was promised, and who goes. */
    window: zSpan.nullable(),
    crew: z.array(zId),
    lead: zId.nullable(),
    minutes: z.int(),
    requestedAt: zInstant,
    returnReason: z.enum(returnReasons).nullable(),
    /** Parts it waits for: how many of them are not here, and when the last is expected; null where none are wanted. */
    parts: z.object({ waiting: z.int(), expected: zLocalDate.nullable() }).nullable(),
  }),
  z.object({
    kindOf: z.literal('proposed'),
    id: zId,
    version: z.int(),
    title: z.string(),
    source: z.string(),
    kind: z.enum(workOrderKinds),
    priority: z.enum(priorities),
    site: zId,
    zone: z.string(),
    skills: z.array(zId),
    crewSize: z.int(),
    minutes: z.int(),
    /** Local days at the site, both of it. */
    dueFrom: zLocalDate,
    dueTo: zLocalDate,
  }),
])
export type TrayItem = z.output<typeof zTrayItem>

export const zBoard = z.object({
  /** The organization's zone: the days are cut in it. */
  zone: z.string(),
  from: zLocalDate,
  days: z.int(),
  /** The server's clock when it read this. */
  at: zInstant,
  technicians: z.array(zBoardTechnician),
  skills: z.array(z.object({ id: zId, name: z.string() })),
  territories: z.array(z.object({ id: zId, name: z.string() })),
  sites: z.array(zBoardSite),
  visits: z.array(zBoardVisit),
  tray: z.array(zTrayItem),
  /** There is more in the tray than is shown. */
  trayTotal: z.int(),
})
export type Board = z.output<typeof zBoard>

/** A place for a piece of work, with its costs in numbers and in words. */
const zPlace = z.object({
  technician: zId,
  /** Who comes along where the work takes more than one. */
  mates: z.array(zId),
  start: zInstant,
  minutes: z.int(),
  /** Minutes driven more than without it, and to it and on from it. */
  detour: z.int(),
  travelBefore: z.int(),
  travelAfter: z.int(),
  /** `9 min detour`, `has EPA-608`, `ends before the window`. */
  reasons: z.array(z.string()),
})
export type SuggestedPlace = z.output<typeof zPlace>

const zPlaces = z.object({
  minutes: z.int(),
  best: z.array(zPlace),
  others: z.array(z.object({ technician: zId, why: z.array(z.string()) })),
  /** Who could be there at once, leaving what they are at: the first first. */
  first: z.array(
    z.object({
      technician: zId,
      arrives: zInstant,
      travel: z.int(),
      /** Visits that have to wait for it. */
      displaces: z.array(zId),
    }),
  ),
})

export const boardApi = {
  readBoard: contract({
    id: 'readBoard',
    method: 'GET',
    path: '/api/board',
    summary: 'Some days of the board: technicians, visits, sites, and the work that waits for a place',
    ability: 'work_orders.read',
    query: z.object({
      from: zLocalDate,
      days: z.coerce.number().int().min(1).max(14).default(1),
      /** Only what belongs to these work orders, at most 100 ids with commas: what changed since it was read. */
      workOrders: z
        .string()
        .max(3_700)
        .transform((text) => text.split(','))
        .pipe(z.array(zId).max(100))
        .optional(),
    }),
    reply: zBoard,
  }),
  readPlaces: contract({
    id: 'readPlaces',
    method: 'GET',
    path: '/api/work-orders/{id}/places',
    summary: 'The best places on the board for a piece of work, and for everybody else why not',
    ability: 'work_orders.read',
    params: idParams,
    query: z.object({
      /** The visit that would be moved; else a new one. */
      visit: zId.optional(),
      minutes: z.coerce.number().int().min(5).max(20_160).optional(),
      /** How many days ahead to look. */
      days: z.coerce.number().int().min(1).max(28).default(14),
    }),
    reply: zPlaces,
  }),
  readProposedPlaces: contract({
    id: 'readProposedPlaces',
    method: 'GET',
    path: '/api/proposed-visits/{id}/places',
    summary: 'The best places within its due window for a visit an obligation proposes, and for everybody else why not',
    ability: 'work_orders.read',
    params: idParams,
    reply: zPlaces,
  }),
}
