import { sql } from 'kysely'
import { type DayDocument, type DayEvent, foldDay } from '#core/fieldwork/day.ts'
import { canonicalJson } from '#core/kit/canonical-json.ts'
import type { Id } from '#core/kit/ids.ts'
import { type StreamKey, streamName } from '#core/sync/envelope.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import type { WorkOrderEvent } from '#core/work-orders/events.ts'
import { fold } from '#core/work-orders/evolve.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { lockDocuments, type StoredDocument, write } from './record-queries.ts'
import { tableShapes } from './row-tables.ts'
import {
  addDifference,
  noRowChanges,
  type Row,
  type RowChanges,
  type Rows,
  rowsOf,
  rowsOfDay,
  rowTables,
  type RowTable,
} from './rows.ts'

/** What a stream's document or rows were, other than its record says. */
export type Difference = { stream: string; what: 'document' | RowTable; count: number }
export type Rebuilt = { streams: number; differences: Difference[]; last: StreamKey | null }

/**
 * Folds the record of up to `most` streams after one anew, and puts right the documents and rows that say something
 * else. On a healthy database it finds nothing and writes nothing.
 */
export async function rebuildSome(tx: Tx, after: StreamKey | null, most: number): Promise<Rebuilt> {
  const { rows: keys } = await sql<StreamKey>`
    select stream_kind as kind, stream_id as id from app.document
    where org_id = ${tx.orgId} ${after ? sql`and (stream_kind, stream_id) > (${after.kind}, ${after.id}::uuid)` : sql``}
    order by stream_kind, stream_id limit ${most}`.execute(tx.db)
  const stored = await lockDocuments(tx, keys)
  const differences: Difference[] = []
  for (const key of keys) {
    const document = stored.get(streamName(key))
    if (document) differences.push(...(await rebuild(tx, key, document)))
  }
  return { streams: keys.length, differences, last: keys.at(-1) ?? null }
}

async function rebuild(tx: Tx, key: StreamKey, stored: StoredDocument): Promise<Difference[]> {
  const { order, day } = await foldStream(tx, key)
  const texts = order ? { work: order.work, money: order.money } : { work: day, money: {} }
  const sameDocument = sameJson(stored.work, texts.work) && sameJson(stored.money, texts.money)
  const changes = noRowChanges()
  const standing = await readRows(tx, key)
  addDifference(
    changes,
    standing,
    withVersion(order ? rowsOf(order) : rowsOfDay(day), stored.version, standing, tx.now),
  )
  const differences = [
    ...(sameDocument ? [] : [{ stream: streamName(key), what: 'document' as const, count: 1 }]),
    ...counted(key, changes),
  ]
  if (differences.length > 0)
    await repair(tx, key, stored, { work: JSON.stringify(texts.work), money: JSON.stringify(texts.money) }, changes)
  return differences
}

async function foldStream(tx: Tx, key: StreamKey): Promise<{ order: WorkOrder | null; day: DayDocument | null }> {
  const { rows } = await sql<{ event: string }>`
    select event from app.entry
    where org_id = ${tx.orgId} and stream_kind = ${key.kind} and stream_id = ${key.id}
    order by version, position`.execute(tx.db)
  if (key.kind === 'day')
    return {
      order: null,
      day: foldDay(
        key.id,
        rows.map((row): DayEvent => JSON.parse(row.event)),
      ),
    }
  return { order: fold(rows.map((row): WorkOrderEvent => JSON.parse(row.event))), day: null }
}

function sameJson(text: string, value: unknown): boolean {
  return canonicalJson(JSON.parse(text)) === canonicalJson(JSON.parse(JSON.stringify(value)))
}

/** The version is the document's, and when it changed is not the record's to say: what stands is taken as right. */
function withVersion(rows: Rows, version: number, standing: Rows, now: string): Rows {
  const orders = [...rows.work_order].map(([key, row]): [string, Row] => [
    key,
    { ...row, version, changed_at: standing.work_order.get(key)?.changed_at ?? now },
  ])
  return { ...rows, work_order: new Map(orders) }
}

const owners: Readonly<Record<RowTable, (key: StreamKey) => ReturnType<typeof sql>>> = {
  work_order: ({ id }) => sql`id = ${id}`,
  visit: ({ id }) => sql`work_order_id = ${id}`,
  visit_crew: ({ id }) => sql`work_order_id = ${id}`,
  flag: ({ id }) => sql`work_order_id = ${id}`,
  evidence: ({ kind, id }) => sql`stream_kind = ${kind} and stream_id = ${id}`,
  time_entry: ({ kind, id }) => sql`stream_kind = ${kind} and stream_id = ${id}`,
  work_order_asset: ({ id }) => sql`work_order_id = ${id}`,
  reading: ({ id }) => sql`work_order_id = ${id}`,
  finding: ({ id }) => sql`work_order_id = ${id}`,
  needed_part: ({ id }) => sql`work_order_id = ${id}`,
  sign_off: ({ id }) => sql`work_order_id = ${id}`,
  day_flag: ({ id }) => sql`technician_id = ${id}`,
}

/** The rows as they stand, keyed as the projection keys its own. */
async function readRows(tx: Tx, key: StreamKey): Promise<Rows> {
  const found: Partial<Record<RowTable, ReadonlyMap<string, Row>>> = {}
  for (const table of rowTables) {
    const { columns } = tableShapes[table]
    const names = Object.keys(columns)
    const { rows } = await sql<Row>`
      select ${sql.join(names.map((name) => sql.ref(name)))} from ${sql.table(`app.${table}`)}
      where org_id = ${tx.orgId} and ${owners[table](key)}`.execute(tx.db)
    found[table] = new Map(rows.map((row) => [keyOf(table, row), row]))
  }
  return found as Rows
}

function keyOf(table: RowTable, row: Row): Id {
  switch (table) {
    case 'visit_crew':
      return `${row.visit_id}/${row.technician_id}`
    case 'flag':
    case 'day_flag':
      return String(row.flag)
    case 'work_order_asset':
      return String(row.asset_id)
    default:
      return String(row.id)
  }
}

function counted(key: StreamKey, changes: RowChanges): Difference[] {
  return rowTables.flatMap((table) => {
    const count = changes.make[table].length + changes.put[table].length + changes.drop[table].length
    return count > 0 ? [{ stream: streamName(key), what: table, count }] : []
  })
}

/** The document gets a new version, so that phones and screens fetch what was put right. */
async function repair(
  tx: Tx,
  key: StreamKey,
  stored: StoredDocument,
  texts: { work: string; money: string },
  rows: RowChanges,
): Promise<void> {
  const version = stored.version + 1
  const document = { stream_kind: key.kind, stream_id: key.id, version, ...texts }
  await write(tx, {
    member: null,
    device: null,
    heard: tx.now,
    ledger: [],
    entries: [],
    made: [],
    changed: [document],
    held: [],
    settled: [],
    rows,
  })
  if (key.kind === 'work_order') {
    await sql`update app.work_order set version = ${version}, changed_at = ${tx.now}
      where org_id = ${tx.orgId} and id = ${key.id}`.execute(tx.db)
  }
  tx.touched(key.kind, key.id, version)
}
