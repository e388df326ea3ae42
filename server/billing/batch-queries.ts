import * as z from 'zod'
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
      created_at: tx.now,
      created_by: tx.actor.memberId,
    })
    .execute()
  await tx.db
    .insertInto('app.export_batch_invoice')
    .values(batch.invoices.map((invoice) => ({ org_id: tx.orgId, batch_id: batch.id, invoice_id: invoice })))
    .execute()
}
