import type { billingApi } from '#core/billing/api.ts'
import type { Movement } from '#core/billing/statement.ts'
import type { Body } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { Tx } from '#server/platform/tenant.ts'

export async function loadPayment(tx: Tx, id: Id): Promise<{ invoice: Id; amount: number } | undefined> {
  const row = await tx.db
    .selectFrom('app.payment')
    .select(['invoice_id', 'amount'])
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { invoice: row.invoice_id, amount: row.amount }
}

type NewPayment = Body<typeof billingApi.recordPayment> & { fromAccounts?: boolean }

export async function insertPayment(tx: Tx, invoice: Id, payment: NewPayment): Promise<void> {
  await tx.db
    .insertInto('app.payment')
    .values({
      org_id: tx.orgId,
      id: payment.id,
      invoice_id: invoice,
      paid_on: payment.on,
      amount: payment.amount,
      method: payment.method,
      note: payment.note ?? '',
      from_accounts: payment.fromAccounts ?? false,
      recorded_at: tx.now,
      recorded_by: tx.actor.memberId,
    })
    .execute()
}

/** False when it was taken back before. */
export async function markTakenBack(tx: Tx, id: Id, reason: string): Promise<boolean> {
  const row = await tx.db
    .updateTable('app.payment')
    .set({ taken_back_at: tx.now, taken_back_by: tx.actor.memberId, take_back_reason: reason })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('taken_back_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Everything that moved a customer's account up to a day: void invoices and payments taken back did not. */
export async function movementsOf(tx: Tx, customer: Id, to: LocalDate): Promise<Movement[]> {
  const [issued, paid] = await Promise.all([
    tx.db
      .selectFrom('app.invoice')
      .select(['id', 'kind', 'number_text', 'issue_date', 'gross'])
      .where('org_id', '=', tx.orgId)
      .where('customer_id', '=', customer)
      .where('state', 'in', ['issued', 'exported', 'acknowledged'])
      .where('issue_date', '<=', to)
      .execute(),
    tx.db
      .selectFrom('app.payment as payment')
      .innerJoin('app.invoice as invoice', (join) =>
        join.onRef('invoice.org_id', '=', 'payment.org_id').onRef('invoice.id', '=', 'payment.invoice_id'),
      )
      .select(['payment.invoice_id', 'payment.paid_on', 'payment.amount', 'invoice.number_text'])
      .where('payment.org_id', '=', tx.orgId)
      .where('invoice.customer_id', '=', customer)
      .where('payment.taken_back_at', 'is', null)
      .where('payment.paid_on', '<=', to)
      .execute(),
  ])
  return [
    ...issued.map((row) => ({
      on: row.issue_date ?? to,
      kind: row.kind === 'credit_note' ? ('credit_note' as const) : ('invoice' as const),
      invoice: row.id,
      text: row.number_text ?? '',
      amount: row.gross,
    })),
    ...paid.map((row) => ({
      on: row.paid_on,
      kind: 'payment' as const,
      invoice: row.invoice_id,
      text: row.number_text ?? '',
      amount: -row.amount,
    })),
  ]
}
