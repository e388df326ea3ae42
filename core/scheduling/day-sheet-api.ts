import * as z from 'zod'
import { contract, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { priorities, returnReasons, visitStatuses } from '../work-orders/words.ts'

const zSpan = z.object({ from: zInstant, to: zInstant })
const zPerson = z.object({ name: z.string(), phone: z.string() })

/** A visit as somebody takes it along on paper: all they need where there is no phone. */
const zSheetVisit = z.object({
  id: zId,
  workOrder: zId,
  reference: z.string(),
  /** Of the visit within its work order. */
  number: z.int(),
  status: z.enum(visitStatuses),
  priority: z.enum(priorities),
  title: z.string(),
  description: z.string(),
  start: zInstant,
  minutes: z.int(),
  window: zSpan.nullable(),
  /** The site's: times are written in it. */
  zone: z.string(),
  customer: z.string(),
  site: z.string(),
  address: z.string(),
  accessNotes: z.string(),
  hazards: z.string(),
  /** Who is met there: of the work order, else of the site, else of the customer. */
  contact: zPerson.nullable(),
  assets: z.array(z.string()),
  skills: z.array(z.string()),
  /** What an earlier visit left to be done, in the words of whoever ended it. */
  left: z.object({ reason: z.enum(returnReasons).nullable(), note: z.string() }).nullable(),
  /** Who comes along. */
  mates: z.array(zPerson),
  leads: z.boolean(),
  /** The way there, from home where it is the first; null: nobody knows where one of both is. */
  way: z.object({ minutes: z.int(), from: z.string() }).nullable(),
})
export type SheetVisit = z.output<typeof zSheetVisit>

const zDaySheet = z.object({
  technician: z.object({ id: zId, name: z.string(), code: z.string(), phone: z.string() }),
  zone: z.string(),
  /** When they work that day; null: nobody said any hours. */
  hours: z.array(zSpan).nullable(),
  away: z.array(zSpan.extend({ reason: z.string(), note: z.string() })),
  onCall: z.array(zSpan),
  visits: z.array(zSheetVisit),
})
export type DaySheet = z.output<typeof zDaySheet>

export const daySheetApi = {
  readDaySheets: contract({
    id: 'readDaySheets',
    method: 'GET',
    path: '/api/board/day-sheets',
    summary: 'The day of each technician who has visits, or of one, to be printed',
    ability: 'work_orders.read',
    query: z.object({ from: zLocalDate, technician: zId.optional() }),
    reply: z.object({
      zone: z.string(),
      date: zLocalDate,
      at: zInstant,
      sheets: z.array(zDaySheet),
    }),
  }),
}
