import * as z from 'zod'
import { contract, countedListOf, idParams, listOf, pageQuery, zId, zInstant, zLocalDate } from '../kit/contract.ts'
import { line, prose, zMinor } from '../kit/fields.ts'
import { typed } from '../kit/typed.ts'
import { formatIds } from './accounts-api.ts'
import type { HandoverProblem } from './handover.ts'
import { paymentMethods } from './payments.ts'
import type { Priced, PricedLine, TaxTotal } from './priced-line.ts'
import type { Movement } from './statement.ts'

export const invoiceStates = ['draft', 'issued', 'exported', 'acknowledged', 'void'] as const
export type InvoiceState = (typeof invoiceStates)[number]

/** A line as it stands on an invoice: the priced line, frozen, with an id of its own. */
export type InvoiceLine = PricedLine & {
  id: string
  workOrder: string
  position: number
  /** What credit notes took of its net, zero or of the other sign. */
  credited: number
  /** Of a credit note: the line it takes back. */
  credits: string | null
}

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
  /** Gross of the credit notes against it, zero or below; of such a credit note its gross taken away. */
  credited: z.int(),
  /** What was received for it; below zero what was given back. */
  paid: z.int(),
})
export type InvoiceRow = z.output<typeof zInvoiceRow>

export const zPayment = z.object({
  id: zId,
  on: zLocalDate,
  amount: z.int(),
  method: z.enum(paymentMethods),
  note: z.string(),
  fromAccounts: z.boolean(),
  recordedAt: zInstant,
  recordedBy: z.string(),
  /** Taken back: by whom, when and why. */
  takenBack: z.object({ at: zInstant, by: z.string(), reason: z.string() }).nullable(),
})
export type Payment = z.output<typeof zPayment>

const zLinked = z.object({ id: zId, number: z.string().nullable(), gross: z.int(), state: z.enum(invoiceStates) })
export type LinkedInvoice = z.output<typeof zLinked>

export const zInvoice = zInvoiceRow.extend({
  lines: z.array(typed<InvoiceLine>('A line with its why')),
  taxes: z.array(typed<TaxTotal>('Net and tax of one rate')),
  billingName: z.string(),
  billingAddress: z.string(),
  customerTaxNumber: z.string(),
  voidReason: z.string(),
  /** Of a credit note: why. */
  reason: z.string(),
  /** `partial`: some lines of the work are left for later; `final`: it bills what such an invoice left. */
  part: z.enum(['partial', 'final']).nullable(),
  /** Of a draft: keys of lines left for a later invoice. */
  left: z.array(z.object({ workOrder: zId, key: z.string() })),
  /** The invoice it corrects; the credited one it bills again. */
  corrects: zLinked.nullable(),
  rebills: zLinked.nullable(),
  creditNotes: z.array(zLinked),
  rebilledBy: z.array(zLinked),
  payments: z.array(zPayment),
  /** What the accounts said, the last batch first. */
  handed: z.array(
    z.object({
      batch: zId,
      number: z.int(),
      state: z.enum(['handed', 'accepted', 'refused']),
      words: z.string(),
    }),
  ),
  /** The frozen PDF; null until it is made. */
  paper: z.object({ file: zId, sha256: z.string() }).nullable(),
  /** Why it cannot be issued yet: code and sentence. */
  blocked: z.object({ code: z.string(), sentence: z.string() }).nullable(),
})
export type Invoice = z.output<typeof zInvoice>

/** A reviewed work order that waits for its invoice. */
export const zReady = z.object({
  workOrder: zId,
  number: z.string(),
  title: z.string(),
  customer: z.object({ id: zId, name: z.string() }),
  site: z.object({ id: zId, name: z.string() }).nullable(),
  purchaseOrder: z.string(),
  /** The month its work ended, on the organization's calendar: `2026-11`. */
  month: z.string(),
  finishedAt: zInstant.nullable(),
  currency: z.string(),
  net: z.int(),
  /** The draft it is on, and how many work orders are on that. */
  draft: z.object({ id: zId, orders: z.int() }).nullable(),
})
export type Ready = z.output<typeof zReady>

const zMend = z.discriminatedUnion('at', [
  z.object({ at: z.enum(['rates', 'price_book']) }),
  z.object({ at: z.enum(['customer', 'site', 'work_order']), id: zId }),
])

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
  format: z.enum(formatIds),
  /** Names of its files, in the order they are fetched by. */
  files: z.array(z.string()),
  /** Where its first file is fetched. */
  csv: z.string(),
  /** How many the accounts accepted and refused; the rest they did not answer yet. */
  accepted: z.int(),
  refused: z.int(),
})
export type ExportBatch = z.output<typeof zExportBatch>

export const zHandover = z.object({
  format: z.enum(formatIds),
  currency: z.string(),
  count: z.int(),
  net: z.int(),
  tax: z.int(),
  gross: z.int(),
  byRate: z.array(typed<TaxTotal>('Net and tax of one rate')),
  problems: z.array(typed<HandoverProblem>('Why it cannot leave, and where that is mended')),
})

