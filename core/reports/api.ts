import * as z from 'zod'
import { contract, idParams, zId, zInstant } from '../kit/contract.ts'

export const zReport = z.object({
  id: zId,
  workOrder: zId,
  /** Null: the whole order. */
  visit: zId.nullable(),
  /** The version of the record it freezes. */
  documentVersion: z.int(),
  /** `waiting`: photos or signatures it shows have not arrived; it is made when they have or are waived. */
  state: z.enum(['waiting', 'making', 'ready', 'failed']),
  awaited: z.int(),
  askedAt: zInstant,
  askedBy: z.string(),
  file: zId.nullable(),
  sha256: z.string().nullable(),
  size: z.int().nullable(),
  problem: z.string().nullable(),
  /** What makes a finished one stale: it shows a photo that was withdrawn or is not for the customer any more; or the record went on. */
  outdated: z.enum(['withdrawn_photo', 'changed']).nullable(),
})
export type Report = z.output<typeof zReport>

export const reportApi = {
  askReport: contract({
    id: 'askReport',
    method: 'POST',
    path: '/api/work-orders/{id}/reports',
    summary: 'Ask for the report of a visit or the whole order; the same version again gives the same report',
    ability: 'work_orders.read',
    params: idParams,
    body: z.object({ id: zId, visit: zId.nullable() }),
    reply: zReport,
  }),
  listReports: contract({
    id: 'listReports',
    method: 'GET',
    path: '/api/work-orders/{id}/reports',
    summary: 'Reports of a work order, the latest first',
    ability: 'work_orders.read',
    params: idParams,
    reply: z.object({ items: z.array(zReport) }),
  }),
}
