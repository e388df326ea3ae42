import * as z from 'zod'
import { contract, idParams, zId, zInstant } from '../kit/contract.ts'
import { typed } from '../kit/typed.ts'
import type { EvidenceCheck } from './sign-off-check.ts'
import type { SignedChange } from './signed-changes.ts'
import type { Summary } from './summary.ts'

export const zSignOffRow = z.object({
  fact: zId,
  workOrder: zId,
  number: z.string(),
  title: z.string(),
  visitNumber: z.int(),
  kind: z.enum(['signed', 'refused', 'unattended']),
  name: z.string(),
  signedAt: zInstant,
  zone: z.string(),
  summaryHash: z.string(),
})
export type SignOffRow = z.output<typeof zSignOffRow>

export const zSignOffEvidence = zSignOffRow.extend({
  visit: zId,
  capacity: z.string(),
  /** Why it was not signed, and what they said. */
  reason: z.string(),
  statement: z.string(),
  consent: z.string(),
  /** Empty where it was not kept yet. */
  consentVersion: z.string(),
  language: z.string(),
  template: z.string(),
  /** The words as they stood on the screen; sign-offs from before they were kept have none. */
  shownText: z.string(),
  technician: z.string(),
  recordedBy: z.string(),
  device: zId.nullable(),
  heardAt: zInstant.nullable(),
  /** Milliseconds the device's clock was ahead of the server's, as measured; null where it was not. */
  clockOffset: z.number().nullable(),
  /** It was taken back since. */
  withdrawn: z.boolean(),
  checks: z.array(typed<EvidenceCheck>('One stored piece, and whether it is as it was')),
  /** What the record says otherwise now. */
  changes: z.array(typed<SignedChange>('What was signed and is otherwise by now')),
  summary: typed<Summary>('What was shown').nullable(),
  summaryText: z.string(),
  /** The command as it was handed in, to be verified elsewhere. */
  bytes: z.string(),
  bytesHash: z.string(),
})
export type SignOffEvidence = z.output<typeof zSignOffEvidence>

export const signOffApi = {
  findSignOffs: contract({
    id: 'findSignOffs',
    method: 'GET',
    path: '/api/sign-offs',
    summary: 'Sign-offs of a summary, by the beginning of its hash as reports print it',
    ability: 'work_orders.read',
    query: z.object({
      hash: z
        .string()
        .max(200)
        .transform((text) => text.toLowerCase().replace(/[^0-9a-f]/g, ''))
        .refine((text) => text.length >= 8 && text.length <= 64, { message: 'At least eight of its characters' }),
    }),
    reply: z.object({ items: z.array(zSignOffRow) }),
  }),
  readSignOff: contract({
    id: 'readSignOff',
    method: 'GET',
    path: '/api/sign-offs/{id}',
    summary: 'One sign-off: what is stored of it, whether it is as it was, and what changed on the record since',
    ability: 'work_orders.read',
    params: idParams,
    reply: zSignOffEvidence,
  }),
}
