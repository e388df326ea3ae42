import * as z from 'zod'
import { contract, countedListOf, pageQuery, zId, zInstant } from '../kit/contract.ts'
import { ledgerCodes, ledgerOwners, ledgerPlaces } from './ledger.ts'

const place = {
  place: z.enum(ledgerPlaces),
  /** Why it is blocked; null everywhere else. */
  code: z.enum(ledgerCodes).nullable(),
  /** Who can take that away. */
  owner: z.enum(ledgerOwners).nullable(),
}

export const zLedgerLine = z.object({
  ...place,
  count: z.int(),
  /** Without tax, in minor units; below zero where more was invoiced than is due. */
  net: z.int(),
  /** Since when the oldest of them stands there. */
  oldest: zInstant,
})
export type LedgerLine = z.output<typeof zLedgerLine>

export const zLedgerRow = z.object({
  ...place,
  workOrder: zId,
  number: z.string(),
  title: z.string(),
  customer: z.object({ id: zId, name: z.string() }).nullable(),
  site: z.string(),
  technicians: z.array(z.object({ id: zId, name: z.string() })),
  since: zInstant,
  completedAt: zInstant,
  net: z.int(),
  /** It changed a moment ago, or the prices did, and is being weighed. */
  isWeighed: z.boolean(),
  /** The latest that is not void. */
  invoice: z.object({ id: zId, number: z.string().nullable() }).nullable(),
})
export type LedgerRow = z.output<typeof zLedgerRow>

export const ledgerApi = {
  readLedger: contract({
    id: 'readLedger',
    method: 'GET',
    path: '/api/ledger',
    summary: 'Where the money of all completed work stands: each work order in exactly one line',
    ability: 'invoices.read',
    reply: z.object({
      currency: z.string(),
      lines: z.array(zLedgerLine),
      /** Work orders that are being weighed just now. */
      unweighed: z.int(),
      /** From completion to the issue of the invoice, the middle one of those of the last 90 days; null: there are none. */
      daysToInvoice: z.number().nullable(),
    }),
  }),
  listLedger: contract({
    id: 'listLedger',
    method: 'GET',
    path: '/api/ledger/work-orders',
    summary: 'The work orders of a line of the ledger, the longest there first',
    ability: 'invoices.read',
    query: pageQuery.extend({ place: z.enum(ledgerPlaces), code: z.enum(ledgerCodes).optional() }),
    reply: countedListOf(zLedgerRow),
  }),
}
