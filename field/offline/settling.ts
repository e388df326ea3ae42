import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { DocumentKind, Settlement } from '#core/sync/api.ts'
import { streamName } from '#core/sync/envelope.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { BytesState } from '#core/work-orders/words.ts'
import { factsByHash, hashNamedBy, streamsNaming } from './named-bytes.ts'
import { isEnded, isUnsent, isUnsentBlob, stateOf } from './states.ts'
import type { BlobRow, Change, CommandRow, DocumentRow, Reader } from './store.ts'

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
  for (const [sha256, states] of bytesStates(work)) {
    const blob = blobs.get(sha256) ?? (await rows.blob(sha256))
    if (!blob) continue
    if (states.has('stored')) {
      if (blob.state !== 'stored') blobs.set(sha256, { ...blob, state: 'stored', recordedAt: now })
    } else if (states.has('awaited') && blob.state !== 'refused') {
      if (blob.kept && blob.state !== 'on_phone') blobs.set(sha256, offered(blob))
    } else if (blob.state !== 'on_phone') {
      // What is on its way was taken again since the record says so: those bytes have yet to be judged.
      const settled = isSettledBy(work, sha256)
      if (blob.state !== 'refused' || (blob.settled ?? false) !== settled)
        blobs.set(sha256, { ...blob, state: 'refused', recordedAt: null, settled })
    }
  }
}

/**
 * The last word about bytes that no document here names, once all their facts are settled. The server keeps on the list
 * every work order on which it waits for bytes of this phone, or nobody has looked at what it refused (S14): of one that
 * left, it has what it received, and the office has looked. What was taken back nobody waits for, whether or not it ever
 * went up.
 */
export async function settleEnds(
  rows: Reader,
  { documents, forgetDocuments }: Required<Pick<Change, 'documents' | 'forgetDocuments'>>,
  commands: Commands,
  blobs: Map<string, BlobRow>,
  now: Instant,
): Promise<void> {
  const open = (await rows.blobs()).map((blob) => blobs.get(blob.sha256) ?? blob).filter((blob) => !isEnded(blob))
  if (open.length === 0) return
  const own = (await rows.commands()).map((row) => commands.get(row.dseq) ?? row)
  const naming = factsByHash(own)
  async function workOn(stream: string): Promise<WorkDocument | null> {
    const [, id] = stream.split('/')
    const isIt = (one: { kind: DocumentKind; id: Id }) => one.kind === 'work_order' && one.id === id
    if (!id || forgetDocuments.some(([kind, one]) => isIt({ kind, id: one }))) return null
    const row = documents.findLast(isIt) ?? (await rows.document('work_order', id))
    // What is parked left the list as well: the office may have changed it since.
    return row?.kind === 'work_order' && !row.parked ? row.body.work : null
  }
  for (const blob of open) {
    const facts = naming.get(blob.sha256) ?? own.filter((row) => row.id === blob.fact)
    if (facts.some((row) => isUnsent(row) || row.settledAt === null || stateOf(row) === 'held')) continue
    const places = facts.length > 0 ? facts : [{ id: blob.fact, stream: blob.stream }]
    const about = await Promise.all(places.map(async ({ id, stream }) => ({ id, work: await workOn(stream) })))
    if (about.some(({ work }) => work && bytesStates(work).has(blob.sha256))) continue
    const isTakenBack = about.every(({ id, work }) => work?.withdrawn.includes(id))
    if (isTakenBack || blob.state === 'received')
      blobs.set(blob.sha256, { ...blob, state: 'over', code: null, recordedAt: now })
    else if (blob.state === 'refused' && !blob.settled) blobs.set(blob.sha256, { ...blob, settled: true })
  }
}

/** Whether somebody in the office has looked at what could not be kept, or goes without it. */
function isSettledBy(work: WorkDocument, sha256: string): boolean {
  if (work.flags.some((flag) => flag.id === `bytes_refused:${sha256}` && flag.settled !== null)) return true
  const waived = new Set(work.waived.flatMap((one) => one.facts))
  const naming = factsNaming(work, sha256)
  return naming.length > 0 && naming.every((fact) => waived.has(fact))
}

function factsNaming(work: WorkDocument, sha256: string): Id[] {
  const signed = work.visits.flatMap((visit) => visit.signOffs).filter((signOff) => signOff.kind === 'signed')
  return [
    ...[...work.photos, ...work.files].filter((one) => one.sha256 === sha256),
    ...signed.filter((one) => one.image === sha256),
  ].map((one) => one.id)
}

/**
 * To be handed in once more: the server had the bytes and lost them. What it says of bytes it took is said in the same
 * transaction, so that no later answer calls them awaited unless they are gone.
 */
export function offered(blob: BlobRow): BlobRow {
  return { ...blob, state: 'on_phone', recordedAt: null, thumbnailSent: false }
}

/** What the facts of a record say of their bytes; of several that name the same each may know as much as when it came. */
function bytesStates(work: WorkDocument): Map<string, Set<BytesState>> {
  const found = new Map<string, Set<BytesState>>()
  const say = (sha256: string, state: BytesState) => found.set(sha256, (found.get(sha256) ?? new Set()).add(state))
  for (const one of [...work.photos, ...work.files]) say(one.sha256, one.state)
  for (const signOff of work.visits.flatMap((visit) => visit.signOffs))
    if (signOff.kind === 'signed') say(signOff.image, signOff.imageState)
  return found
}

export async function isPending(rows: Reader, stream: string, commands: Commands, sent?: string): Promise<boolean> {
  const own = await streamCommands(rows, stream, commands)
  if (own.some(isUnsent)) return true
  const named = new Set(own.map(hashNamedBy))
  return (await rows.blobs()).some(
    (blob) => (blob.stream === stream || named.has(blob.sha256)) && blob.sha256 !== sent && isUnsentBlob(blob),
  )
}

/** Bytes were handed in, or never will be: every work order that stayed for them alone may go. */
export async function unparkAll(rows: Reader, blob: BlobRow, at: Instant): Promise<Gone & { commands: CommandRow[] }> {
  const commands: Commands = new Map()
  const gone: Gone = { forgetDocuments: [] }
  for (const stream of streamsNaming(blob, await rows.commands()))
    await unpark(rows, stream, commands, gone, at, blob.sha256)
  return { ...gone, commands: [...commands.values()] }
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
