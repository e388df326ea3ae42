import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import type { Instant } from '#core/kit/time.ts'
import type { StreamKey } from '#core/sync/envelope.ts'
import { streamName } from '#core/sync/envelope.ts'
import { constraintOf } from '#server/platform/database.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type RowChanges, rowTables, type RowTable } from './rows.ts'

export type StoredDocument = { version: number; work: string; money: string }

/** Locks the documents of streams, in one order for everybody, and reads them. */
export async function lockDocuments(tx: Tx, streams: readonly StreamKey[]): Promise<Map<string, StoredDocument>> {
  if (streams.length === 0) return new Map()
  const { rows } = await sql<{ kind: StreamKey['kind']; id: Id } & StoredDocument>`
    select stream_kind as kind, stream_id as id, version, work, money from app.document
    where org_id = ${tx.orgId} and (stream_kind, stream_id) in (
      select * from unnest(${streams.map((one) => one.kind)}::text[], ${streams.map((one) => one.id)}::uuid[]))
    order by stream_kind, stream_id for update`.execute(tx.db)
  return new Map(rows.map(({ kind, id, ...document }) => [streamName({ kind, id }), document]))
}

export type LedgerOutcome = 'applied' | 'superseded' | 'refused' | 'held'
export type LedgerLine = {
  hash: string
  outcome: LedgerOutcome
  answer: { refusal: Refusal | null; number: string | null }
  version: number | null
}

/** What became of these commands before, by their id. */
export async function readLedger(tx: Tx, ids: readonly Id[]): Promise<Map<Id, LedgerLine>> {
  const { rows } = await sql<{ id: Id } & LedgerLine>`
    select command_id as id, body_hash as hash, outcome, answer, version from app.ledger
    where org_id = ${tx.orgId} and command_id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return new Map(rows.map(({ id, ...line }) => [id, line]))
}

export type FileState = 'announced' | 'stored' | 'refused'

/**
 * Says that bytes will come, and locks what is known of them: whoever stores them at this moment is either before,
 * and the fact knows it, or after, and finds the fact.
 */
export async function announceFiles(
  tx: Tx,
  files: readonly { id: Id; sha256: string; size: number; type: string }[],
): Promise<Map<string, FileState>> {
  if (files.length === 0) return new Map()
  const { rows } = await sql<{ sha256: string; state: FileState }>`
    insert into app.file (org_id, id, sha256, size, type)
    select ${tx.orgId}, file.id, file.sha256, file.size, file.type
    from json_to_recordset(${JSON.stringify(files)}::json) as file (id uuid, sha256 text, size bigint, type text)
    order by file.sha256
    on conflict (org_id, sha256) do update set sha256 = excluded.sha256
    returning sha256, state`.execute(tx.db)
  return new Map(rows.map((row) => [row.sha256, row.state]))
}

export type NewLedgerLine = {
  command_id: Id
  stream_kind: string
  stream_id: Id
  type: string
  dseq: number | null
  body_hash: string
  body: string
  outcome: LedgerOutcome
  answer: LedgerLine['answer']
  version: number | null
}
export type NewEntry = {
  stream_kind: string
  stream_id: Id
  version: number
  position: number
  event: string
  command_id: Id
}
export type NewDocument = { stream_kind: string; stream_id: Id; version: number; work: string; money: string }
export type NewHeld = {
  id: Id
  command_id: Id
  dseq: number | null
  code: string
  params: object
  body_hash: string
  body: string
  stream_kind: string
  stream_id: Id
  type: string
}

export type Writing = {
  member: Id | null
  device: Id | null
  heard: Instant
  ledger: NewLedgerLine[]
  entries: NewEntry[]
  made: NewDocument[]
  changed: NewDocument[]
  held: NewHeld[]
  settled: { stream_kind: string; stream_id: Id; dseq: number }[]
  rows: RowChanges
}

type TableShape = { key: string[]; columns: Record<string, string> }

const orderColumns = {
  id: 'uuid',
  number: 'bigint',
  number_text: 'text',
  provisional: 'text',
  status: 'text',
  kind: 'text',
  priority: 'text',
  title: 'text',
  description: 'text',
  customer_id: 'uuid',
  site_id: 'uuid',
  job_type_id: 'uuid',
  reported: 'text',
  zone: 'text',
  purchase_order: 'text',
  reference: 'text',
  requested_at: 'timestamptz',
  target_at: 'timestamptz',
  raised_at: 'timestamptz',
  hold_until: 'timestamptz',
  next_visit_id: 'uuid',
  next_start: 'timestamptz',
  finished_at: 'timestamptz',
  open_flags: 'int',
  evidence_stored: 'int',
  evidence_total: 'int',
  open_return_needs: 'int',
  return_reason: 'text',
  version: 'int',
  changed_at: 'timestamptz',
}
const stream = { stream_kind: 'text', stream_id: 'uuid' }

/** Keys and columns of the projected tables; `org_id` comes before each. */
export const tableShapes: Readonly<Record<RowTable, TableShape>> = {
  work_order: { key: ['id'], columns: orderColumns },
  visit: {
    key: ['id'],
    columns: {
      id: 'uuid',
      work_order_id: 'uuid',
      number: 'int',
      plan: 'text',
      status: 'text',
      lead_technician_id: 'uuid',
      window_start: 'timestamptz',
      window_end: 'timestamptz',
      planned_start: 'timestamptz',
      planned_minutes: 'int',
      outcome: 'text',
      finished_at: 'timestamptz',
    },
  },
  visit_crew: {
    key: ['visit_id', 'technician_id'],
    columns: {
      visit_id: 'uuid',
      technician_id: 'uuid',
      planned: 'bool',
      actual: 'bool',
      planned_start: 'timestamptz',
      work_order_id: 'uuid',
    },
  },
  flag: {
    key: ['work_order_id', 'flag'],
    columns: {
      work_order_id: 'uuid',
      flag: 'text',
      code: 'text',
      visit_id: 'uuid',
      fact_id: 'uuid',
      params: 'text',
      raised_at: 'timestamptz',
      settled_at: 'timestamptz',
    },
  },
  evidence: {
    key: ['stream_kind', 'stream_id', 'id'],
    columns: {
      ...stream,
      id: 'uuid',
      visit_id: 'uuid',
      kind: 'text',
      sha256: 'text',
      state: 'text',
      audience: 'text',
      technician_id: 'uuid',
      device_id: 'uuid',
    },
  },
  time_entry: {
    key: ['stream_kind', 'stream_id', 'id'],
    columns: {
      ...stream,
      id: 'uuid',
      visit_id: 'uuid',
      technician_id: 'uuid',
      activity: 'text',
      started_at: 'timestamptz',
      ended_at: 'timestamptz',
      minutes: 'int',
      corrected: 'bool',
    },
  },
  work_order_asset: { key: ['work_order_id', 'asset_id'], columns: { work_order_id: 'uuid', asset_id: 'uuid' } },
}

function recordset(rows: readonly object[], columns: Record<string, string>): RawBuilder<unknown> {
  const shape = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as row (${sql.raw(shape.join(', '))})`
}

