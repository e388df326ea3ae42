import { sql } from 'kysely'
import * as z from 'zod'
import type { InvoiceLine, InvoiceRow, InvoiceState } from '#core/billing/api.ts'
import { invoiceStates } from '#core/billing/api.ts'
import { type PricedLine, readFrozen, type TaxTotal } from '#core/billing/priced-line.ts'
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
      where batch.org_id = invoice.org_id and batch.invoice_id = invoice.id and batch.state <> 'refused')`.as(
        'batch_id',
      ),
    )
    .where('invoice.org_id', '=', tx.orgId)
export type InvoiceRecordRow = Awaited<ReturnType<ReturnType<typeof invoices>['executeTakeFirstOrThrow']>>

function stateOf(text: string): InvoiceState {
  return invoiceStates.find((state) => state === text) ?? 'draft'
}

export function presentInvoice(row: InvoiceRecordRow): InvoiceRow {
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
    credited: row.credited,
    paid: row.paid,
  }
}

type InvoiceQuery = {
  state?: InvoiceState | undefined
  customer?: string | undefined
  payment?: 'open' | 'overdue' | undefined
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Issued, and not paid or credited to its end. */
const isOpen = sql<boolean>`invoice.state in ('issued', 'exported', 'acknowledged')
  and invoice.gross + invoice.credited - invoice.paid <> 0`

export async function listInvoices(tx: Tx, query: InvoiceQuery, today: LocalDate) {
  let matching = invoices(tx)
  // A draft taken back never was an invoice: it is shown to who asks for void ones.
  matching = query.state
    ? matching.where('invoice.state', '=', query.state)
    : matching.where(sql<boolean>`(invoice.state <> 'void' or invoice.number is not null)`)
  if (query.payment) matching = matching.where(isOpen)
  if (query.payment === 'overdue')
    matching = matching.where('invoice.due_date', '<', today).where('invoice.gross', '>', 0)
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

export type InvoiceRecord = InvoiceRecordRow & { paper_sha256: string | null }

/** The invoice; locked when it is about to change. */
export async function loadInvoiceRecord(tx: Tx, id: Id, lock = false): Promise<InvoiceRecord | undefined> {
  // Sent together, done in this order: what is read is what was locked.
  const [, record] = await Promise.all([lock ? lockRow(tx, id) : null, readRecord(tx, id)])
  return record
}

async function lockRow(tx: Tx, id: Id): Promise<void> {
  await tx.db
    .selectFrom('app.invoice')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

async function readRecord(tx: Tx, id: Id): Promise<InvoiceRecord | undefined> {
  return invoices(tx)
    .leftJoin('app.file as file', (join) =>
      join.onRef('file.org_id', '=', 'invoice.org_id').onRef('file.id', '=', 'invoice.file_id'),
    )
    .select('file.sha256 as paper_sha256')
    .where('invoice.id', '=', id)
    .executeTakeFirst()
}

/** `priced` was written by this server from the type it is read as. */
const zPriced = z.custom<Parameters<typeof readFrozen>[0]>(
  (value) => typeof value === 'object' && value !== null && 'key' in value,
)
const zTaxTotals = z.array(
  z.custom<TaxTotal>((value) => typeof value === 'object' && value !== null && 'percent' in value),
)

export function taxTotalsOf(json: unknown): TaxTotal[] {
  return zTaxTotals.parse(json)
}

export async function loadLines(tx: Tx, invoiceIds: readonly Id[]): Promise<(InvoiceLine & { invoice: Id })[]> {
  if (invoiceIds.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.invoice_line as line')
    .select([
      'line.id',
      'line.invoice_id',
      'line.work_order_id',
      'line.position',
      'line.priced',
      'line.credits_line_id',
    ])
    .innerJoin('app.invoice as invoice', (join) =>
      join.onRef('invoice.org_id', '=', 'line.org_id').onRef('invoice.id', '=', 'line.invoice_id'),
    )
    .select('invoice.currency')
    .select(
      sql<number>`(select coalesce(sum(credit.net), 0)::bigint from app.invoice_line credit
        where credit.org_id = line.org_id and credit.credits_line_id = line.id)`.as('credited'),
    )
    .where('line.org_id', '=', tx.orgId)
    .where('line.invoice_id', 'in', [...invoiceIds])
    .orderBy('line.invoice_id')
    .orderBy('line.position')
    .execute()
  return rows.map((row) => ({
    ...readFrozen(zPriced.parse(row.priced), row.currency),
    id: row.id,
    invoice: row.invoice_id,
    workOrder: row.work_order_id ?? '',
    position: row.position,
    credited: row.credited,
    credits: row.credits_line_id,
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

export type Billed = { workOrder: Id; review: number; settled: PricedLine[]; left: string[]; partial: boolean }

export async function billedOrders(tx: Tx, invoiceId: Id): Promise<Billed[]> {
  const rows = await tx.db
    .selectFrom('app.invoice_work_order')
    .innerJoin('app.invoice as invoice', (join) =>
      join
        .onRef('invoice.org_id', '=', 'app.invoice_work_order.org_id')
        .onRef('invoice.id', '=', 'app.invoice_work_order.invoice_id'),
    )
    .select(['work_order_id', 'review', 'settled', 'left_lines', 'partial', 'invoice.currency'])
    .where('app.invoice_work_order.org_id', '=', tx.orgId)
    .where('invoice_id', '=', invoiceId)
    .orderBy('work_order_id')
    .execute()
  return rows.map((row) => ({
    workOrder: row.work_order_id,
    review: row.review,
    settled: z
      .array(zPriced)
      .parse(row.settled)
      .map((line) => readFrozen(line, row.currency)),
    left: z.array(z.string()).parse(row.left_lines),
    partial: row.partial,
  }))
}

export async function readInvoices(tx: Tx, ids: readonly Id[]): Promise<InvoiceRecordRow[]> {
  if (ids.length === 0) return []
  return invoices(tx)
    .where('invoice.id', 'in', [...ids])
    .orderBy('invoice.number')
    .execute()
}

export async function everyNumberedInvoice(tx: Tx): Promise<Id[]> {
  const rows = await tx.db
    .selectFrom('app.invoice')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('number_text', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** What a customer still owes, or is owed, the oldest first. */
export async function openInvoicesOf(tx: Tx, customer: Id): Promise<InvoiceRecordRow[]> {
  return invoices(tx).where('invoice.customer_id', '=', customer).where(isOpen).orderBy('invoice.due_date').execute()
}

/** Which work orders each of these invoices bills. */
export async function ordersOf(tx: Tx, invoices: readonly Id[]): Promise<{ invoice: Id; workOrder: Id }[]> {
  if (invoices.length === 0) return []
  const rows = await tx.db
    .selectFrom('app.invoice_work_order')
    .select(['invoice_id', 'work_order_id'])
    .where('org_id', '=', tx.orgId)
    .where('invoice_id', 'in', [...invoices])
    .orderBy('work_order_id')
    .orderBy('invoice_id')
    .execute()
  return rows.map((row) => ({ invoice: row.invoice_id, workOrder: row.work_order_id }))
}

export async function numbersOf(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('app.invoice')
    .select(['id', 'number_text'])
    .where('org_id', '=', tx.orgId)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row.number_text ?? '']))
}