export const billingApi = {
  priceWorkOrder: contract({
    id: 'priceWorkOrder',
    method: 'GET',
    path: '/api/work-orders/{id}/priced',
    summary: 'The lines a work order would be billed with now, each with its why',
    ability: 'prices.read',
    params: idParams,
    reply: z.object({
      version: z.int(),
      currency: z.string(),
      priced: typed<Priced>('Lines and sums'),
      /** What to look at before the lines leave, in words, and where it is put right. */
      warnings: z.array(z.object({ code: z.string(), sentence: z.string(), line: z.string().nullable(), mend: zMend })),
    }),
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
      /** `open`: issued and not paid to its end; `overdue`: and past its day. */
      payment: z.enum(['open', 'overdue']).optional(),
      q: z.string().max(200).optional(),
    }),
    reply: countedListOf(zInvoiceRow),
  }),
  listReady: contract({
    id: 'listReady',
    method: 'GET',
    path: '/api/ready-to-invoice',
    summary: 'Reviewed work that is on no issued invoice, with what it comes to; at most the oldest 2,000',
    ability: 'invoices.read',
    reply: z.object({ items: z.array(zReady), more: z.boolean() }),
  }),
  gatherInvoice: contract({
    id: 'gatherInvoice',
    method: 'POST',
    path: '/api/invoices',
    summary: 'One draft of these reviewed work orders of one customer; the same id again gives the same draft',
    ability: 'invoices.edit',
    body: z.object({ id: zId, workOrders: z.array(zId).min(1).max(200) }),
    reply: zInvoice,
  }),
  leaveLines: contract({
    id: 'leaveLines',
    method: 'POST',
    path: '/api/invoices/{id}/left',
    summary: 'Which lines of a draft are left for a later invoice; none puts all back',
    ability: 'invoices.edit',
    params: idParams,
    body: z.object({
      version: z.int(),
      left: z.array(z.object({ workOrder: zId, key: z.string().min(1).max(200) })).max(2000),
    }),
    reply: zInvoice,
  }),
  creditInvoice: contract({
    id: 'creditInvoice',
    method: 'POST',
    path: '/api/invoices/{id}/credit',
    summary:
      'Issue a credit note against an issued invoice, of whole lines or amounts; the same id again gives the same one',
    ability: 'invoices.edit',
    params: idParams,
    body: z.object({
      id: zId,
      version: z.int(),
      reason: prose(1000).min(1),
      /** Line of the invoice and how much of its net. */
      lines: z
        .array(z.object({ line: zId, net: zMinor }))
        .min(1)
        .max(2000),
      /** Work of lines credited to their end is ready to be billed again, in a new draft. */
      billAgain: z.boolean(),
      issuedOn: zLocalDate.optional(),
    }),
    reply: zInvoice,
  }),
  recordPayment: contract({
    id: 'recordPayment',
    method: 'POST',
    path: '/api/invoices/{id}/payments',
    summary:
      'What was received for an issued invoice, or given back when below zero; the same id again changes nothing',
    ability: 'invoices.edit',
    params: idParams,
    body: z.object({
      id: zId,
      on: zLocalDate,
      amount: zMinor.refine((amount) => amount !== 0, { message: 'An amount other than zero' }),
      method: z.enum(paymentMethods),
      note: line(300).optional(),
    }),
    reply: zInvoice,
  }),
  takeBackPayment: contract({
    id: 'takeBackPayment',
    method: 'POST',
    path: '/api/payments/{id}/take-back',
    summary: 'Take a recorded payment back, with a reason; it stays in sight',
    ability: 'invoices.edit',
    params: idParams,
    body: z.object({ reason: prose(1000).min(1) }),
    reply: zInvoice,
  }),
  readStatement: contract({
    id: 'readStatement',
    method: 'GET',
    path: '/api/customers/{id}/statement',
    summary: 'Everything that moved a customer’s account up to a day, and what is open',
    ability: 'invoices.read',
    params: idParams,
    query: z.object({ to: zLocalDate.optional() }),
    reply: z.object({
      customer: z.object({ id: zId, name: z.string(), number: z.string() }),
      currency: z.string(),
      to: zLocalDate,
      movements: z.array(typed<Movement>('What moved the account')),
      open: z.array(zInvoiceRow),
    }),
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
    body: z.object({
      id: zId,
      /** As the settings say where none is named. */
      format: z.enum(formatIds).optional(),
      /** Invoices that wait for another batch. */
      leaveOut: z.array(zId).max(2000).optional(),
    }),
    reply: z.object({ batch: zExportBatch.nullable() }),
  }),
  previewExport: contract({
    id: 'previewExport',
    method: 'GET',
    path: '/api/export-preview',
    summary: 'What a batch would hold now, and everything that keeps it from leaving',
    ability: 'invoices.read',
    query: z.object({ format: z.enum(formatIds).optional() }),
    reply: zHandover,
  }),
  readExport: contract({
    id: 'readExport',
    method: 'GET',
    path: '/api/exports/{id}',
    summary: 'A batch with its invoices and what the accounts said of each',
    ability: 'invoices.read',
    params: idParams,
    reply: zExportBatch.extend({
      invoices: z.array(zInvoiceRow.extend({ answer: z.enum(['handed', 'accepted', 'refused']), words: z.string() })),
    }),
  }),
  acknowledgeExport: contract({
    id: 'acknowledgeExport',
    method: 'POST',
    path: '/api/exports/{id}/acknowledge',
    summary: 'What the accounts said of invoices of a batch; a refused one goes into the next',
    ability: 'invoices.edit',
    params: idParams,
    body: z.object({
      answers: z
        .array(z.object({ invoice: zId, accepted: z.boolean(), words: line(1000).optional() }))
        .min(1)
        .max(2000),
    }),
    reply: z.object({ accepted: z.int(), refused: z.int() }),
  }),
  readExportCsv: contract({
    id: 'readExportCsv',
    method: 'GET',
    path: '/api/exports/{id}/csv',
    summary: 'What was handed over in a batch, to the letter, as CSV',
    ability: 'invoices.read',
    params: idParams,
    query: z.object({ file: z.coerce.number().int().min(0).max(1000).default(0) }),
    reply: z.object({ name: z.string(), type: z.string(), csv: z.string() }),
  }),
}
