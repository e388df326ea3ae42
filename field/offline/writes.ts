import { type Instant, millisecondsOf } from '#core/kit/time.ts'
import type { Id } from '#core/kit/ids.ts'
import type { LeftVisit } from '#core/notices/changes.ts'
import type { DocumentKind, PushOutcome, Settlement } from '#core/sync/api.ts'
import { streamName } from '#core/sync/envelope.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import { noticesFrom, noticesOfLeaving } from './notices.ts'
import {
  type Commands,
  forget,
  type Gone,
  isPending,
  isStream,
  offered,
  settle,
  settleBytes,
  settleEnds,
  settleHeld,
  settleReceived,
  unpark,
  unparkAll,
} from './settling.ts'
import { factsByHash, hashNamedBy } from './named-bytes.ts'
import { isEnded, isOnlyHere, isUnsent, stateOf } from './states.ts'
import {
  type AnyPut,
  type BlobRow,
  type Change,
  type CommandRow,
  type DocumentRow,
  type Meta,
  type Plan,
  type Reader,
} from './store.ts'

/** What is written when something happens: each runs inside one transaction of whichever store it is given to. */

const day = 24 * 3600_000
/** How long what was handed in is kept, to be offered again to a restored server (S19). */
const keptFor = 30 * day
/** How long the outbox says at least what the office made of something held. */
const settlementShownFor = 14 * day
/** The least time bytes stay after the record says they are safe (S22). */
const bytesKeptFor = 14 * day

export type Draft = Omit<CommandRow, 'dseq'>
/**
 * Commands captured together get their numbers, without a gap, in the transaction that keeps them (S7). `seen` are the
 * documents they are about: one that another tab let go of meanwhile stays until they are handed in (S15).
 */
export function append(drafts: readonly Draft[], blobs: readonly BlobRow[], seen: readonly DocumentRow[] = []): Plan {
  return async (rows) => {
    const meta = await rows.meta()
    const there = await Promise.all(seen.map((row) => rows.document(row.kind, row.id)))
    for (const { sha256 } of blobs)
      if (!(await rows.hasBytes(sha256))) throw new Error('the bytes of the fact are gone')
    const known = await Promise.all(blobs.map((blob) => rows.blob(blob.sha256)))
    return {
      commands: drafts.map((draft, index) => ({ ...draft, dseq: meta.nextDseq + index })),
      // Good bytes in place of those that were refused, damaged, taken back or let go of go up anew.
      blobs: blobs.filter((_, index) => isTakenAnew(known[index])),
      documents: seen.filter((_, index) => there[index] === undefined).map((row) => ({ ...row, parked: true })),
      meta: { ...meta, nextDseq: meta.nextDseq + drafts.length },
    }
  }
}

function isTakenAnew(known: BlobRow | undefined): boolean {
  return !known?.kept || known.state === 'refused' || known.state === 'over'
}

/** The server would not take it as it is: later ones may be settled past it, and it is not. */
export function declinedFor(id: Id, code: string): Plan {
  return async (rows) => {
    const row = await rows.command(id)
    return row && isUnsent(row) ? { commands: [{ ...row, declined: code, settledAt: null }] } : {}
  }
}

/** The next provisional number. A gap, when the work order is then not raised, harms nobody. */
export const takeProvisional: Plan = async (rows) => {
  const meta = await rows.meta()
  return { meta: { ...meta, nextProvisional: meta.nextProvisional + 1 } }
}

export function changeMeta(changes: Partial<Meta>): Plan {
  return async (rows) => ({ meta: { ...(await rows.meta()), ...changes } })
}

/** What waited in the office because this phone was signed out is offered again once it is signed in. */
export const offerHeldBack: Plan = async (rows) => ({
  commands: (await rows.commands())
    .filter((row) => stateOf(row) === 'held' && row.code === 'phone_signed_out')
    .map(unanswered),
})

/** As if it had never been handed in. */
function unanswered(row: CommandRow): CommandRow {
  return {
    ...row,
    outcome: null,
    first: null,
    code: null,
    params: null,
    acknowledgedAt: null,
    settledAt: null,
    settlement: null,
  }
}

/** What every reply says besides its matter. */
export type Heard = {
  epoch: string
  offset: number
  /** By the phone’s clock. */
  at: Instant
  /** By the server’s: what is kept for so many days is counted in these, whatever the phone’s clock was set to. */
  now: Instant
}

