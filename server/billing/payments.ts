import type { billingApi, Invoice } from '#core/billing/api.ts'
import { paymentState } from '#core/billing/payments.ts'
import type { Body } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { notFound, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { addToOpen } from './invoice-writes.ts'
import { lockInvoice } from './issuing.ts'
import { insertPayment, loadPayment, markTakenBack } from './payment-queries.ts'
import type { Billed, InvoiceRecord } from './queries.ts'
import { readInvoice } from './reading.ts'

type Given = Body<typeof billingApi.recordPayment> & { fromAccounts?: boolean }

/** Part, all or more than is asked for; below zero is money given back. Paid to its end, its work orders are closed. */
export async function recordPayment(tx: Tx, id: Id, given: Given): Promise<Invoice> {
  const { record, billed } = await lockInvoice(tx, id)
  if (await loadPayment(tx, given.id)) return readInvoice(tx, id)
  if (record.state === 'draft') throw refused({ code: 'payment_of_draft' })
  if (record.state === 'void') throw refused({ code: 'payment_of_void' })
  await insertPayment(tx, id, given)
  await changePaid(tx, record, billed, given.amount, '')
  tx.audit('invoice.payment_recorded', 'invoice', id, { amount: given.amount, on: given.on })
  return readInvoice(tx, id)
}

/** It stays in sight, with its reason, and counts no more. */
export async function takeBackPayment(tx: Tx, id: Id, reason: string): Promise<Invoice> {
  const payment = await loadPayment(tx, id)
  if (!payment) throw notFound()
  const { record, billed } = await lockInvoice(tx, payment.invoice)
  // Somebody may have been faster: its amount is taken off once.
  if (await markTakenBack(tx, id, reason)) {
    await changePaid(tx, record, billed, -payment.amount, reason)
    tx.audit('invoice.payment_taken_back', 'invoice', record.id, { amount: payment.amount, reason })
  }
  return readInvoice(tx, payment.invoice)
}

async function changePaid(
  tx: Tx,
  record: InvoiceRecord,
  billed: readonly Billed[],
  amount: number,
  words: string,
): Promise<void> {
  tx.touched('invoice', record.id, await addToOpen(tx, record.id, { paid: amount }), 'invoices.read')
  const before = isSettled(record)
  const after = isSettled({ ...record, paid: record.paid + amount })
  if (before === after) return
  const open = !after && record.state === 'issued'
  for (const { workOrder } of billed)
    await applySystem(tx, workOrder, {
      type: 'invoice_settled',
      body: { invoice: record.id, paid: after, ...(open ? { open } : {}), ...(words ? { words } : {}) },
    })
}

function isSettled(record: Pick<InvoiceRecord, 'gross' | 'credited' | 'paid'>): boolean {
  const state = paymentState(record)
  return state === 'paid' || state === 'overpaid'
}
