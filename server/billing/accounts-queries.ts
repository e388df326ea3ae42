import { sql } from 'kysely'
import * as z from 'zod'
import { type AccountCode, type Accounts, codedThings, formatIds } from '#core/billing/accounts-api.ts'
import type { LocalDate } from '#core/kit/time.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** Nothing is issued on this day or before it; null while the books are open. */
export async function booksClosedUntil(tx: Tx): Promise<LocalDate | null> {
  const row = await tx.db
    .selectFrom('app.accounts')
    .select('closed_until')
    .where('org_id', '=', tx.orgId)
    .executeTakeFirst()
  return row?.closed_until ?? null
}

/** As nobody set it yet: version 0. */
export async function loadAccounts(tx: Tx): Promise<Omit<Accounts, 'coded'>> {
  const [row, codes] = await Promise.all([
    tx.db.selectFrom('app.accounts').selectAll().where('org_id', '=', tx.orgId).executeTakeFirst(),
    tx.db
      .selectFrom('app.account_code')
      .select(['what', 'key', 'code'])
      .where('org_id', '=', tx.orgId)
      .orderBy('what')
      .orderBy('key')
      .execute(),
  ])
  return {
    version: row?.version ?? 0,
    closedUntil: row?.closed_until ?? null,
    format: z.enum(formatIds).parse(row?.format ?? 'csv'),
    codes: codes.map(({ what, key, code }) => ({ what: z.enum(codedThings).parse(what), key, code })),
  }
}

/** Writes the one row; null when somebody else was first. */
export async function saveAccounts(
  tx: Tx,
  { version, closedUntil, format }: Pick<Accounts, 'version' | 'closedUntil' | 'format'>,
): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    insert into app.accounts (org_id, closed_until, format) values (${tx.orgId}, ${closedUntil}, ${format})
    on conflict (org_id) do update set closed_until = excluded.closed_until, format = excluded.format,
      version = app.accounts.version + 1
    where app.accounts.version = ${version} returning version`.execute(tx.db)
  return rows[0]?.version ?? null
}

export async function replaceCodes(tx: Tx, codes: readonly AccountCode[]): Promise<void> {
  await tx.db.deleteFrom('app.account_code').where('org_id', '=', tx.orgId).execute()
  if (codes.length === 0) return
  await tx.db
    .insertInto('app.account_code')
    .values(codes.map((code) => ({ org_id: tx.orgId, ...code })))
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'what', 'key']).doUpdateSet({ code: (given) => given.ref('excluded.code') }),
    )
    .execute()
}

/** Categories of the price book, by name. */
export async function priceCategories(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('app.price_item')
    .select('category')
    .distinct()
    .where('org_id', '=', tx.orgId)
    .where('category', '<>', '')
    .orderBy('category')
    .execute()
  return rows.map((row) => row.category)
}
