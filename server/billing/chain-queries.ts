import { sql } from 'kysely'
import * as z from 'zod'
import { type Invoice, type LinkedInvoice, type Payment, invoiceStates } from '#core/billing/api.ts'
import { paymentMethods } from '#core/billing/payments.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'

const zState = z.enum(invoiceStates)

/** Invoices an invoice hangs together with, by how. */
export type Chain = Pick<Invoice, 'corrects' | 'rebills' | 'creditNotes' | 'rebilledBy'>

export async function readChain(tx: Tx, id: Id): Promise<Chain> {
  const rows = await tx.db
    .selectFrom('app.invoice')
    .select(['id', 'number_text', 'gross', 'state', 'corrects_invoice_id', 'rebills_invoice_id'])
    .where('org_id', '=', tx.orgId)
    .where(
      sql<boolean>`(id = ${id} or corrects_invoice_id = ${id} or rebills_invoice_id = ${id}
        or id in (select unnest(array[own.corrects_invoice_id, own.rebills_invoice_id]) from app.invoice own
          where own.org_id = ${tx.orgId} and own.id = ${id}))`,
    )
    .orderBy('created_at')
    .execute()
  const present = (row: (typeof rows)[number]): LinkedInvoice => ({
    id: row.id,
    number: row.number_text,
    gross: row.gross,
    state: zState.parse(row.state),
  })
  const own = rows.find((row) => row.id === id)
  const named = (one: Id | null | undefined) => rows.filter((row) => row.id === one).map(present)[0] ?? null
  return {
    corrects: named(own?.corrects_invoice_id),
    rebills: named(own?.rebills_invoice_id),
    creditNotes: rows.filter((row) => row.corrects_invoice_id === id).map(present),
    rebilledBy: rows.filter((row) => row.rebills_invoice_id === id && row.state !== 'void').map(present),
  }
}

export async function readPayments(tx: Tx, invoices: readonly Id[]): Promise<(Payment & { invoice: Id })[]> {
  if (invoices.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.payment as payment')
    .leftJoin('app.member as member', (join) =>
      join.onRef('member.org_id', '=', 'payment.org_id').onRef('member.id', '=', 'payment.recorded_by'),
    )
    .leftJoin('app.member as taker', (join) =>
      join.onRef('taker.org_id', '=', 'payment.org_id').onRef('taker.id', '=', 'payment.taken_back_by'),
    )
    .selectAll('payment')
    .select(['member.name as member', 'taker.name as taker'])
    .where('payment.org_id', '=', tx.orgId)
    .where('payment.invoice_id', 'in', [...invoices])
    .orderBy('payment.paid_on')
    .orderBy('payment.recorded_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    invoice: row.invoice_id,
    on: row.paid_on,
    amount: row.amount,
    method: z.enum(paymentMethods).parse(row.method),
    note: row.note,
    fromAccounts: row.from_accounts,
    recordedAt: row.recorded_at,
    recordedBy: row.member ?? '',
    takenBack: row.taken_back_at ? { at: row.taken_back_at, by: row.taker ?? '', reason: row.take_back_reason } : null,
  }))
}

/** Batches an invoice was in, the last first, with what the accounts said. */
export async function readHanded(tx: Tx, invoice: Id): Promise<Invoice['handed']> {
  const rows = await tx.db
    .selectFrom('app.export_batch_invoice as handed')
    .innerJoin('app.export_batch as batch', (join) =>
      join.onRef('batch.org_id', '=', 'handed.org_id').onRef('batch.id', '=', 'handed.batch_id'),
    )
    .select(['batch.id', 'batch.number', 'handed.state', 'handed.words'])
    .where('handed.org_id', '=', tx.orgId)
    .where('handed.invoice_id', '=', invoice)
    .orderBy('batch.number', 'desc')
    .execute()
  return rows.map((row) => ({
    batch: row.id,
    number: row.number,
    state: z.enum(['handed', 'accepted', 'refused']).parse(row.state),
    words: row.words,
  }))
}

/** Whether a part of these reviews was issued before, on another invoice. */
export async function billedInParts(tx: Tx, invoice: Id): Promise<boolean> {
  const { rows } = await sql`select from app.invoice_work_order own
    join app.invoice_work_order earlier on earlier.org_id = own.org_id and earlier.work_order_id = own.work_order_id
      and earlier.review = own.review and earlier.partial and earlier.live and earlier.invoice_id <> own.invoice_id
    join app.invoice issued on issued.org_id = earlier.org_id and issued.id = earlier.invoice_id and issued.number is not null
    where own.org_id = ${tx.orgId} and own.invoice_id = ${invoice}
      and issued.number < coalesce((select number from app.invoice where org_id = ${tx.orgId} and id = ${invoice}), ${Number.MAX_SAFE_INTEGER}::bigint)
    limit 1`.execute(tx.db)
  return rows.length > 0
}
