import { sql } from 'kysely'
import * as z from 'zod'
import type { InvoiceLine, InvoiceRow, InvoiceState } from '#core/billing/api.ts'
import { invoiceStates } from '#core/billing/api.ts'
import type { PricedLine, TaxTotal } from '#core/billing/price.ts'
import { zId } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import { countOf, pageOf, placeOf } from '#server/platform/pages.ts'
import type { Tx } from '#server/platform/tenant.ts'

export async function currencyOf(tx: Tx): Promise<string> {
  const row = await tx.db
    .selectFrom('app.organization')
    .select('currency')
    .where('org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  return row.currency
}

export async function technicianNames(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('app.technician')
    .select(['id', 'name'])
    .where('org_id', '=', tx.orgId)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

const invoices = (tx: Tx) =>
  tx.db
    .selectFrom('app.invoice as invoice')
    .innerJoin('app.customer as customer', (join) =>
      join.onRef('customer.org_id', '=', 'invoice.org_id').onRef('customer.id', '=', 'invoice.customer_id'),
    )
    .selectAll('invoice')
    .select(['customer.name as customer_name'])
    .select(
      sql<{ id: string; number: string; title: string }[]>`(
      select coalesce(json_agg(json_build_object('id', work_order.id, 'number', work_order.number_text, 'title', work_order.title) order by work_order.number), '[]')
      from app.invoice_work_order billed
      join app.work_order work_order on work_order.org_id = billed.org_id and work_order.id = billed.work_order_id
      where billed.org_id = invoice.org_id and billed.invoice_id = invoice.id)`.as('work_orders'),
    )
    .select(
      sql<string | null>`(
      select batch.batch_id from app.export_batch_invoice batch
      where batch.org_id = invoice.org_id and batch.invoice_id = invoice.id)`.as('batch_id'),
    )
    .where('invoice.org_id', '=', tx.orgId)
type Row = Awaited<ReturnType<ReturnType<typeof invoices>['executeTakeFirstOrThrow']>>

function stateOf(text: string): InvoiceState {
  return invoiceStates.find((state) => state === text) ?? 'draft'
}

export function presentInvoice(row: Row): InvoiceRow {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind === 'credit_note' ? 'credit_note' : 'invoice',
    state: stateOf(row.state),
    number: row.number_text,
    customer: { id: row.customer_id, name: row.customer_name },
    workOrders: row.work_orders.map((one) => ({ ...one, number: one.number || null })),
    purchaseOrder: row.purchase_order,
    currency: row.currency,
    net: row.net,
    tax: row.tax,
    gross: row.gross,
    issuedOn: row.issue_date,
    dueOn: row.due_date,
    madeAt: row.created_at,
    exportBatch: row.batch_id,
  }
}

type InvoiceQuery = {
  state?: InvoiceState | undefined
  customer?: string | undefined
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

export async function listInvoices(tx: Tx, query: InvoiceQuery) {
  let matching = invoices(tx)
  if (query.state) matching = matching.where('invoice.state', '=', query.state)
  if (query.customer) matching = matching.where('invoice.customer_id', '=', query.customer)
  for (const word of (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
    matching = matching.where(
      sql<boolean>`(strpos(lower(coalesce(invoice.number_text, '') || ' ' || customer.name || ' ' || invoice.purchase_order), ${word}) > 0
        or exists (select from app.invoice_work_order billed
          join app.work_order work_order on work_order.org_id = billed.org_id and work_order.id = billed.work_order_id
          where billed.org_id = invoice.org_id and billed.invoice_id = invoice.id and strpos(lower(work_order.number_text), ${word}) > 0))`,
    )
  }
  // Drafts first, then by number: what is new is on top, whenever its work was.
  const rank = sql<number>`coalesce(invoice.number, ${Number.MAX_SAFE_INTEGER}::bigint)`
  const place = placeOf(query.cursor, z.tuple([z.number(), zId]))
  const rows = await matching
    .select(rank.as('rank'))
    .$if(place !== null, (select) =>
      select.where(sql<boolean>`(${rank}, invoice.id) < (${place?.[0]}::bigint, ${place?.[1]}::uuid)`),
    )
    .orderBy(rank, 'desc')
    .orderBy('invoice.id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const page = pageOf(rows, query.limit, (row) => [row.rank, row.id])
  return {
    items: page.items.map(presentInvoice),
    next: page.next,
    count: await countOf(tx, matching.clearSelect().select('invoice.id')),
  }
}

export type InvoiceRecord = Row & { paper_sha256: string | null }

/** The invoice; locked when it is about to change. */
export async function loadInvoiceRecord(tx: Tx, id: Id, lock = false): Promise<InvoiceRecord | undefined> {
  if (lock) {
    await tx.db
      .selectFrom('app.invoice')
      .select('id')
      .where('org_id', '=', tx.orgId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
  }
  return invoices(tx)
    .leftJoin('app.file as file', (join) =>
      join.onRef('file.org_id', '=', 'invoice.org_id').onRef('file.id', '=', 'invoice.file_id'),
    )
    .select('file.sha256 as paper_sha256')
    .where('invoice.id', '=', id)
    .executeTakeFirst()
}

/** `priced` was written by this server from the type it is read as. */
const zPriced = z.custom<PricedLine>((value) => typeof value === 'object' && value !== null && 'key' in value)
const zTaxTotals = z.array(
  z.custom<TaxTotal>((value) => typeof value === 'object' && value !== null && 'percent' in value),
)

export function taxTotalsOf(json: unknown): TaxTotal[] {
  return zTaxTotals.parse(json)
}

export async function loadLines(tx: Tx, invoiceIds: readonly Id[]): Promise<(InvoiceLine & { invoice: Id })[]> {
  if (invoiceIds.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.invoice_line')
    .select(['id', 'invoice_id', 'work_order_id', 'position', 'priced'])
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', 'in', [...invoiceIds])
    .orderBy('invoice_id')
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    ...zPriced.parse(row.priced),
    id: row.id,
    invoice: row.invoice_id,
    workOrder: row.work_order_id ?? '',
    position: row.position,
  }))
}

/** The work orders these invoices bill. */
export async function ordersBilledBy(tx: Tx, invoices: readonly Id[]): Promise<Id[]> {
  if (invoices.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.invoice_work_order')
    .select('work_order_id')
    .distinct()
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', 'in', [...invoices])
    .execute()
  return rows.map((row) => row.work_order_id)
}

export type Billed = { workOrder: Id; review: number; settled: PricedLine[] }

export async function billedOrders(tx: Tx, invoiceId: Id): Promise<Billed[]> {
  const rows = await tx.db
    .selectFrom('app.invoice_work_order')
    .select(['work_order_id', 'review', 'settled'])
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('work_order_id')
    .execute()
  return rows.map((row) => ({
    workOrder: row.work_order_id,
    review: row.review,
    settled: z.array(zPriced).parse(row.settled),
  }))
}

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

/** Issued invoices in no batch yet. */
export async function listUnexported(tx: Tx): Promise<Id[]> {
  const rows = await tx.db
    .selectFrom('app.invoice')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('state', '=', 'issued')
    .execute()
  return rows.map((row) => row.id)
}

/** Those of them that still are issued, locked, so that two exports at once share nothing. Their records are locked before. */
export async function lockUnexported(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.invoice')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('id', 'in', [...ids])
    .where('state', '=', 'issued')
    .orderBy('number')
    .forUpdate()
    .execute()
  return rows.map((row) => row.id)
}

export async function readInvoices(tx: Tx, ids: readonly Id[]): Promise<Row[]> {
  if (ids.length === 0) return []
  return invoices(tx)
    .where('invoice.id', 'in', [...ids])
    .orderBy('invoice.number')
    .execute()
}

export async function loadBatch(tx: Tx, id: Id) {
  return tx.db
    .selectFrom('app.export_batch as batch')
    .leftJoin('app.member as member', (join) =>
      join.onRef('member.org_id', '=', 'batch.org_id').onRef('member.id', '=', 'batch.created_by'),
    )
    .selectAll('batch')
    .select(['member.name as made_by'])
    .where('batch.org_id', '=', tx.orgId)
    .where('batch.id', '=', id)
    .executeTakeFirst()
}

export async function listBatches(tx: Tx, query: { cursor?: string | undefined; limit: number }) {
  const place = placeOf(query.cursor, z.tuple([z.number()]))
  const rows = await tx.db
    .selectFrom('app.export_batch as batch')
    .leftJoin('app.member as member', (join) =>
      join.onRef('member.org_id', '=', 'batch.org_id').onRef('member.id', '=', 'batch.created_by'),
    )
    .selectAll('batch')
    .select(['member.name as made_by'])
    .where('batch.org_id', '=', tx.orgId)
    .$if(place !== null, (select) => select.where('batch.number', '<', place?.[0] ?? 0))
    .orderBy('batch.number', 'desc')
    .limit(query.limit + 1)
    .execute()
  return pageOf(rows, query.limit, (row) => [row.number])
}

export type NewBatch = {
  id: Id
  number: number
  count: number
  net: number
  tax: number
  gross: number
  byRate: TaxTotal[]
  csv: string
  invoices: readonly Id[]
}

export async function insertBatch(tx: Tx, batch: NewBatch): Promise<void> {
  await tx.db
    .insertInto('app.export_batch')
    .values({
      org_id: tx.orgId,
      id: batch.id,
      number: batch.number,
      invoices: batch.count,
      net: batch.net,
      tax: batch.tax,
      gross: batch.gross,
      tax_totals: JSON.stringify(batch.byRate),
      csv: batch.csv,
      created_by: tx.actor.memberId,
    })
    .execute()
  await tx.db
    .insertInto('app.export_batch_invoice')
    .values(batch.invoices.map((invoice) => ({ org_id: tx.orgId, batch_id: batch.id, invoice_id: invoice })))
    .execute()
}