/** The outcomes of a push (S5). A work order that left this phone's list goes when nothing on it is left to hand in. */
export function received(outcomes: readonly PushOutcome[], heard: Heard, isCopied = false): Plan {
  return async (rows) => {
    const again = await offeredAgain(rows, heard)
    const commands = again.commands
    let isCloned = again.meta.isCloned || isCopied
    for (const { id, outcome, first, code, params, number } of outcomes) {
      const row = [...commands.values()].find((one) => one.id === id) ?? (await rows.command(id))
      // The server knows the id of this phone's command with other bytes: nobody else makes ids of its.
      if (row && outcome === 'id_conflict') isCloned = true
      // One that was passed over stays marked: documents are settled past it, and only the next pull has it (S16).
      if (row) commands.set(row.dseq, { ...row, outcome, first, code, params, number, acknowledgedAt: heard.now })
    }
    const streams = new Set([...commands.values()].map((row) => row.stream))
    const gone: Gone = { forgetDocuments: [] }
    for (const stream of streams) await unpark(rows, stream, commands, gone, heard.at)
    return {
      ...gone,
      documents: again.documents,
      blobs: again.blobs,
      meta: { ...again.meta, isCloned },
      commands: [...commands.values()],
    }
  }
}

export type Page = {
  puts: readonly AnyPut[]
  evict: readonly (readonly [DocumentKind, Id])[]
  /** Visits of work orders that leave, which nobody took from this technician. */
  left?: readonly LeftVisit[] | undefined
  more: boolean
  /** What was held and is settled by a person. */
  settled?: readonly Settlement[] | undefined
}

/** One page of a pull, whole or not at all (S15). */
export function pulled(page: Page, heard: Heard): Plan {
  return async (rows) => {
    const { commands, blobs: offered, documents, meta, epochChanged } = await offeredAgain(rows, heard)
    const blobs = new Map(offered.map((blob) => [blob.sha256, blob]))
    const change: Required<Pick<Change, 'documents' | 'forgetDocuments' | 'notices'>> = {
      documents,
      forgetDocuments: [],
      notices: [],
    }
    const technician = meta.account.technicianId
    const tells = meta.pulledAt !== null
    // A number this phone never gave: another one hands in from a copy of its database.
    const isCloned = page.puts.some((put) => isStreamPut(put) && put.body.settled >= meta.nextDseq)
    for (const put of page.puts) {
      const before = await rows.document(put.kind, put.id)
      if (before && isOlder(put, before) && !epochChanged) continue
      change.documents.push({ ...put, parked: false })
      if (put.kind === 'work_order') {
        await settle(rows, 'work_order', put.id, put.body.settled, commands, heard.at)
        await settleBytes(rows, put.body.work, blobs, heard.now)
        if (tells) change.notices.push(...noticesFrom(workOf(before), put.body, technician, heard.now))
      } else if (put.kind === 'day') {
        await settle(rows, 'day', put.id, put.body.settled, commands, heard.at)
      }
    }
    for (const [kind, id] of page.evict) {
      const found = await rows.document(kind, id)
      if (!found) continue
      // Parked, it keeps no version of another history either: what comes back later could never be newer.
      const before = epochChanged ? { ...found, version: 0 } : found
      if (tells && before.kind === 'work_order') {
        change.notices.push(...noticesOfLeaving(before.body, page.left ?? [], technician, heard.now))
      }
      const stream = isStream(kind) ? streamName({ kind, id }) : null
      if (stream && (await isPending(rows, stream, commands))) change.documents.push({ ...before, parked: true })
      else await forget(rows, kind, id, commands, change, heard.at)
    }
    await settleHeld(rows, page.settled ?? [], commands, heard.now)
    if (!page.more) {
      await settleReceived(rows, change.documents, commands, heard.at)
      await settleEnds(rows, change, commands, blobs, heard.now)
      await dated(rows, commands, blobs, heard.now)
    }
    return {
      ...change,
      ...(page.more ? {} : await tidied(rows, blobs, heard.now)),
      commands: [...commands.values()],
      blobs: [...blobs.values()],
      // Only a session reads: an answer to a pull says that there is one.
      meta: {
        ...meta,
        needsSignIn: false,
        isCloned: meta.isCloned || isCloned,
        ...(page.more ? {} : { pulledAt: heard.at }),
      },
    }
  }
}

/** The server answered that the phone holds what it should. */
export function pulledSame(heard: Heard, settled: Page['settled'] = []): Plan {
  return pulled({ puts: [], evict: [], more: false, settled }, heard)
}

/** What became of bytes that were sent, or cannot be. */
export function bytesSent(sha256: string, state: 'received' | 'refused', code: string | null, at: Instant): Plan {
  return async (rows) => {
    const blob = await rows.blob(sha256)
    // A pull may have said the last word while the reply was on its way.
    if (!blob || isEnded(blob)) return {}
    return { ...(await unparkAll(rows, blob, at)), blobs: [{ ...blob, state, code }] }
  }
}

export function thumbnailKept(sha256: string): Plan {
  return async (rows) => {
    const blob = await rows.blob(sha256)
    return blob ? { blobs: [{ ...blob, thumbnailSent: true }] } : {}
  }
}

