import { type Expression, sql } from 'kysely'
import type * as z from 'zod'
import { HttpProblem } from './problem.ts'
import type { Tx } from './tenant.ts'

/** Past this many a list says `1,000+`. */
export const countedTo = 1000

/** Cursor of a list: where the last row of a page stands in its order. Opaque to callers. */
export function cursorAfter(place: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place a cursor names, by the shape of the list's order; null without a cursor, 422 for one of another list. */
export function placeOf<S extends z.ZodType>(cursor: string | undefined, shape: S): z.output<S> | null {
  if (cursor === undefined) return null
  const place = shape.safeParse(parsed(cursor))
  if (!place.success) throw new HttpProblem(422, 'invalid_query', 'The cursor is not one of this list.')
  return place.data
}

function parsed(cursor: string): unknown {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  // No text of ours has these; PostgreSQL takes neither.
  if (/\\u(0000|d[89a-f])/i.test(text)) return null
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A page from rows of which one more than `limit` was asked for. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeAt: (row: Row) => readonly (string | number | null)[],
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursorAfter(placeAt(last)) : null }
}

/** How many rows there are, exact to `countedTo`; `ids` is the list's query without order and place. */
export async function countOf(tx: Tx, ids: Expression<unknown>): Promise<{ value: number; exact: boolean }> {
  const { rows } = await sql<{ found: number }>`
    select count(*) as found from (select from (${ids}) as matching limit ${countedTo + 1}) as counted`.execute(tx.db)
  const found = rows[0]?.found ?? 0
  return { value: Math.min(found, countedTo), exact: found <= countedTo }
}
