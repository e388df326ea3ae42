import * as z from 'zod'
import { contract, idParams, zId, zInstant } from '../kit/contract.ts'
import { findingSeverities } from './words.ts'

const ofOrder = {
  workOrder: zId,
  number: z.string(),
  title: z.string(),
  zone: z.string(),
  customer: z.string(),
  site: z.string(),
}

export const zReadingRow = z.object({
  id: zId,
  label: z.string(),
  unit: z.string(),
  value: z.string(),
  outOfRange: z.boolean(),
  at: zInstant,
  technician: z.string(),
  workOrder: zId,
  number: z.string(),
  zone: z.string(),
})
export type ReadingRow = z.output<typeof zReadingRow>

export const zFindingRow = z.object({
  ...ofOrder,
  id: zId,
  asset: z.object({ id: zId, name: z.string() }).nullable(),
  severity: z.enum(findingSeverities),
  text: z.string(),
  recommendation: z.string(),
  state: z.enum(['open', 'repaired', 'followed', 'closed']),
  followedBy: z.object({ id: zId, number: z.string() }).nullable(),
  at: zInstant,
  technician: z.string(),
})
export type FindingRow = z.output<typeof zFindingRow>

export const zNeededPartRow = z.object({
  ...ofOrder,
  id: zId,
  name: z.string(),
  sku: z.string(),
  quantity: z.int(),
  unit: z.string(),
  state: z.enum(['needed', 'ordered', 'arrived', 'dropped']),
  expected: z.string().nullable(),
  at: zInstant,
})
export type NeededPartRow = z.output<typeof zNeededPartRow>

export const followUpApi = {
  readAssetRecord: contract({
    id: 'readAssetRecord',
    method: 'GET',
    path: '/api/assets/{id}/record',
    summary: 'What was read off an asset and found on it, the newest first',
    ability: 'work_orders.read',
    params: idParams,
    reply: z.object({ readings: z.array(zReadingRow), findings: z.array(zFindingRow) }),
  }),
  listFollowUps: contract({
    id: 'listFollowUps',
    method: 'GET',
    path: '/api/follow-ups',
    summary: 'Findings nothing was done about, the worst first, and parts that are to be ordered or awaited',
    ability: 'work_orders.read',
    reply: z.object({ findings: z.array(zFindingRow), parts: z.array(zNeededPartRow) }),
  }),
}
