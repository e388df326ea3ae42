import * as z from 'zod'
import { contract, countedListOf, idParams, listOf, pageQuery, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { typed } from '../kit/typed.ts'
import type { Priced, PricedLine, TaxTotal } from './price.ts'

export const invoiceStates = ['draft', 'issued', 'exported', 'acknowledged', 'paid', 'void'] as const
export type InvoiceState = (typeof invoiceStates)[number]

/** A line as it stands on an invoice: the priced line, frozen, with an id of its own. */
export type InvoiceLine = PricedLine & { id: string; workOrder: string; position: number }

export const zInvoiceRow = z.object({
  id: zId,
  version: z.int(),
  kind: z.enum(['invoice', 'credit_note']),
  state: z.enum(invoiceStates),
  /** Null while it is a draft. */
  number: z.string().nullable(),
  customer: z.object({ id: zId, name: z.string() }),
  workOrders: z.array(z.object({ id: zId, number: z.string().nullable(), title: z.string() })),
  purchaseOrder: z.string(),
  currency: z.string(),
  net: z.int(),
  tax: z.int(),
  gross: z.int(),
  issuedOn: zLocalDate.nullable(),
  dueOn: zLocalDate.nullable(),
  madeAt: zInstant,
  exportBatch: zId.nullable(),
})
export type InvoiceRow = z.output<typeof zInvoiceRow>

export const zInvoice = zInvoiceRow.extend({
  lines: z.array(typed<InvoiceLine>('A line with its why')),
  taxes: z.array(typed<TaxTotal>('Net and tax of one rate')),
  billingName: z.string(),
  billingAddress: z.string(),
  customerTaxNumber: z.string(),
  voidReason: z.string(),
  /** The frozen PDF; null until it is made. */
  paper: z.object({ file: zId, sha256: z.string() }).nullable(),
  /** Why it cannot be issued yet: code and sentence. */
  blocked: z.object({ code: z.string(), sentence: z.string() }).nullable(),
})
export type Invoice = z.output<typeof zInvoice>

export const zExportBatch = z.object({
  id: zId,
  number: z.int(),
  madeAt: zInstant,
  madeBy: z.string(),
  count: z.int(),
  currency: z.string(),
  net: z.int(),
  tax: z.int(),
  gross: z.int(),
  byRate: z.array(typed<TaxTotal>('Net and tax of one rate')),
  /** Where its CSV is fetched. */
  csv: z.string(),
})

export const billingApi = {
  priceWorkOrder: contract({
    id: 'priceWorkOrder',
    method: 'GET',
    path: '/api/work-orders/{id}/priced',
    summary: 'The lines a work order would be billed with now, each with its why',
    ability: 'prices.read',
    params: idParams,
    reply: z.object({ version: z.int(), currency: z.string(), priced: typed<Priced>('Lines and sums') }),
  }),
  draftInvoice: contract({
    id: 'draftInvoice',
    method: 'POST',
    path: '/api/work-orders/{id}/invoice',
    summary: 'Make the draft of a reviewed work order; again it gives the same draft, or null when nothing is to bill',
    ability: 'invoices.edit',
    params: idParams,
    reply: z.object({ invoice: zId.nullable() }),
  }),
  listInvoices: contract({
    id: 'listInvoices',
    method: 'GET',
    path: '/api/invoices',
    summary: 'Invoices, the latest first',
    ability: 'invoices.read',
    query: pageQuery.extend({
      state: z.enum(invoiceStates).optional(),
      customer: zId.optional(),
      q: z.string().max(200).optional(),
    }),
    reply: countedListOf(zInvoiceRow),
  }),
  readInvoice: contract({
    id: 'readInvoice',
    method: 'GET',
    path: '/api/invoices/{id}',
    summary: 'One invoice with its lines',
    ability: 'invoices.read',
    params: idParams,
    reply: zInvoice,
  }),
  issueInvoice: contract({
    id: 'issueInvoice',
    method: 'POST',
    path: '/api/invoices/{id}/issue',
    summary: 'Give a draft its number and freeze it; issuing it again changes nothing',
    ability: 'invoices.edit',
    params: idParams,
    body: z.object({ version: z.int(), issuedOn: zLocalDate.optional() }),
    reply: zInvoice,
  }),
  voidInvoice: contract({
    id: 'voidInvoice',
    method: 'POST',
    path: '/api/invoices/{id}/void',
    summary: 'Take back a draft, or an issued invoice that was not exported; its number stays used',
    ability: 'invoices.edit',
    params: idParams,
    body: z.object({ version: z.int(), reason: z.string().trim().min(1).max(1000) }),
    reply: zInvoice,
  }),
  listExports: contract({
    id: 'listExports',
    method: 'GET',
    path: '/api/exports',
    summary: 'Batches handed to the accounts, the latest first',
    ability: 'invoices.read',
    query: pageQuery,
    reply: listOf(zExportBatch),
  }),
  makeExport: contract({
    id: 'makeExport',
    method: 'POST',
    path: '/api/exports',
    summary: 'Put every issued invoice that is in no batch yet into a new one; the same id again gives the same batch',
    ability: 'invoices.edit',
    body: z.object({ id: zId }),
    reply: z.object({ batch: zExportBatch.nullable() }),
  }),
  readExportCsv: contract({
    id: 'readExportCsv',
    method: 'GET',
    path: '/api/exports/{id}/csv',
    summary: 'What was handed over in a batch, to the letter, as CSV',
    ability: 'invoices.read',
    params: idParams,
    reply: z.object({ name: z.string(), csv: z.string() }),
  }),
}
