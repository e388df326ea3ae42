import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import type { Instant } from '#core/kit/time.ts'
import type { StreamKey } from '#core/sync/envelope.ts'
import { streamName } from '#core/sync/envelope.ts'
import { unnested } from '#server/platform/columns.ts'
import { constraintOf } from '#server/platform/database.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { insert, names, remove, upsert } from './row-tables.ts'
import { type RowChanges, rowTables } from './rows.ts'

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

/** Of these numbers of a device, those that are given already, and to which command. */
export async function readNumbers(tx: Tx, device: Id, numbers: readonly number[]): Promise<Map<number, Id>> {
  const { rows } = await sql<{ dseq: number; id: Id }>`
    select dseq, command_id as id from app.ledger
    where org_id = ${tx.orgId} and device_id = ${device} and dseq = any (${[...numbers]}::int[])`.execute(tx.db)
  return new Map(rows.map(({ dseq, id }) => [dseq, id]))
}

export type FileState = 'announced' | 'stored' | 'refused'

/**
 * Says that bytes will come, and locks what is known of them: whoever stores them at this moment is either before,
 * and the fact knows it, or after, and finds the fact. What was refused once and is announced anew is judged anew.
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
    on conflict (org_id, sha256) do update set
      state = case file.state when 'refused' then 'announced' else file.state end,
      code = case file.state when 'refused' then null else file.code end
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

const stream = { stream_kind: 'text', stream_id: 'uuid' } as const

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
} as const
const entryColumns = { ...stream, version: 'int', position: 'int', event: 'text', command_id: 'uuid' } as const
const documentColumns = { ...stream, version: 'int', work: 'text', money: 'text' } as const
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
} as const
const settledColumns = { ...stream, dseq: 'int' } as const

function statements(tx: Tx, writing: Writing): RawBuilder<unknown>[] {
  const { member, device, heard, ledger, entries, made, changed, held, settled, rows } = writing
  const parts: RawBuilder<unknown>[] = []
  if (ledger.length > 0) {
    parts.push(sql`insert into app.ledger (org_id, member_id, device_id, received_at, ${names(Object.keys(ledgerColumns))})
      select ${tx.orgId}::uuid, ${member}::uuid, ${device}::uuid, ${heard}::timestamptz, row.* from ${unnested(ledger, ledgerColumns)}`)
  }
  if (entries.length > 0) {
    parts.push(sql`insert into app.entry (org_id, heard_at, ${names(Object.keys(entryColumns))})
      select ${tx.orgId}::uuid, ${heard}::timestamptz, row.* from ${unnested(entries, entryColumns)}`)
  }
  if (made.length > 0) {
    parts.push(sql`insert into app.document (org_id, updated_at, ${names(Object.keys(documentColumns))})
      select ${tx.orgId}::uuid, ${heard}::timestamptz, row.* from ${unnested(made, documentColumns)}`)
  }
  if (changed.length > 0) {
    parts.push(sql`update app.document set version = row.version, work = row.work, money = row.money, updated_at = ${heard}
      from ${unnested(changed, documentColumns)}
      where document.org_id = ${tx.orgId} and document.stream_kind = row.stream_kind and document.stream_id = row.stream_id`)
  }
  if (held.length > 0) {
    // What a signed-out phone handed in and a person took in may wait once more, for a reason of its own.
    parts.push(sql`insert into app.held_command as known (org_id, member_id, device_id, received_at, ${names(Object.keys(heldColumns))})
      select ${tx.orgId}::uuid, ${member}::uuid, ${device}::uuid, ${heard}::timestamptz, row.* from ${unnested(held, heldColumns)}
      on conflict (org_id, command_id, body_hash) do update set code = excluded.code, params = excluded.params
        where known.code = 'phone_signed_out' and known.settled_at is null`)
  }
  if (settled.length > 0) {
    parts.push(sql`insert into app.settled as known (org_id, device_id, ${names(Object.keys(settledColumns))})
      select ${tx.orgId}::uuid, ${device}::uuid, row.* from ${unnested(settled, settledColumns)}
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

const firstWritten = new Set(['ledger_pkey', 'ledger_device_number', 'document_pkey', 'entry_pkey', 'work_order_pkey'])

function isWrittenMeanwhile(error: unknown): boolean {
  const broken = constraintOf(error)
  return broken?.code === '23505' && firstWritten.has(broken.constraint)
}
