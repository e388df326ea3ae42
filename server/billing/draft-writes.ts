import { sql } from 'kysely'
import * as z from 'zod'
import type { PricedLine, TaxTotal } from '#core/billing/priced-line.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { setState } from './invoice-writes.ts'

export type Draft = {
  id: Id
  version: number
  customer: Id
  purchaseOrder: string
  /** How many work orders are on it. */
  orders: number
  /** Keys of lines of this work order that stay for a later invoice. */
  left: string[]
}

export const zKeys = z.array(z.string())

/** The draft a work order is on, if any; locked. */
export async function draftOf(tx: Tx, workOrder: Id): Promise<Draft | undefined> {
  const row = await tx.db
    .selectFrom('app.invoice_work_order as billed')
    .innerJoin('app.invoice as invoice', (join) =>
      join.onRef('invoice.org_id', '=', 'billed.org_id').onRef('invoice.id', '=', 'billed.invoice_id'),
    )
    .select(['invoice.id', 'invoice.version', 'invoice.customer_id', 'invoice.purchase_order', 'billed.left_lines'])
    .select(
      sql<number>`(select count(*)::int from app.invoice_work_order other
        where other.org_id = billed.org_id and other.invoice_id = billed.invoice_id)`.as('orders'),
    )
    .where('billed.org_id', '=', tx.orgId)
    .where('billed.work_order_id', '=', workOrder)
    .where('billed.live', '=', true)
    .where('invoice.state', '=', 'draft')
    .forUpdate('invoice')
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      version: row.version,
      customer: row.customer_id,
      purchaseOrder: row.purchase_order,
      orders: row.orders,
      left: zKeys.parse(row.left_lines),
    }
  )
}

/** Whether a review's lines already are on an invoice that counts; one with a part of them counts while it is a draft. */
export async function isBilled(tx: Tx, workOrder: Id, review: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('app.invoice_work_order as billed')
    .innerJoin('app.invoice as invoice', (join) =>
      join.onRef('invoice.org_id', '=', 'billed.org_id').onRef('invoice.id', '=', 'billed.invoice_id'),
    )
    .select('billed.invoice_id')
    .where('billed.org_id', '=', tx.orgId)
    .where('billed.work_order_id', '=', workOrder)
    .where('billed.review', '=', review)
    .where('billed.live', '=', true)
    .where(sql<boolean>`(not billed.partial or invoice.state = 'draft')`)
    .executeTakeFirst()
  return row !== undefined
}

export type NewDraft = { id: Id; customer: Id; currency: string; exponent: number; rebills: Id | null }

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
      rebills_invoice_id: draft.rebills,
    })
    .execute()
}

export type DraftSums = {
  id: Id
  customer: Id
  purchaseOrder: string
  kind: 'invoice' | 'credit_note'
  sums: { net: number; tax: number; gross: number; taxes: TaxTotal[] }
}

export async function setSums(tx: Tx, draft: DraftSums): Promise<number> {
  const row = await tx.db
    .updateTable('app.invoice')
    .set({
      kind: draft.kind,
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

/** What a work order has on a draft goes; the draft stays. */
export async function dropLines(tx: Tx, invoice: Id, workOrder: Id): Promise<void> {
  for (const table of ['app.invoice_line', 'app.invoice_work_order'] as const)
    await tx.db
      .deleteFrom(table)
      .where('org_id', '=', tx.orgId)
      .where('invoice_id', '=', invoice)
      .where('work_order_id', '=', workOrder)
      .execute()
}

export type NewLines = {
  invoice: Id
  workOrder: Id
  review: number
  left: readonly string[]
  lines: readonly (PricedLine & { id: Id; credits?: Id })[]
  /** False on a credit note against an invoice, which bills no review. */
  live?: boolean
}

export async function insertLines(
  tx: Tx,
  { invoice, workOrder, review, left, lines, live = true }: NewLines,
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
      left_lines: JSON.stringify(left),
      partial: left.length > 0,
      live,
    })
    .execute()
  if (shown.length === 0) return
  const before = await tx.db
    .selectFrom('app.invoice_line')
    .select(sql<number>`coalesce(max(position) + 1, 0)`.as('next'))
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', '=', invoice)
    .executeTakeFirstOrThrow()
  await tx.db
    .insertInto('app.invoice_line')
    .values(
      shown.map((line, index) => ({
        org_id: tx.orgId,
        id: line.id,
        invoice_id: invoice,
        work_order_id: workOrder,
        visit_id: line.visit,
        position: before.next + index,
        kind: line.kind,
        description: line.description,
        quantity: line.quantity,
        unit: line.unit,
        unit_price: line.unitPrice,
        net: line.net,
        tax_rate: line.taxPercent,
        why: JSON.stringify(line.why),
        priced: JSON.stringify(line),
        credits_line_id: line.credits ?? null,
      })),
    )
    .execute()
}

/** A draft taken back, or an issued invoice: what it covered is free again. */
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

/** The part of net and tax that lines of a draft have of the whole. */
export async function setLineTax(tx: Tx, lines: readonly { id: Id; net: number; tax: number }[]): Promise<void> {
  if (lines.length === 0) return
  await sql`update app.invoice_line line
    set net = part.net, priced = line.priced || jsonb_build_object('net', part.net, 'tax', part.tax)
    from unnest(${lines.map((line) => line.id)}::uuid[], ${lines.map((line) => line.net)}::bigint[],
      ${lines.map((line) => line.tax)}::bigint[]) as part (id, net, tax)
    where line.org_id = ${tx.orgId} and line.id = part.id`.execute(tx.db)
}
