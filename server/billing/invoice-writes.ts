import { sql } from 'kysely'
import type { InvoiceState } from '#core/billing/api.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { Tx } from '#server/platform/tenant.ts'

export type Issued = {
  id: Id
  number: number
  series: string
  numberText: string
  issuedOn: LocalDate
  dueOn: LocalDate
  content: string
  /** Of a credit note: the invoice it corrects. */
  corrects: Id | null
}

/** Freezes an invoice. The sources of its lines become live: the database refuses a fact that is on another live line. */
export async function markIssued(tx: Tx, issued: Issued, covers: readonly { line: Id; fact: Id }[]): Promise<number> {
  const row = await tx.db
    .updateTable('app.invoice')
    .set({
      state: 'issued',
      series: issued.series,
      number: issued.number,
      number_text: issued.numberText,
      issue_date: issued.issuedOn,
      due_date: issued.dueOn,
      issued_at: tx.now,
      issued_by: tx.actor.memberId,
      content: issued.content,
      corrects_invoice_id: issued.corrects,
      version: sql`version + 1`,
    })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', issued.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  if (covers.length > 0) {
    await tx.db
      .insertInto('app.invoice_line_source')
      .values(covers.map(({ line, fact }) => ({ org_id: tx.orgId, line_id: line, source_id: fact })))
      .execute()
  }
  return row.version
}

export async function setState(tx: Tx, id: Id, state: InvoiceState, voidReason: string | null = null): Promise<number> {
  const row = await tx.db
    .updateTable('app.invoice')
    .set({ state, version: sql`version + 1`, ...(voidReason === null ? {} : { void_reason: voidReason }) })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** What credit notes and payments change of the sums an invoice still asks for. */
export async function addToOpen(
  tx: Tx,
  id: Id,
  { credited = 0, paid = 0 }: { credited?: number; paid?: number },
): Promise<number> {
  const row = await tx.db
    .updateTable('app.invoice')
    .set({ credited: sql`credited + ${credited}`, paid: sql`paid + ${paid}`, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** What lines covered is free to be billed again, and so are the reviews of these work orders. */
export async function freeLines(tx: Tx, invoice: Id, lines: readonly Id[], workOrders: readonly Id[]): Promise<void> {
  if (lines.length === 0) return
  await tx.db
    .updateTable('app.invoice_line_source')
    .set({ live: false })
    .where('org_id', '=', tx.orgId)
    .where('line_id', 'in', [...lines])
    .execute()
  await tx.db
    .updateTable('app.invoice_work_order')
    .set({ live: false })
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', '=', invoice)
    .where('work_order_id', 'in', [...workOrders])
    .execute()
}

export async function setPaper(tx: Tx, id: Id, fileId: Id): Promise<number> {
  const row = await tx.db
    .updateTable('app.invoice')
    .set({ file_id: fileId, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}
