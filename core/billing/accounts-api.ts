import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { typed } from '../kit/typed.ts'
import type { Difference } from './reconcile.ts'
import { editOf, line, name, zMinor, zVersion } from '../kit/fields.ts'

/** Formats the accounts take invoices in. */
export const formatIds = ['csv', 'json', 'xero', 'quickbooks'] as const
export type FormatId = (typeof formatIds)[number]

// Purchase orders: a customer's number with what it allows

export const zPurchaseOrderFields = z.object({
  customerId: zId,
  number: name(120),
  /** How much may be invoiced under it in all, without tax; null: without limit. */
  limit: zMinor.min(0).nullable(),
  /** The last day it can be invoiced under; null: for good. */
  validUntil: zLocalDate.nullable(),
  note: line(300),
})
export const zPurchaseOrder = zPurchaseOrderFields.extend({
  id: zId,
  version: zVersion,
  archivedAt: zInstant.nullable(),
  /** Net invoiced under it, credit notes taken off. */
  used: z.int(),
})
export type PurchaseOrder = z.output<typeof zPurchaseOrder>

// The accounts

export const codedThings = ['line_kind', 'category', 'tax_rate'] as const
export type CodedThing = (typeof codedThings)[number]
export const zAccountCode = z.object({ what: z.enum(codedThings), key: name(200), code: name(80) })
export type AccountCode = z.output<typeof zAccountCode>

export const zAccountsFields = z.object({
  /** Nothing is issued on this day or before it. */
  closedUntil: zLocalDate.nullable(),
  format: z.enum(formatIds),
  /** The whole map; what it does not name has no code. */
  codes: z.array(zAccountCode).max(2000),
})
export const zAccounts = zAccountsFields.extend({
  version: z.int(),
  /** What can be given a code: kinds of lines, categories of the price book, tax rates; by its key. */
  coded: z.array(z.object({ what: z.enum(codedThings), key: z.string(), name: z.string() })),
})
export type Accounts = z.output<typeof zAccounts>

export const accountsApi = {
  readAccounts: contract({
    id: 'readAccounts',
    method: 'GET',
    path: '/api/accounts',
    summary: 'How the organization works with its accounts: closed books, format, codes',
    ability: 'invoices.read',
    reply: zAccounts,
  }),
  editAccounts: contract({
    id: 'editAccounts',
    method: 'PATCH',
    path: '/api/accounts',
    summary: 'Close or open the books, choose the format, map accounts and tax codes',
    ability: 'invoices.edit',
    body: zAccountsFields.partial().extend({ version: z.int().min(0) }),
    reply: zAccounts,
  }),
  compareAccounts: contract({
    id: 'compareAccounts',
    method: 'POST',
    path: '/api/accounts/compare',
    summary: 'Every difference between the invoices here and the accounts’ own list of them; nothing changes',
    ability: 'invoices.read',
    maxBody: 4_000_000,
    body: z.object({
      invoices: z
        .array(
          z.object({
            number: z.string().min(1).max(200),
            date: zLocalDate.nullable(),
            total: zMinor.nullable(),
            paid: zMinor.nullable(),
            status: z.string().max(200),
          }),
        )
        .min(1)
        .max(10_000),
    }),
    reply: z.object({ currency: z.string(), same: z.int(), differences: z.array(typed<Difference>('One difference')) }),
  }),
  takeOver: contract({
    id: 'takeOver',
    method: 'POST',
    path: '/api/accounts/take-over',
    summary: 'Take payments and acknowledgements over from the accounts’ list; the same ids again change nothing',
    ability: 'invoices.edit',
    body: z.object({
      payments: z
        .array(
          z.object({
            id: zId,
            invoice: zId,
            on: zLocalDate,
            amount: zMinor.refine((amount) => amount !== 0, { message: 'An amount other than zero' }),
          }),
        )
        .max(1000),
      /** Invoices the accounts have: accepted. */
      accepted: z.array(zId).max(2000),
    }),
    reply: z.object({ payments: z.int(), accepted: z.int() }),
  }),
  listPurchaseOrders: contract({
    id: 'listPurchaseOrders',
    method: 'GET',
    path: '/api/customers/{id}/purchase-orders',
    summary: 'Purchase orders of a customer with what is used of them, archived ones last',
    ability: 'invoices.read',
    params: idParams,
    reply: listOf(zPurchaseOrder),
  }),
  makePurchaseOrder: contract({
    id: 'makePurchaseOrder',
    method: 'POST',
    path: '/api/purchase-orders',
    summary: 'Write down a purchase order of a customer; the same id again gives the row as it is',
    ability: 'invoices.edit',
    body: zPurchaseOrderFields.partial({ limit: true, validUntil: true, note: true }).extend({ id: zId }),
    reply: zPurchaseOrder,
  }),
  editPurchaseOrder: contract({
    id: 'editPurchaseOrder',
    method: 'PATCH',
    path: '/api/purchase-orders/{id}',
    summary: 'Change a purchase order',
    ability: 'invoices.edit',
    params: idParams,
    body: editOf(zPurchaseOrderFields.omit({ customerId: true })),
    reply: zPurchaseOrder,
  }),
  archivePurchaseOrder: archiving('PurchaseOrder', 'purchase-orders', 'invoices.edit', zPurchaseOrder).archive,
  restorePurchaseOrder: archiving('PurchaseOrder', 'purchase-orders', 'invoices.edit', zPurchaseOrder).restore,
}
