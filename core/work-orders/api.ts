import * as z from 'zod'
import { contract, countedListOf, idParams, pageQuery, zId, zInstant } from '../kit/contract.ts'
import { typed } from '../kit/typed.ts'
import { commandRules } from './command-rules.ts'
import { commandBodies, commandTypes } from './commands.ts'
import type { MoneyDocument, WorkDocument } from './document.ts'
import type { WorkOrderEvent } from './events.ts'
import { zDue } from './due.ts'
import type { Blocker } from './missing.ts'
import { commandOutcomes, priorities, visitStatuses, workOrderKinds, workOrderStatuses } from './words.ts'

const zNamed = z.object({ id: zId, name: z.string() })

export const zVisitRow = z.object({
  id: zId,
  number: z.int(),
  status: z.enum(visitStatuses),
  start: zInstant.nullable(),
  minutes: z.int(),
  window: z.object({ from: zInstant, to: zInstant }).nullable(),
  crew: z.array(zNamed),
  lead: zId.nullable(),
})

/** A work order as lists show it. */
export const zWorkOrderRow = z.object({
  id: zId,
  version: z.int(),
  /** Null until the server gave one; then `provisional` stands for it. */
  number: z.string().nullable(),
  provisional: z.string().nullable(),
  status: z.enum(workOrderStatuses),
  priority: z.enum(priorities),
  kind: z.enum(workOrderKinds),
  title: z.string(),
  customer: zNamed.nullable(),
  site: zNamed.extend({ address: z.string() }).nullable(),
  /** What was reported where customer or site are not linked yet. */
  reported: z.string(),
  zone: z.string(),
  reference: z.string(),
  requestedAt: zInstant,
  /** The promise to be kept next. */
  due: zDue.nullable(),
  /** By when somebody was to be there. */
  targetAt: zInstant.nullable(),
  /** When somebody first began to work on it: what that is judged by. */
  arrivedAt: zInstant.nullable(),
  raisedAt: zInstant,
  changedAt: zInstant,
  nextVisit: zVisitRow.nullable(),
  openFlags: z.int(),
  evidence: z.object({ stored: z.int(), total: z.int() }),
})
export type WorkOrderRow = z.output<typeof zWorkOrderRow>

const commaList = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(z.enum(values)).max(values.length))

export const targetFilters = ['at_risk', 'missed', 'soon'] as const

/** Filters of the work orders screen; all of them stand in its URL. */
export const workOrderQuery = pageQuery.extend({
  q: z.string().max(200).optional(),
  status: commaList(workOrderStatuses).optional(),
  priority: commaList(priorities).optional(),
  kind: commaList(workOrderKinds).optional(),
  customer: zId.optional(),
  site: zId.optional(),
  technician: zId.optional(),
  flagged: z.enum(['yes']).optional(),
  /** The promise to be kept next passed, is at risk, or either; none whose clock stands. */
  target: z.enum(targetFilters).optional(),
  raisedFrom: zInstant.optional(),
  raisedTo: zInstant.optional(),
  sort: z.enum(['-raised', 'raised', 'target', '-changed', 'priority', 'next_visit', 'number']).default('-raised'),
})

export const zPlaceNames = z.object({
  customer: z
    .object({
      id: zId,
      name: z.string(),
      number: z.string(),
      phone: z.string(),
      requiresPurchaseOrder: z.boolean(),
      archived: z.boolean(),
    })
    .nullable(),
  site: z
    .object({
      id: zId,
      name: z.string(),
      address: z.string(),
      latitude: z.number().nullable(),
      longitude: z.number().nullable(),
      zone: z.string(),
      accessNotes: z.string(),
      hazards: z.string(),
    })
    .nullable(),
  assets: z.array(z.object({ id: zId, name: z.string(), make: z.string(), model: z.string(), serial: z.string() })),
  /** Every asset the record names, by id; those of findings, readings and parts too. */
  assetNames: z.record(z.string(), z.string()),
  jobType: zNamed.nullable(),
  /** The version its job type's form has now; null without one. */
  formVersion: z.int().nullable(),
  /** Everybody named on the record: technicians by id. */
  technicians: z.record(z.string(), z.string()),
})