/** Bytes that the record has held long enough by the server's time, or nobody has waited for, are let go of; the rows stay. */
export function lettingGo(now: Instant): Plan {
  return lettingGoWhere((blob) => isPast(blob.recordedAt, bytesKeptFor, now))
}

/** When space is short, all that the record holds or nobody waits for may go. */
export const lettingGoEarly: Plan = lettingGoWhere(() => true)

function lettingGoWhere(may: (blob: BlobRow) => boolean): Plan {
  return async (rows) => {
    const going = (await rows.blobs()).filter((blob) => blob.kept && isEnded(blob) && may(blob))
    return { blobs: going.map((blob) => ({ ...blob, kept: false })) }
  }
}

export function readNotices(ids: readonly Id[]): Plan {
  return async (rows) => {
    const notices = (await rows.notices()).filter((notice) => ids.includes(notice.id) && !notice.read)
    return { notices: notices.map((notice) => ({ ...notice, read: true })) }
  }
}

function isStreamPut(put: AnyPut): put is Extract<AnyPut, { kind: 'work_order' | 'day' }> {
  return isStream(put.kind)
}

function workOf(row: DocumentRow | undefined): WorkDocument | null {
  return row?.kind === 'work_order' ? row.body.work : null
}

/** Versions of a record count its entries and never go back; those of other kinds only say same or different. */
function isOlder(put: AnyPut, before: DocumentRow): boolean {
  return isStream(put.kind) && put.version < before.version
}

/**
 * Another epoch: a restored server may lack what it had acknowledged, so the last 30 days are offered again (S19). Its
 * versions are of another history, where the same number can be other words: everything held is fetched anew.
 */
async function offeredAgain(rows: Reader, heard: Heard) {
  const before = await rows.meta()
  const meta = { ...before, epoch: heard.epoch, offset: heard.offset }
  const commands: Commands = new Map()
  const blobs: BlobRow[] = []
  const documents: DocumentRow[] = []
  const epochChanged = before.epoch !== null && before.epoch !== heard.epoch
  if (epochChanged) {
    for (const row of await rows.commands()) {
      if (row.outcome !== null && !isPast(row.acknowledgedAt, keptFor, heard.now)) {
        commands.set(row.dseq, unanswered(row))
      }
    }
    for (const blob of await rows.blobs()) {
      if (blob.kept && (blob.state === 'received' || isEnded(blob))) blobs.push(offered(blob))
    }
    for (const row of await rows.documents()) documents.push({ ...row, version: 0 })
  }
  return { meta, commands, blobs, documents, epochChanged }
}

/** What an earlier version kept has no moment of the server's: its days begin with this one. */
async function dated(rows: Reader, commands: Commands, blobs: Map<string, BlobRow>, now: Instant): Promise<void> {
  for (const known of await rows.commands()) {
    const row = commands.get(known.dseq) ?? known
    if (row.outcome !== null && !row.acknowledgedAt) commands.set(row.dseq, { ...row, acknowledgedAt: now })
  }
  for (const known of await rows.blobs()) {
    const blob = blobs.get(known.sha256) ?? known
    if (blob.kept && isEnded(blob) && !blob.recordedAt) blobs.set(blob.sha256, { ...blob, recordedAt: now })
  }
}

/** What is long settled or read is forgotten. */
async function tidied(rows: Reader, changed: ReadonlyMap<string, BlobRow>, now: Instant): Promise<Change> {
  const known = (await rows.blobs()).map((blob) => changed.get(blob.sha256) ?? blob)
  const here = new Set(known.filter(isOnlyHere).map((blob) => blob.sha256))
  const commands = (await rows.commands()).filter(
    (row) =>
      row.settledAt &&
      row.outcome &&
      stateOf(row) !== 'held' &&
      isPast(row.acknowledgedAt, keptFor, now) &&
      (!row.settlement || isPast(row.settlement.at, settlementShownFor, now)) &&
      // A photo is not forgotten before its bytes are with the office.
      !here.has(hashNamedBy(row) ?? ''),
  )
  const notices = (await rows.notices()).filter((notice) => notice.read && isPast(notice.at, keptFor, now))
  const forgotten = new Set(commands.map((row) => row.dseq))
  const left = (await rows.commands()).filter((row) => !forgotten.has(row.dseq))
  const [facts, named] = [new Set(left.map((row) => row.id)), factsByHash(left)]
  // No document may ever say more of them.
  const isOver = ({ state, fact, sha256 }: BlobRow) => state === 'over' && !facts.has(fact) && !named.has(sha256)
  const blobs = known.filter(isOver)
  return {
    forgetCommands: commands.map((row) => row.dseq),
    forgetNotices: notices.map((notice) => notice.id),
    forgetBlobs: blobs.map((blob) => blob.sha256),
  }
}

function isPast(instant: Instant | null | undefined, age: number, now: Instant): boolean {
  return !!instant && millisecondsOf(now) - millisecondsOf(instant) >= age
}