function names(columns: readonly string[], of = ''): RawBuilder<unknown> {
  return sql.raw(columns.map((name) => `${of}${name}`).join(', '))
}

function insert(tx: Tx, table: RowTable, rows: readonly object[]): RawBuilder<unknown> {
  const { columns } = tableShapes[table]
  const all = Object.keys(columns)
  return sql`insert into app.${sql.raw(table)} (org_id, ${names(all)})
    select ${tx.orgId}::uuid, ${names(all, 'row.')} from ${recordset(rows, columns)}`
}

function upsert(tx: Tx, table: RowTable, rows: readonly object[]): RawBuilder<unknown> {
  const { key, columns } = tableShapes[table]
  const all = Object.keys(columns)
  const rest = all.filter((name) => !key.includes(name))
  const updates =
    rest.length === 0 ? 'nothing' : `update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}`
  return sql`${insert(tx, table, rows)}
    on conflict (org_id, ${names(key)}) do ${sql.raw(updates)}`
}

function remove(tx: Tx, table: RowTable, rows: readonly object[]): RawBuilder<unknown> {
  const { key, columns } = tableShapes[table]
  const shape = Object.fromEntries(key.map((name) => [name, columns[name] ?? 'text']))
  return sql`delete from app.${sql.raw(table)} gone using ${recordset(rows, shape)}
    where gone.org_id = ${tx.orgId}::uuid and (${names(key, 'gone.')}) = (${names(key, 'row.')})`
}