export const zWorkOrderPage = z.object({
  version: z.int(),
  status: z.enum(workOrderStatuses),
  work: typed<WorkDocument>('The work document: what crews see'),
  /** Null for members who do not see prices. */
  money: typed<MoneyDocument>('The money document').nullable(),
  names: zPlaceNames,
  blockers: z.array(typed<Blocker>('What stands between the work order and its invoice')),
  returnNeeds: z.array(z.object({ visit: zId, number: z.int(), outcome: z.string(), reason: z.string().nullable() })),
  evidence: z.object({ stored: z.int(), total: z.int() }),
  /** For each visit, what its evidence counts: `60 of 60`. */
  evidenceByVisit: z.record(z.string(), z.object({ stored: z.int(), total: z.int() })),
  /** Commands from phones that could not be applied and wait for a person. */
  held: z.int(),
})
export type WorkOrderPage = z.output<typeof zWorkOrderPage>

export const commandRequest = z.object({
  /** Made by the caller; sending it again gives the same answer. */
  id: zId,
  type: z.string().max(60),
  body: z.unknown(),
  /** The version the author was looking at. 0 for a new one. */
  seen: z.int().min(0),
})

/** `commandRequest` with the body each type takes, for who learns the API from its document. */
function describedCommand(): z.ZodType {
  const [first, ...rest] = commandTypes
    .filter((type) => commandRules[type].kind !== 'system')
    .map((type) =>
      commandRequest
        .extend({ type: z.literal(type), body: commandBodies[type] })
        .meta({ id: `command_${type}`, description: `Needs the ability ${commandRules[type].ability}.` }),
    )
  if (!first) throw new Error('there are commands to send')
  return z.discriminatedUnion('type', [first, ...rest])
}

export const commandReply = z.object({
  outcome: z.enum(commandOutcomes),
  code: z.string().nullable(),
  sentence: z.string().nullable(),
  version: z.int(),
  number: z.string().nullable(),
})

export const zTimelineEntry = typed<WorkOrderEvent>('One line of the record, without strokes and summaries')

const zPhone = z.object({
  device: zId,
  /** `Android phone`: what it says it is. */
  name: z.string(),
  member: z.string(),
  technician: zId.nullable(),
  lastSyncAt: zInstant.nullable(),
  unsentCommands: z.int(),
  unsentFiles: z.int(),
  /** When the oldest of what is only on it was captured; null where there is nothing, or it did not say. */
  unsentSince: zInstant.nullable(),
  /** Bytes it has room for, where it says. */
  freeBytes: z.int().nullable(),
  /** The office signed it out; what it still hands in waits for a person. */
  signedOutAt: zInstant.nullable(),
})

/** A phone that had work of its own and came back without it (S31). */
export const zLostWork = z.object({
  id: zId,
  device: zId,
  name: z.string(),
  member: z.string(),
  technician: zId.nullable(),
  noticedAt: zInstant,
  /** False: the same member signed in on what seems to be the same phone, and the old one is silent since. */
  isCertain: z.boolean(),
  /** How much was only on it when it was last heard of. */
  commands: z.int(),
  files: z.int(),
  unsentSince: zInstant.nullable(),
  lastHeardAt: zInstant.nullable(),
  /** Bytes the record names and still awaits from it, by visit. */
  awaited: z.array(
    z.object({
      workOrder: zId,
      number: z.string().nullable(),
      title: z.string(),
      visit: zId.nullable(),
      visitStart: zInstant.nullable(),
      photos: z.int(),
      signatures: z.int(),
      files: z.int(),
    }),
  ),
})

