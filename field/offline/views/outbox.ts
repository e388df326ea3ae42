import type { Instant } from '#core/kit/time.ts'
import { type CommandState, isUnsentBlob, stateOf } from '../states.ts'
import type { Holdings } from '../holdings.ts'
import type { BlobRow, CommandRow } from '../store.ts'
import type { Connection, OutboxItem, OutboxView, StatusView } from './types.ts'
import { referenceOf } from './visits.ts'

const settledShown = 50
/** Minutes a clock may be off before it is shown (S12). */
const clockTolerance = 5

/** What is only on this phone, on its way, or waiting for a person (S26). */
export function outboxOf(holdings: Holdings): OutboxView {
  const rows = holdings.commands()
  const blobs = new Map(holdings.blobs().map((blob) => [blob.fact, blob]))
  const items = rows.map((row) => itemOf(holdings, row, blobs.get(row.id)))
  const isSettled = (item: OutboxItem) =>
    item.state === 'on_record' && (item.bytes === null || item.bytes.state === 'stored')
  const onPhone = holdings.blobs().filter(isUnsentBlob)
  return {
    waiting: items.filter((item) => !isSettled(item)),
    settled: items.filter(isSettled).slice(-settledShown).reverse(),
    counts: countsOf(rows),
    files: { onPhone: onPhone.length, bytes: onPhone.reduce((total, blob) => total + blob.size, 0) },
  }
}

export type EngineView = { doing: StatusView['doing']; nextTry: Instant | null; connection: Connection }

export function statusOf(holdings: Holdings, engine: EngineView): StatusView {
  const meta = holdings.meta()
  const off = meta.offset === null ? 0 : Math.round(meta.offset / 60_000)
  return {
    connection: meta.needsSignIn ? { at: 'no_session' } : engine.connection,
    doing: engine.doing,
    nextTry: engine.nextTry,
    pulledAt: meta.pulledAt,
    counts: countsOf(holdings.commands()),
    filesOnPhone: holdings.blobs().filter(isUnsentBlob).length,
    clockOff: Math.abs(off) > clockTolerance ? off : null,
  }
}

function countsOf(rows: readonly CommandRow[]): Record<CommandState, number> {
  const counts: Record<CommandState, number> = { on_phone: 0, received: 0, on_record: 0, held: 0, refused: 0 }
  for (const row of rows) counts[stateOf(row)] += 1
  return counts
}

function itemOf(holdings: Holdings, row: CommandRow, blob: BlobRow | undefined): OutboxItem {
  const work = row.streamKind === 'work_order' ? holdings.shown(row.streamId)?.work : undefined
  return {
    id: row.id,
    type: row.type,
    workOrder: row.streamKind === 'work_order' ? row.streamId : null,
    reference: work ? referenceOf(work) : '',
    title: work?.details.title ?? '',
    text: textOf(holdings.envelopeOf(row).body),
    capturedAt: row.capturedAt,
    state: stateOf(row),
    code: row.code ?? row.declined,
    params: row.params,
    bytes: blob ? { sha256: blob.sha256, size: blob.size, state: blob.state, code: blob.code } : null,
  }
}

/** What its author would know it by. */
function textOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return ''
  const members = new Map<string, unknown>(Object.entries(body))
  for (const name of ['text', 'caption', 'name', 'note', 'reason']) {
    const text = members.get(name)
    if (typeof text === 'string' && text !== '') return text
  }
  return ''
}
