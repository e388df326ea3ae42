import { type Insertable, sql, type Updateable } from 'kysely'
import { isId } from '#core/kit/ids.ts'
import type { Ability } from '#core/people/abilities.ts'
import { changedMeanwhile, notFound } from './problem.ts'
import type { Schema } from './schema.ts'
import type { FeedKind, Tx } from './tenant.ts'

/**
 * Everything that is not the life of a work order is a plain row: made once under the caller's id, edited with the
 * version its editor saw, archived and never deleted, and each change is in audit trail and feed. The rules are here
 * once; a slice says which table, who hears of it, and how the row reads.
 */
export type PlainTable =
  | 'app.customer'
  | 'app.site'
  | 'app.contact'
  | 'app.asset'
  | 'app.technician'
  | 'app.skill'
  | 'app.territory'
  | 'app.roster_entry'
  | 'app.proposed_visit'
  | 'app.job_type'
  | 'app.tax_rate'
  | 'app.price_item'
  | 'app.rate_card'
  | 'app.purchase_order'
  | 'app.technician_grade'
  | 'app.item_price'
  | 'app.customer_terms'

export type PlainKind<T extends PlainTable, Row> = {
  table: T
  kind: FeedKind
  /** Who hears of it in the feed; nothing said: every member. */
  ability?: Ability
  /** The row as the API shows it, or undefined when there is none. */
  load: (tx: Tx, id: string) => Promise<Row | undefined>
  /** What follows in the same transaction: search, rows that hang on it. */
  changed?: (tx: Tx, after: Row, before: Row | null) => Promise<void>
}

type Versioned = { id: string; version: number; archivedAt: string | null }

/** The row, or 404: unknown, foreign and malformed ids are the same. */
export async function need<Row>(
  load: (tx: Tx, id: string) => Promise<Row | undefined>,
  tx: Tx,
  id: string,
): Promise<Row> {
  const row = isId(id) ? await load(tx, id) : undefined
  if (row === undefined) throw notFound()
  return row
}

/** Makes a row under the id the caller chose; sent again it changes nothing and gives the row as it is. */
export async function makePlain<T extends PlainTable, Row extends Versioned>(
  tx: Tx,
  plain: PlainKind<T, Row>,
  columns: Omit<Insertable<Schema[T]>, 'org_id'> & { id: string },
  alsoMake?: () => Promise<void>,
): Promise<Row> {
  const given = entries({ org_id: tx.orgId, ...columns })
  const made = await sql`insert into ${sql.table(plain.table)} (${sql.join(given.map(([name]) => sql.ref(name)))})
    values (${sql.join(given.map(([, value]) => value))}) on conflict (org_id, id) do nothing returning id`.execute(
    tx.db,
  )
  if (made.rows.length === 0) return need(plain.load, tx, columns.id)
  await alsoMake?.()
  const row = await need(plain.load, tx, columns.id)
  await record(tx, plain, 'made', row, null)
  return row
}

/** Changes a row whose `version` the editor saw; 409 with the row as it is when somebody else was first. */
export async function editPlain<T extends PlainTable, Row extends Versioned>(
  tx: Tx,
  plain: PlainKind<T, Row>,
  id: string,
  seen: number,
  changes: Updateable<Schema[T]>,
  alsoChange?: () => Promise<void>,
): Promise<Row> {
  const before = await need(plain.load, tx, id)
  if (before.version !== seen) throw changedMeanwhile(before)
  const changed = entries(changes)
  if (changed.length === 0 && !alsoChange) return before
  const saved = await write(tx, plain.table, id, seen, changed)
  if (!saved) throw changedMeanwhile(await need(plain.load, tx, id))
  await alsoChange?.()
  const after = await need(plain.load, tx, id)
  await record(tx, plain, 'edited', after, before)
  return after
}

/** Archives or brings back; doing it twice is doing it once. */
export async function setArchived<T extends PlainTable, Row extends Versioned>(
  tx: Tx,
  plain: PlainKind<T, Row>,
  id: string,
  archived: boolean,
): Promise<Row> {
  const before = await need(plain.load, tx, id)
  if ((before.archivedAt !== null) === archived) return before
  const saved = await write(tx, plain.table, id, before.version, [['archived_at', archived ? tx.now : null]])
  // Somebody was faster, with the same or with an edit: neither stands in the way of it.
  if (!saved) return setArchived(tx, plain, id, archived)
  const after = await need(plain.load, tx, id)
  await record(tx, plain, archived ? 'archived' : 'restored', after, before)
  return after
}

async function write(
  tx: Tx,
  table: PlainTable,
  id: string,
  seen: number,
  changes: [string, unknown][],
): Promise<boolean> {
  const assignments = changes.map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  const { rows } = await sql`update ${sql.table(table)}
    set ${sql.join([...assignments, sql`version = version + 1`])}
    where org_id = ${tx.orgId} and id = ${id} and version = ${seen} returning id`.execute(tx.db)
  return rows.length > 0
}

async function record<T extends PlainTable, Row extends Versioned>(
  tx: Tx,
  plain: PlainKind<T, Row>,
  what: 'made' | 'edited' | 'archived' | 'restored',
  after: Row,
  before: Row | null,
): Promise<void> {
  tx.audit(
    `${plain.kind}.${what}`,
    plain.kind,
    after.id,
    what === 'edited' && before ? differences(before, after) : undefined,
  )
  tx.touched(plain.kind, after.id, after.version, plain.ability)
  await plain.changed?.(tx, after, before)
}

/** What an edit changed, field by field, for the audit trail. */
export function differences(before: object, after: object): Record<string, { before: unknown; after: unknown }> {
  const earlier = new Map(Object.entries(before))
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => name !== 'version' && JSON.stringify(value) !== JSON.stringify(earlier.get(name)))
      .map(([name, value]) => [name, { before: earlier.get(name), after: value }]),
  )
}

/** The columns that were given; an edit leaves the others as they are. */
function entries(columns: object): [string, unknown][] {
  return Object.entries(columns).filter(([, value]) => value !== undefined)
}

/** Which rows a list shows, as a condition on `archived_at` of the table by that name. */
export function archivedIs(which: 'no' | 'only' | 'all', table?: string) {
  const column = sql.ref(table ? `${table}.archived_at` : 'archived_at')
  switch (which) {
    case 'no':
      return sql<boolean>`${column} is null`
    case 'only':
      return sql<boolean>`${column} is not null`
    case 'all':
      return sql<boolean>`true`
  }
}

/** The id is one of these; of none when there are none. */
export function isOneOf(column: string, ids: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} = any (${[...ids]}::uuid[])`
}