export const zFlagRow = z.object({
  workOrder: zId,
  number: z.string().nullable(),
  title: z.string(),
  customer: z.string(),
  flag: z.string(),
  code: z.string(),
  sentence: z.string(),
  visit: zId.nullable(),
  raisedAt: zInstant,
})

/** A flag of a technician's own day. */
export const zDayFlagRow = z.object({
  technician: zId,
  technicianName: z.string(),
  flag: z.string(),
  code: z.string(),
  sentence: z.string(),
  raisedAt: zInstant,
})

export const zHeldRow = z.object({
  command: zId,
  workOrder: zId,
  number: z.string().nullable(),
  type: z.string(),
  code: z.string(),
  sentence: z.string(),
  member: z.string(),
  /** The phone it came from; those of one that was signed out are settled together. */
  device: zId.nullable(),
  receivedAt: zInstant,
  /** The command as it was captured, readable. */
  body: z.unknown(),
})

export const zReviewRow = zWorkOrderRow.extend({
  completedAt: zInstant,
  blockers: z.array(typed<Blocker>('What stands between the work order and its invoice')),
  /** Null for members who do not see prices. */
  net: z.int().nullable(),
})

export const workOrderApi = {
  listWorkOrders: contract({
    id: 'listWorkOrders',
    method: 'GET',
    path: '/api/work-orders',
    summary: 'Work orders, filtered and sorted, with their count',
    ability: 'work_orders.read',
    query: workOrderQuery,
    reply: countedListOf(zWorkOrderRow),
  }),
  readWorkOrder: contract({
    id: 'readWorkOrder',
    method: 'GET',
    path: '/api/work-orders/{id}',
    summary: 'One work order: its documents and everything derived from them',
    ability: 'work_orders.read',
    params: idParams,
    reply: zWorkOrderPage,
  }),
  listEntries: contract({
    id: 'listEntries',
    method: 'GET',
    path: '/api/work-orders/{id}/entries',
    summary: 'The record of a work order, the latest entry first',
    ability: 'work_orders.read',
    params: idParams,
    query: z.object({
      before: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    reply: z.object({ items: z.array(zTimelineEntry), next: z.int().nullable() }),
  }),
  /** Each command also needs the ability its rule names; see core/work-orders/commands.ts. */
  sendCommand: contract({
    id: 'sendCommand',
    method: 'POST',
    path: '/api/work-orders/{id}/commands',
    summary: 'Raise a work order under an id of your own, or act on one',
    ability: 'work_orders.read',
    params: idParams,
    body: commandRequest,
    describedBody: describedCommand,
    reply: commandReply,
  }),
  listSimilar: contract({
    id: 'listSimilar',
    method: 'GET',
    path: '/api/work-orders/similar',
    summary: 'Open or recent work orders that a new one may be a duplicate of',
    ability: 'work_orders.read',
    query: z.object({
      customer: zId.optional(),
      site: zId.optional(),
      title: z.string().max(200).optional(),
      reference: z.string().max(100).optional(),
    }),
    reply: z.object({ items: z.array(zWorkOrderRow.extend({ why: z.string() })) }),
  }),
  readPlaceContext: contract({
    id: 'readPlaceContext',
    method: 'GET',
    path: '/api/work-orders/context',
    summary: 'What somebody who takes a call wants to see: open work and last visits of a customer or site',
    ability: 'work_orders.read',
    query: z.object({ customer: zId.optional(), site: zId.optional() }),
    reply: z.object({
      open: z.array(zWorkOrderRow),
      lastVisits: z.array(
        z.object({
          workOrder: zId,
          number: z.string().nullable(),
          title: z.string(),
          visit: zId,
          at: zInstant,
          zone: z.string(),
          outcome: z.string().nullable(),
          note: z.string(),
          crew: z.array(z.string()),
        }),
      ),
    }),
  }),
  readCounts: contract({
    id: 'readCounts',
    method: 'GET',
    path: '/api/counts',
    summary: 'The numbers beside the entries of the navigation',
    ability: 'work_orders.read',
    reply: z.object({ unscheduled: z.int(), attention: z.int(), review: z.int() }),
  }),
  readToday: contract({
    id: 'readToday',
    method: 'GET',
    path: '/api/today',
    summary: 'The day as it stands: what needs somebody now',
    ability: 'work_orders.read',
    reply: z.object({
      date: z.string(),
      zone: z.string(),
      unassigned: z.object({ count: z.int(), items: z.array(zWorkOrderRow) }),
      atRisk: z.object({ count: z.int(), items: z.array(zWorkOrderRow) }),
      technicians: z.array(
        z.object({
          id: zId,
          name: z.string(),
          colour: z.string(),
          lastSyncAt: zInstant.nullable(),
          visits: z.array(
            zVisitRow.extend({
              workOrder: zId,
              workOrderNumber: z.string().nullable(),
              title: z.string(),
              site: z.string(),
              zone: z.string(),
            }),
          ),
        }),
      ),
      toReview: z.object({ count: z.int(), items: z.array(zReviewRow) }),
      /** Completed work that is not invoiced, by what it waits for; null without sight of prices. */
      /** Phones of active technicians that have not synced today. */
      phones: z.array(zPhone),
    }),
  }),
  readAttention: contract({
    id: 'readAttention',
    method: 'GET',
    path: '/api/attention',
    summary: 'Flags, held commands, phones and lost work that wait for a person',
    ability: 'work_orders.read',
    reply: z.object({
      flags: z.array(zFlagRow),
      dayFlags: z.array(zDayFlagRow),
      held: z.array(zHeldRow),
      /** Those that were silent today, and those with work that is only on them. */
      phones: z.array(zPhone),
      lostWork: z.array(zLostWork),
    }),
  }),
  settleHeld: contract({
    id: 'settleHeld',
    method: 'POST',
    path: '/api/held/{id}/settle',
    summary: 'Try a held command again, on another work order or visit if need be, or put it aside with a reason',
    ability: 'work_orders.edit',
    params: idParams,
    body: z.discriminatedUnion('choice', [
      z.object({ choice: z.literal('apply'), workOrder: zId, visit: zId.nullable() }),
      z.object({ choice: z.literal('put_aside'), reason: z.string().min(1).max(1000) }),
    ]),
    reply: commandReply,
  }),
  settleHeldOfPhone: contract({
    id: 'settleHeldOfPhone',
    method: 'POST',
    path: '/api/devices/{id}/held/settle',
    summary: 'Take in all that came from a phone after it was signed out, or put it aside with a reason',
    ability: 'work_orders.edit',
    params: idParams,
    body: z.discriminatedUnion('choice', [
      z.object({ choice: z.literal('take_in') }),
      z.object({ choice: z.literal('put_aside'), reason: z.string().trim().min(1).max(1000) }),
    ]),
    /** Those of them that cannot be applied stay in the list, each with its own reason. */
    reply: z.object({ settled: z.int(), held: z.int() }),
  }),
  settleLostWork: contract({
    id: 'settleLostWork',
    method: 'POST',
    path: '/api/lost-work/{id}/settle',
    summary: 'Close the card of a phone that came back empty, with what was done about it',
    ability: 'work_orders.edit',
    params: idParams,
    body: z.object({ note: z.string().trim().min(1).max(1000) }),
  }),
  listReview: contract({
    id: 'listReview',
    method: 'GET',
    path: '/api/review',
    summary: 'Finished work waiting for the office, the oldest first',
    ability: 'review',
    query: pageQuery,
    reply: countedListOf(zReviewRow),
  }),
}

export type LostWork = z.output<typeof zLostWork>
export type HeldRow = z.output<typeof zHeldRow>
export type FlagRow = z.output<typeof zFlagRow>
export type DayFlagRow = z.output<typeof zDayFlagRow>
export type VisitRow = z.output<typeof zVisitRow>
