import * as z from 'zod'
import { contract, idParams, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { commandReply } from '../work-orders/api.ts'
import { activities } from '../work-orders/words.ts'
import { dayActivities } from './day.ts'

export const zWorkedEntry = z.object({
  id: zId,
  technician: zId,
  technicianName: z.string(),
  /** Null for the technician's own day: depot, training, the drive home. */
  workOrder: z.object({ id: zId, number: z.string().nullable(), title: z.string(), visit: zId }).nullable(),
  activity: z.enum([...activities, ...dayActivities]),
  from: zInstant,
  to: zInstant.nullable(),
  minutes: z.int(),
  zone: z.string(),
  corrected: z.boolean(),
})

export const fieldworkApi = {
  settleDayFlag: contract({
    id: 'settleDayFlag',
    method: 'POST',
    path: '/api/days/{id}/settle-flag',
    summary: 'Somebody looked at a flag on a technician’s own day',
    ability: 'work_orders.edit',
    params: idParams,
    body: z.object({ id: zId, flag: z.string().min(1).max(200), note: z.string().max(1000) }),
    reply: commandReply,
  }),
  listWorked: contract({
    id: 'listWorked',
    method: 'GET',
    path: '/api/worked-time',
    summary: 'Time of technicians, on visits and off them, by pay day of the organization',
    ability: 'work_orders.read',
    query: z.object({ from: zLocalDate, to: zLocalDate, technician: zId.optional() }),
    reply: z.object({ zone: z.string(), items: z.array(zWorkedEntry) }),
  }),
}
