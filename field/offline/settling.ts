import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { DocumentKind, Settlement } from '#core/sync/api.ts'
import { streamName } from '#core/sync/envelope.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { isUnsent, isUnsentBlob, stateOf } from './states.ts'
import type { BlobRow, CommandRow, DocumentRow, Reader } from './store.ts'

/** What a pulled document says about what this device handed in, and what becomes of one that left the list. */

/** Rows that a change is about to write, by `dseq`. */
export type Commands = Map<number, CommandRow>

export function isStream(kind: DocumentKind): kind is 'work_order' | 'day' {
  return kind === 'work_order' || kind === 'day'
}

async function streamCommands(rows: Reader, stream: string, changed: Commands): Promise<CommandRow[]> {
  return (await rows.commandsOf(stream)).map((row) => changed.get(row.dseq) ?? row)
}

export async function settle(
  rows: Reader,
  kind: 'work_order' | 'day',
  id: Id,
  settled: number,
  commands: Commands,
  at: Instant,
): Promise<void> {
  for (const row of await streamCommands(rows, streamName({ kind, id }), commands)) {
    if (row.dseq <= settled && row.settledAt === null && row.declined === null)
      commands.set(row.dseq, { ...row, settledAt: at })
  }
}

/**
 * After a complete pull a document is what the server had when it was asked: all that was acknowledged before is in it,
 * also what had no visible effect. A work order made here that is not on this phone's list stays `received`.
 */
export async function settleReceived(
  rows: Reader,
  put: readonly DocumentRow[],
  commands: Commands,
  at: Instant,
): Promise<void> {
  for (const known of await rows.commands()) {
    const row = commands.get(known.dseq) ?? known
    if (row.outcome === null || row.settledAt !== null) continue
    const { streamKind, streamId } = row
    const isHere =
      put.some((one) => one.kind === streamKind && one.id === streamId) ||
      (await rows.document(streamKind, streamId)) !== undefined
    if (isHere) commands.set(row.dseq, { ...row, settledAt: at, declined: null })
  }
}

/** What was held and a person in the office settled ends here (S4), whether or not its work order is on this phone. */
export async function settleHeld(
  rows: Reader,
  settled: readonly Settlement[],
  commands: Commands,
  at: Instant,
): Promise<void> {
  for (const { id, sha256, as, number, reason } of settled) {
    const row = [...commands.values()].find((one) => one.id === id) ?? (await rows.command(id))
    if (row && row.sha256 === sha256 && stateOf(row) === 'held')
      commands.set(row.dseq, { ...row, settledAt: row.settledAt ?? at, settlement: { as, number, reason, at } })
  }
}

export async function settleBytes(
  rows: Reader,
  work: WorkDocument,
  blobs: Map<string, BlobRow>,
  now: Instant,
): Promise<void> {
  for (const [sha256, state] of bytesStates(work)) {
    const blob = blobs.get(sha256) ?? (await rows.blob(sha256))
    if (!blob || blob.state === state) continue
    if (state !== 'awaited') blobs.set(sha256, { ...blob, state, recordedAt: state === 'stored' ? now : null })
    else if (blob.kept && (blob.state === 'received' || blob.state === 'stored')) blobs.set(sha256, offered(blob))
  }
}

/**
 * To be handed in once more: the server had the bytes and lost them. What it says of bytes it took is said in the same
 * transaction, so that no later answer calls them awaited unless they are gone.
 */
export function offered(blob: BlobRow): BlobRow {
  return { ...blob, state: 'on_phone', recordedAt: null, thumbnailSent: false }
}

function bytesStates(work: WorkDocument): Map<string, 'awaited' | 'stored' | 'refused'> {
  const signed = work.visits.flatMap((visit) => visit.signOffs).filter((signOff) => signOff.kind === 'signed')
  return new Map([
    ...[...work.photos, ...work.files].map((one) => [one.sha256, one.state] as const),
    ...signed.map((one) => [one.image, one.imageState] as const),
  ])
}

export async function isPending(rows: Reader, stream: string, commands: Commands, sent?: string): Promise<boolean> {
  if ((await streamCommands(rows, stream, commands)).some(isUnsent)) return true
  return (await rows.blobs()).some((blob) => blob.stream === stream && blob.sha256 !== sent && isUnsentBlob(blob))
}

export type Gone = { forgetDocuments: [DocumentKind, Id][] }

/** Forgets a parked work order once everything on it was handed in. */
export async function unpark(
  rows: Reader,
  stream: string,
  commands: Commands,
  gone: Gone,
  at: Instant,
  sent?: string,
): Promise<void> {
  const [kind, id] = stream.split('/')
  if (kind !== 'work_order' || !id) return
  const row = await rows.document('work_order', id)
  if (row?.parked && !(await isPending(rows, stream, commands, sent)))
    await forget(rows, 'work_order', id, commands, gone, at)
}

/** What the server has of a document that left the list is on its record, where this phone no longer looks. */
export async function forget(
  rows: Reader,
  kind: DocumentKind,
  id: Id,
  commands: Commands,
  gone: Gone,
  at: Instant,
): Promise<void> {
  gone.forgetDocuments.push([kind, id])
  if (!isStream(kind)) return
  for (const row of await streamCommands(rows, streamName({ kind, id }), commands)) {
    if (row.settledAt === null && !isUnsent(row)) commands.set(row.dseq, { ...row, settledAt: at })
  }
}
