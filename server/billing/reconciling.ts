import type { accountsApi } from '#core/billing/accounts-api.ts'
import { compare, type TheirInvoice } from '#core/billing/reconcile.ts'
import type { Body, Reply } from '#core/kit/contract.ts'
import { notFound } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { acknowledgeExport } from './acknowledging.ts'
import { recordPayment } from './payments.ts'
import { currencyOf, loadInvoiceRecord, ordersBilledBy } from './queries.ts'
import { knownTo, openBatchesOf } from './reconcile-queries.ts'
import { lockOrders } from './records.ts'

type Api = typeof accountsApi

/** Every difference between the invoices here and the accounts' own list of them. */
export async function compareAccounts(tx: Tx, theirs: readonly TheirInvoice[]): Promise<Reply<Api['compareAccounts']>> {
  const [currency, ours] = await Promise.all([currencyOf(tx), knownTo(tx, theirs)])
  return { currency, ...compare(ours, theirs) }
}

/** Payments the accounts know of, and invoices they have: recorded here, all of them or none. */
export async function takeOver(tx: Tx, { payments, accepted }: Body<Api['takeOver']>): Promise<Reply<Api['takeOver']>> {
  const invoices = [...new Set([...payments.map((payment) => payment.invoice), ...accepted])]
  await lockOrders(tx, await ordersBilledBy(tx, invoices))
  for (const invoice of invoices) if (!(await loadInvoiceRecord(tx, invoice, true))) throw notFound()
  for (const { id, invoice, on, amount } of payments)
    await recordPayment(tx, invoice, { id, on, amount, method: 'other', fromAccounts: true })
  let taken = 0
  for (const [batch, own] of await openBatchesOf(tx, accepted)) {
    const answers = own.map((invoice) => ({ invoice, accepted: true }))
    taken += (await acknowledgeExport(tx, batch, answers)).accepted
  }
  return { payments: payments.length, accepted: taken }
}
