import * as z from 'zod'
import { contract, idParams, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { zVisitRow } from '../work-orders/api.ts'
import { zDue } from '../work-orders/due.ts'
import { priorities, workOrderStatuses } from '../work-orders/words.ts'

export const zScheduledVisit = zVisitRow.extend({
  workOrder: zId,
  workOrderVersion: z.int(),
  workOrderNumber: z.string().nullable(),
  title: z.string(),
  priority: z.enum(priorities),
  workOrderStatus: z.enum(workOrderStatuses),
  customer: z.string(),
  site: z.string(),
  address: z.string(),
  /** The site's zone: times are shown in it. */
  zone: z.string(),
  /** The technicians whose phone has this version of the visit, so that a recall is known to have arrived. */
  seenBy: z.array(zId),
})
export type ScheduledVisit = z.output<typeof zScheduledVisit>

export const zUnplanned = z.object({
  id: zId,
  version: z.int(),
  number: z.string().nullable(),
  title: z.string(),
  priority: z.enum(priorities),
  customer: z.string(),
  site: z.string(),
  zone: z.string(),
  due: zDue.nullable(),
  minutes: z.int(),
  /** A return need names its reason: parts, time … */
  returnReason: z.string().nullable(),
  skills: z.array(z.string()),
})

export const schedulingApi = {
  readSchedule: contract({
    id: 'readSchedule',
    method: 'GET',
    path: '/api/schedule',
    summary: 'The visits of some days, the technicians, and the work that has no visit',
    ability: 'work_orders.read',
    query: z.object({ from: zLocalDate, days: z.coerce.number().int().min(1).max(31).default(1) }),
    reply: z.object({
      zone: z.string(),
      technicians: z.array(z.object({ id: zId, name: z.string(), colour: z.string(), skills: z.array(z.string()) })),
      visits: z.array(zScheduledVisit),
      unplanned: z.array(zUnplanned),
    }),
  }),
  countPlanned: contract({
    id: 'countPlanned',
    method: 'GET',
    path: '/api/technicians/{id}/planned',
    summary: 'How many visits a technician has in a stretch of time that are not finished, and when the first begins',
    ability: 'work_orders.read',
    params: idParams,
    query: z.object({ from: zInstant, to: zInstant }),
    reply: z.object({ visits: z.int(), first: zInstant.nullable() }),
  }),
}
