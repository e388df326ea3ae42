import { sql } from 'kysely'
import * as z from 'zod'
import type { AccountsFile } from '#core/billing/handover.ts'
import type { TaxTotal } from '#core/billing/priced-line.ts'
import type { Id } from '#core/kit/ids.ts'
import { pageOf, placeOf } from '#server/platform/pages.ts'
import type { Tx } from '#server/platform/tenant.ts'

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

const batches = (tx: Tx) =>
  tx.db
    .selectFrom('app.export_batch as batch')
    .leftJoin('app.member as member', (join) =>
      join.onRef('member.org_id', '=', 'batch.org_id').onRef('member.id', '=', 'batch.created_by'),
    )
    .select(['batch.id', 'batch.number', 'batch.format', 'batch.invoices', 'batch.net', 'batch.tax', 'batch.gross'])
    .select(['batch.tax_totals', 'batch.created_at', 'batch.version', 'member.name as made_by'])
    .select([
      sql<string[]>`(select coalesce(json_agg(file ->> 'name'), '[]') from jsonb_array_elements(batch.files) file)`.as(
        'files',
      ),
      answered('accepted').as('accepted'),
      answered('refused').as('refused'),
    ])
    .where('batch.org_id', '=', tx.orgId)
export type BatchRow = Awaited<ReturnType<ReturnType<typeof batches>['executeTakeFirstOrThrow']>>

const answered = (state: string) =>
  sql<number>`(select count(*)::int from app.export_batch_invoice handed
    where handed.org_id = batch.org_id and handed.batch_id = batch.id and handed.state = ${state})`

export async function loadBatch(tx: Tx, id: Id): Promise<BatchRow | undefined> {
  return batches(tx).where('batch.id', '=', id).executeTakeFirst()
}

export async function listBatches(tx: Tx, query: { cursor?: string | undefined; limit: number }) {
  const place = placeOf(query.cursor, z.tuple([z.number()]))
  const rows = await batches(tx)
    .$if(place !== null, (select) => select.where('batch.number', '<', place?.[0] ?? 0))
    .orderBy('batch.number', 'desc')
    .limit(query.limit + 1)
    .execute()
  return pageOf(rows, query.limit, (row) => [row.number])
}

const zFile = z.object({ name: z.string(), type: z.string(), text: z.string() })

/** One file of a batch as it was handed over; batches of before have one CSV. */
export async function loadBatchFile(tx: Tx, id: Id, index: number): Promise<AccountsFile | undefined> {
  const row = await tx.db
    .selectFrom('app.export_batch')
    .select(['number', 'csv', sql<unknown>`files -> ${index}::int`.as('file')])
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.file) return zFile.parse(row.file)
  return index === 0 ? { name: `invoices-${row.number}.csv`, type: 'text/csv', text: row.csv } : undefined
}

export type NewBatch = {
  id: Id
  number: number
  format: string
  count: number
  net: number
  tax: number
  gross: number
  byRate: TaxTotal[]
  files: AccountsFile[]
  invoices: readonly Id[]
}

export async function insertBatch(tx: Tx, batch: NewBatch): Promise<void> {
  await tx.db
    .insertInto('app.export_batch')
    .values({
      org_id: tx.orgId,
      id: batch.id,
      number: batch.number,
      format: batch.format,
      invoices: batch.count,
      net: batch.net,
      tax: batch.tax,
      gross: batch.gross,
      tax_totals: JSON.stringify(batch.byRate),
      files: JSON.stringify(batch.files),
      created_at: tx.now,
      created_by: tx.actor.memberId,
    })
    .execute()
  await tx.db
    .insertInto('app.export_batch_invoice')
    .values(batch.invoices.map((invoice) => ({ org_id: tx.orgId, batch_id: batch.id, invoice_id: invoice })))
    .execute()
}

/** What the accounts said of each invoice of a batch. */
export async function answersOf(tx: Tx, batch: Id): Promise<Map<Id, { state: string; words: string }>> {
  const rows = await tx.db
    .selectFrom('app.export_batch_invoice')
    .select(['invoice_id', 'state', 'words'])
    .where('org_id', '=', tx.orgId)
    .where('batch_id', '=', batch)
    .execute()
  return new Map(rows.map((row) => [row.invoice_id, { state: row.state, words: row.words }]))
}

export async function setAnswer(
  tx: Tx,
  batch: Id,
  answer: { invoice: Id; accepted: boolean; words: string },
): Promise<void> {
  await tx.db
    .updateTable('app.export_batch_invoice')
    .set({
      state: answer.accepted ? 'accepted' : 'refused',
      words: answer.words,
      answered_at: tx.now,
      answered_by: tx.actor.memberId,
    })
    .where('org_id', '=', tx.orgId)
    .where('batch_id', '=', batch)
    .where('invoice_id', '=', answer.invoice)
    .execute()
}

/** The name the accounts know each customer by: the first one they got, kept from the first batch on. */
export async function accountsNames(tx: Tx, customers: readonly Id[], keep: boolean): Promise<Map<Id, string>> {
  if (customers.length === 0) return new Map()
  if (keep)
    await sql`insert into app.accounts_customer (org_id, customer_id, name)
      select org_id, id, name from app.customer
      where org_id = ${tx.orgId} and id = any (${[...customers]}::uuid[]) and name <> ''
      on conflict do nothing`.execute(tx.db)
  const { rows } = await sql<{ id: Id; name: string }>`
    select customer.id, coalesce(known.name, customer.name) as name from app.customer customer
    left join app.accounts_customer known on known.org_id = customer.org_id and known.customer_id = customer.id
    where customer.org_id = ${tx.orgId} and customer.id = any (${[...customers]}::uuid[])`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** The state of many at once; gives each one’s new version. */
export async function setStates(
  tx: Tx,
  ids: readonly Id[],
  state: 'exported' | 'acknowledged' | 'issued',
): Promise<{ id: Id; version: number }[]> {
  if (ids.length === 0) return []
  return tx.db
    .updateTable('app.invoice')
    .set({ state, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', 'in', [...ids])
    .returning(['id', 'version'])
    .execute()
}
