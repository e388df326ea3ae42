import type { Credit } from '#core/billing/credit.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import type { InvoiceRecord } from './queries.ts'

type CreditNote = { id: Id; of: InvoiceRecord; reason: string; credit: Credit }

/** A credit note before it has its number: for whom, in what and under which order number its invoice is. */
export async function insertCreditNote(tx: Tx, { id, of, reason, credit }: CreditNote): Promise<void> {
  await tx.db
    .insertInto('app.invoice')
    .values({
      org_id: tx.orgId,
      id,
      created_at: tx.now,
      kind: 'credit_note',
      state: 'draft',
      customer_id: of.customer_id,
      corrects_invoice_id: of.id,
      currency: of.currency,
      currency_exponent: of.currency_exponent,
      purchase_order: of.purchase_order,
      reason,
      net: credit.net,
      tax: credit.tax,
      gross: credit.gross,
      tax_totals: JSON.stringify(credit.taxes),
    })
    .execute()
}
