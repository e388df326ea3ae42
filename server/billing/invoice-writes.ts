import { sql } from 'kysely'
import type { InvoiceState } from '#core/billing/api.ts'
import type { PricedLine, TaxTotal } from '#core/billing/price.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** The draft a work order is on, if any. */
export async function draftOf(
  tx: Tx,
  workOrder: Id,
): Promise<{ id: Id; version: number; customer_id: Id; purchase_order: string } | undefined> {
  return tx.db
    .selectFrom('app.invoice_work_order as billed')
    .innerJoin('app.invoice as invoice', (join) =>
      join.onRef('invoice.org_id', '=', 'billed.org_id').onRef('invoice.id', '=', 'billed.invoice_id'),
    )
    .select(['invoice.id', 'invoice.version', 'invoice.customer_id', 'invoice.purchase_order'])
    .where('billed.org_id', '=', tx.orgId)
    .where('billed.work_order_id', '=', workOrder)
    .where('billed.live', '=', true)
    .where('invoice.state', '=', 'draft')
    .forUpdate('invoice')
    .executeTakeFirst()
}

/** Who a draft is for and under which order number, where the office changed that after the review. */
export async function setBilledTo(tx: Tx, id: Id, to: { customer: Id; purchaseOrder: string }): Promise<number> {
  const row = await tx.db
    .updateTable('app.invoice')
    .set({ customer_id: to.customer, purchase_order: to.purchaseOrder, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** Whether a review's lines already are on an invoice that counts. */
export async function isBilled(tx: Tx, workOrder: Id, review: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('app.invoice_work_order')
    .select('invoice_id')
    .where('org_id', '=', tx.orgId)
    .where('work_order_id', '=', workOrder)
    .where('review', '=', review)
    .where('live', '=', true)
    .executeTakeFirst()
  return row !== undefined
}

export type NewDraft = {
  id: Id
  customer: Id
  currency: string
  exponent: number
  purchaseOrder: string
  sums: { net: number; tax: number; gross: number; taxes: TaxTotal[] }
}

export async function insertDraft(tx: Tx, draft: NewDraft): Promise<void> {
  await tx.db
    .insertInto('app.invoice')
    .values({
      org_id: tx.orgId,
      id: draft.id,
      created_at: tx.now,
      state: 'draft',
      customer_id: draft.customer,
      currency: draft.currency,
      currency_exponent: draft.exponent,
      purchase_order: draft.purchaseOrder,
      net: draft.sums.net,
      tax: draft.sums.tax,
      gross: draft.sums.gross,
      tax_totals: JSON.stringify(draft.sums.taxes),
    })
    .execute()
}

/** A draft is made anew with each review: its lines and its work orders go, the row stays. */
export async function clearDraft(
  tx: Tx,
  draft: Pick<NewDraft, 'id' | 'customer' | 'purchaseOrder' | 'sums'>,
): Promise<number> {
  await tx.db.deleteFrom('app.invoice_line').where('org_id', '=', tx.orgId).where('invoice_id', '=', draft.id).execute()
  await tx.db
    .deleteFrom('app.invoice_work_order')
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', '=', draft.id)
    .execute()
  const row = await tx.db
    .updateTable('app.invoice')
    .set({
      customer_id: draft.customer,
      purchase_order: draft.purchaseOrder,
      net: draft.sums.net,
      tax: draft.sums.tax,
      gross: draft.sums.gross,
      tax_totals: JSON.stringify(draft.sums.taxes),
      version: sql`version + 1`,
    })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', draft.id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

export async function insertLines(
  tx: Tx,
  invoice: Id,
  workOrder: Id,
  review: number,
  lines: readonly (PricedLine & { id: Id })[],
): Promise<void> {
  const shown = lines.filter((line) => !line.struck)
  const settled = lines.filter((line) => line.struck)
  await tx.db
    .insertInto('app.invoice_work_order')
    .values({
      org_id: tx.orgId,
      invoice_id: invoice,
      work_order_id: workOrder,
      review,
      settled: JSON.stringify(settled),
    })
    .execute()
  if (shown.length === 0) return
  await tx.db
    .insertInto('app.invoice_line')
    .values(
      shown.map((line, position) => ({
        org_id: tx.orgId,
        id: line.id,
        invoice_id: invoice,
        work_order_id: workOrder,
        visit_id: line.visit,
        position,
        kind: line.kind,
        description: line.description,
        quantity: line.quantity,
        unit: line.unit,
        unit_price: line.unitPrice,
        net: line.net,
        tax_rate: line.taxPercent,
        why: JSON.stringify(line.why),
        priced: JSON.stringify(line),
      })),
    )
    .execute()
}

export type Issued = {
  id: Id
  number: number
  series: string
  numberText: string
  issuedOn: LocalDate
  dueOn: LocalDate
  content: string
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

export async function markVoid(tx: Tx, id: Id, reason: string): Promise<number> {
  await sql`update app.invoice_line_source source set live = false from app.invoice_line line
    where source.org_id = ${tx.orgId} and line.org_id = source.org_id and line.id = source.line_id and line.invoice_id = ${id}`.execute(
    tx.db,
  )
  await tx.db
    .updateTable('app.invoice_work_order')
    .set({ live: false })
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', '=', id)
    .execute()
  return setState(tx, id, 'void', reason)
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
