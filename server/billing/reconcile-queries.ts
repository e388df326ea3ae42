import { sql } from 'kysely'
import * as z from 'zod'
import type { OurInvoice, TheirInvoice } from '#core/billing/reconcile.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'

const zState = z.enum(['issued', 'exported', 'acknowledged', 'void'])

/** Invoices the accounts' list could hold: of its days, or named in it. */
export async function knownTo(tx: Tx, theirs: readonly TheirInvoice[]): Promise<OurInvoice[]> {
  const days = theirs.flatMap((one) => one.date ?? []).sort()
  const numbers = theirs.map((one) => one.number.toLowerCase())
  const { rows } = await sql<Omit<OurInvoice, 'state'> & { state: string }>`
    select id, number_text as number, state, issue_date as "issuedOn", gross, credited, paid from app.invoice
    where org_id = ${tx.orgId} and number_text is not null
      and (issue_date between ${days[0] ?? '9999-12-31'}::date and ${days.at(-1) ?? '9999-12-31'}::date
        or lower(number_text) = any (${numbers}::text[]))
    order by number_text`.execute(tx.db)
  return rows.map((row) => ({ ...row, state: zState.parse(row.state) }))
}

/** In which batch each of these waits for an answer. */
export async function openBatchesOf(tx: Tx, invoices: readonly Id[]): Promise<Map<Id, Id[]>> {
  if (invoices.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('app.export_batch_invoice')
    .select(['batch_id', 'invoice_id'])
    .where('org_id', '=', tx.orgId)
    .where('state', '=', 'handed')
    .where('invoice_id', 'in', [...invoices])
    .orderBy('batch_id')
    .execute()
  const batches = Map.groupBy(rows, (row) => row.batch_id)
  return new Map([...batches].map(([batch, own]) => [batch, own.map((row) => row.invoice_id)]))
}