const ledgerColumns = {
  command_id: 'uuid',
  ...stream,
  type: 'text',
  dseq: 'int',
  body_hash: 'text',
  body: 'text',
  outcome: 'text',
  answer: 'jsonb',
  version: 'int',
}
const entryColumns = { ...stream, version: 'int', position: 'int', event: 'text', command_id: 'uuid' }
const documentColumns = { ...stream, version: 'int', work: 'text', money: 'text' }
const heldColumns = {
  id: 'uuid',
  command_id: 'uuid',
  dseq: 'int',
  code: 'text',
  params: 'jsonb',
  body_hash: 'text',
  body: 'text',
  ...stream,
  type: 'text',
}
const settledColumns = { ...stream, dseq: 'int' }

function statements(tx: Tx, writing: Writing): RawBuilder<unknown>[] {
  const { member, device, heard, ledger, entries, made, changed, held, settled, rows } = writing
  const parts: RawBuilder<unknown>[] = []
  if (ledger.length > 0) {
    parts.push(sql`insert into app.ledger (org_id, member_id, device_id, received_at, ${names(Object.keys(ledgerColumns))})
      select ${tx.orgId}::uuid, ${member}::uuid, ${device}::uuid, ${heard}::timestamptz, row.* from ${recordset(ledger, ledgerColumns)}`)
  }
  if (entries.length > 0) {
    parts.push(sql`insert into app.entry (org_id, heard_at, ${names(Object.keys(entryColumns))})
      select ${tx.orgId}::uuid, ${heard}::timestamptz, row.* from ${recordset(entries, entryColumns)}`)
  }
  if (made.length > 0) {
    parts.push(sql`insert into app.document (org_id, updated_at, ${names(Object.keys(documentColumns))})
      select ${tx.orgId}::uuid, ${heard}::timestamptz, row.* from ${recordset(made, documentColumns)}`)
  }
  if (changed.length > 0) {
    parts.push(sql`update app.document set version = row.version, work = row.work, money = row.money, updated_at = ${heard}
      from ${recordset(changed, documentColumns)}
      where document.org_id = ${tx.orgId} and document.stream_kind = row.stream_kind and document.stream_id = row.stream_id`)
  }
  if (held.length > 0) {
    parts.push(sql`insert into app.held_command (org_id, member_id, device_id, received_at, ${names(Object.keys(heldColumns))})
      select ${tx.orgId}::uuid, ${member}::uuid, ${device}::uuid, ${heard}::timestamptz, row.* from ${recordset(held, heldColumns)}
      on conflict (org_id, command_id, body_hash) do nothing`)
  }
  if (settled.length > 0) {
    parts.push(sql`insert into app.settled as known (org_id, device_id, ${names(Object.keys(settledColumns))})
      select ${tx.orgId}::uuid, ${device}::uuid, row.* from ${recordset(settled, settledColumns)}
      on conflict (org_id, stream_kind, stream_id, device_id) do update set dseq = greatest(known.dseq, excluded.dseq)`)
  }
  for (const table of rowTables) {
    if (rows.make[table].length > 0) parts.push(insert(tx, table, rows.make[table]))
    if (rows.put[table].length > 0) parts.push(upsert(tx, table, rows.put[table]))
    if (rows.drop[table].length > 0) parts.push(remove(tx, table, rows.drop[table]))
  }
  return parts
}

/** Ledger, entries, documents and rows in one statement (SYNC S8, S18). */
export async function write(tx: Tx, writing: Writing): Promise<void> {
  const parts = statements(tx, writing)
  const last = parts.pop()
  if (!last) return
  const before = parts.map((part, index) => sql`w${sql.raw(String(index))} as (${part})`)
  const statement = before.length > 0 ? sql`with ${sql.join(before)} ${last}` : last
  try {
    await statement.execute(tx.db)
  } catch (error) {
    throw isWrittenMeanwhile(error) ? new WrittenMeanwhile() : error
  }
}

/** Two senders made the same stream or handed in the same command at once: run again, the second finds the first. */
class WrittenMeanwhile extends Error {
  readonly code = '40001'
  constructor() {
    super('the same command or stream was written meanwhile')
  }
}

const firstWritten = new Set(['ledger_pkey', 'document_pkey', 'entry_pkey', 'work_order_pkey'])

function isWrittenMeanwhile(error: unknown): boolean {
  const broken = constraintOf(error)
  return broken?.code === '23505' && firstWritten.has(broken.constraint)
}
