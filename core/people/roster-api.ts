import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, pageQuery, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { editOf, prose, zArchived, zVersion } from '../kit/fields.ts'

/** How a day differs from the week: away, working besides, on call. */
export const rosterKinds = ['absent', 'extra', 'on_call'] as const
export type RosterKind = (typeof rosterKinds)[number]
/** Why somebody is away; the other kinds have no reason. */
export const absenceReasons = ['holiday', 'sickness', 'training', 'other'] as const
export type AbsenceReason = (typeof absenceReasons)[number]

/** The longest an entry lasts: three years and some days. */
export const longestRosterDays = 1100

export const zRosterFields = z.object({
  technicianId: zId,
  kind: z.enum(rosterKinds),
  /** Empty for all but an absence. */
  reason: z.enum(['', ...absenceReasons]),
  note: prose(500),
  from: zInstant,
  /** The first instant that is not of it. */
  to: zInstant,
})
export const zRosterEntry = zRosterFields.extend({ id: zId, version: zVersion, archivedAt: zInstant.nullable() })
export type RosterEntry = z.output<typeof zRosterEntry>
export const emptyRosterEntry = { reason: '', note: '' } satisfies Partial<z.output<typeof zRosterFields>>

export const mostRotaTurns = 400

const rosterLife = archiving('RosterEntry', 'roster', 'dispatch', zRosterEntry)

export const rosterApi = {
  listRoster: contract({
    id: 'listRoster',
    method: 'GET',
    path: '/api/roster',
    summary: 'Who is away, works besides or is on call, by when it begins',
    ability: 'people.read',
    query: pageQuery.extend({
      /** Days in the organization’s zone, both of it: what touches them. Left out, there is no end to that side. */
      from: zLocalDate.optional(),
      to: zLocalDate.optional(),
      technician: zId.optional(),
      kind: z.enum(rosterKinds).optional(),
      archived: zArchived,
    }),
    reply: listOf(zRosterEntry),
  }),
  makeRosterEntry: contract({
    id: 'makeRosterEntry',
    method: 'POST',
    path: '/api/roster',
    summary: 'Enter an absence, hours besides, or a time on call of a technician',
    ability: 'dispatch',
    body: zRosterFields.extend({
      id: zId,
      reason: zRosterFields.shape.reason.optional(),
      note: zRosterFields.shape.note.optional(),
    }),
    reply: zRosterEntry,
  }),
  editRosterEntry: contract({
    id: 'editRosterEntry',
    method: 'PATCH',
    path: '/api/roster/{id}',
    summary: 'Change an absence, hours besides, or a time on call',
    ability: 'dispatch',
    params: idParams,
    body: editOf(zRosterFields),
    reply: zRosterEntry,
  }),
  archiveRosterEntry: rosterLife.archive,
  restoreRosterEntry: rosterLife.restore,
  makeRota: contract({
    id: 'makeRota',
    method: 'POST',
    path: '/api/roster/rota',
    summary: 'Put technicians on call in turn, each for some days, until a day',
    ability: 'dispatch',
    body: z.object({
      /** Of the entries, one a turn, in order. */
      ids: z.array(zId).min(1).max(mostRotaTurns),
      technicianIds: z.array(zId).min(1).max(50),
      /** The first turn begins on it; days and time are of the organization’s zone. */
      from: zLocalDate,
      /** The last turn ends on it, at the time of handing over, and is shorter where that comes first. */
      until: zLocalDate,
      days: z.int().min(1).max(92),
      time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'A time such as 07:30' }),
      /** Which is meant on a day on which that time does not exist or exists twice; asked for where there is one. */
      choice: z.enum(['earlier', 'later']).nullable().optional(),
      note: zRosterFields.shape.note.optional(),
    }),
    reply: listOf(zRosterEntry),
  }),
}
