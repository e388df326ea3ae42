import * as z from 'zod'
import { contract, zId, zInstant, zLocalDate } from '../kit/contract.ts'
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
