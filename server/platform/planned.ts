import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './tenant.ts'

/**
 * A statement whose plan is made once for all values, or anew for those it has now. By itself PostgreSQL keeps one plan
 * when that looks no dearer, and it looks so wherever how many rows a condition leaves cannot be told without its values.
 *
 * @returns its rows; the mode is set and set back on the way there and back, which costs no round trip of its own
 */
export async function planned<T>(tx: Tx, mode: 'once' | 'anew', query: RawBuilder<T>): Promise<T[]> {
  const [, { rows }] = await Promise.all([
    setMode(tx, mode === 'once' ? 'force_generic_plan' : 'force_custom_plan'),
    query.execute(tx.db),
    setMode(tx, 'auto'),
  ])
  return rows
}

function setMode(tx: Tx, mode: string): Promise<unknown> {
  return sql`select set_config('plan_cache_mode', ${mode}, true)`.execute(tx.db)
}
