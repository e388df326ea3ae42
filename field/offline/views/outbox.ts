import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { piecesOf } from '#core/sync/chunks.ts'
import type { Holdings } from '../holdings.ts'
import { hashNamedBy } from '../named-bytes.ts'
import { type CommandState, countHere, isOnlyHere, isPutOff, isUnsentBlob, stateOf } from '../states.ts'
import type { BlobRow, CommandRow } from '../store.ts'
import type { Connection, OutboxItem, OutboxView, OutboxVisit, StatusView } from './types.ts'
import { isParked, referenceOf, siteNameOf } from './visits.ts'

const settledShown = 50
/** Minutes a clock may be off before it is shown (S12). */
const clockTolerance = 5

/** What is only on this phone, on its way, or waiting for a person (S26). */
export function outboxOf(holdings: Holdings, { sending }: Pick<EngineView, 'sending'>): OutboxView {
  const rows = holdings.commands()
  const items = rows.map((row) => itemOf(holdings, row, holdings.blob(hashNamedBy(row) ?? ''), sending))
  const onPhone = holdings.blobs().filter(isOnlyHere)
  return {
    visits: visitsOf(holdings, items),
    waiting: items.filter(isWaiting),
    settled: items
      .filter((item) => !isWaiting(item))
      .reverse()
      .sort((a, b) => (b.settlement?.at ?? '').localeCompare(a.settlement?.at ?? ''))
      .slice(0, settledShown),
    counts: countsOf(rows),
    files: { onPhone: onPhone.length, bytes: onPhone.reduce((total, blob) => total + blob.size, 0) },
  }
}

function isWaiting(item: OutboxItem): boolean {
  return item.whole !== 'on_record' && item.whole !== 'put_aside'
}

/** By visit; what was captured beside visits stands with its work order, what belongs to none with the day. */
function visitsOf(holdings: Holdings, items: readonly OutboxItem[]): OutboxVisit[] {
  const groups = Map.groupBy(items, (item) => `${item.workOrder ?? ''}/${item.visit ?? ''}`)
  return [...groups.values()]
    .flatMap((own) => {
      const [first] = own
      if (!first) return []
      const { workOrder, visit, reference, title } = first
      const work = workOrder ? holdings.shown(workOrder)?.work : undefined
      const shown = work?.visits.find((one) => one.id === visit)
      return {
        workOrder,
        visit,
        visitNumber: shown?.number ?? null,
        reference,
        title,
        siteName: work ? siteNameOf(holdings, work) : '',
        parked: workOrder !== null && isParked(holdings, workOrder),
        counts: tally(own.map((item) => item.whole)),
        waiting: own.filter(isWaiting),
      }
    })
    .sort((a, b) => oldest(a).localeCompare(oldest(b)))
}

const never = '9'

function oldest({ waiting }: OutboxVisit): string {
  return waiting[0]?.capturedAt ?? never
}

export type EngineView = {
  doing: StatusView['doing']
  nextTry: Instant | null
  /** The server asked to be left alone. */
  isBusy: boolean
  connection: Connection
  /** Pieces the server has of files that are under way. */
  sending: ReadonlyMap<string, number>
  handsIn: boolean | null
}

export function statusOf(holdings: Holdings, engine: EngineView): StatusView {
  const meta = holdings.meta()
  const [commands, blobs] = [holdings.commands(), holdings.blobs()]
  const here = countHere(commands, blobs)
  const toSend = countHere(commands, blobs.filter(isUnsentBlob))
  const off = meta.offset === null ? 0 : Math.round(meta.offset / 60_000)
  return {
    handsIn: engine.handsIn,
    connection: meta.needsSignIn ? { at: 'no_session' } : engine.connection,
    doing: engine.doing,
    nextTry: engine.nextTry,
    isBusy: engine.isBusy,
    pulledAt: meta.pulledAt,
    counts: countsOf(commands),
    filesOnPhone: blobs.filter(isUnsentBlob).length,
    here,
    toSend,
    goesNow: toSend - commands.filter(isPutOff).length,
    stuck: here - toSend,
    clockOff: Math.abs(off) > clockTolerance ? off : null,
    isCopied: meta.isCloned ?? false,
    cameBack: meta.cameBack ?? null,
  }
}

function countsOf(rows: readonly CommandRow[]): Record<CommandState, number> {
  return tally(rows.map(stateOf))
}

function tally(states: readonly CommandState[]): Record<CommandState, number> {
  const counts: Record<CommandState, number> = {
    on_phone: 0,
    received: 0,
    on_record: 0,
    held: 0,
    refused: 0,
    put_aside: 0,
  }
  for (const state of states) counts[state] += 1
  return counts
}

function itemOf(
  holdings: Holdings,
  row: CommandRow,
  blob: BlobRow | undefined,
  sending: EngineView['sending'],
): OutboxItem {
  const work = row.streamKind === 'work_order' ? holdings.shown(row.streamId)?.work : undefined
  const { body } = holdings.envelopeOf(row)
  const state = stateOf(row)
  return {
    id: row.id,
    type: row.type,
    workOrder: row.streamKind === 'work_order' ? row.streamId : null,
    visit: row.streamKind === 'work_order' ? visitOf(body) : null,
    reference: work ? referenceOf(work) : '',
    title: work?.details.title ?? '',
    text: textOf(body),
    capturedAt: row.capturedAt,
    state,
    whole: wholeOf(state, blob),
    code: row.code ?? (state === 'on_phone' ? row.declined : null),
    params: row.params,
    settlement: row.settlement ?? null,
    bytes: blob
      ? { sha256: blob.sha256, size: blob.size, state: blob.state, code: blob.code, sent: sentOf(blob, sending) }
      : null,
  }
}

function wholeOf(state: CommandState, blob: BlobRow | undefined): CommandState {
  if (!blob || state === 'held' || state === 'refused' || state === 'put_aside' || state === 'on_phone') return state
  switch (blob.state) {
    case 'on_phone':
      return blob.kept ? 'on_phone' : state
    case 'received':
      return 'received'
    case 'refused':
      // The office has looked, and goes without it.
      return blob.settled ? 'put_aside' : 'refused'
    case 'stored':
    case 'over':
      return state
  }
}

function sentOf(blob: BlobRow, sending: EngineView['sending']): { pieces: number; of: number } | null {
  const pieces = blob.state === 'on_phone' ? sending.get(blob.sha256) : undefined
  return pieces === undefined ? null : { pieces, of: piecesOf(blob.size) }
}

function visitOf(body: unknown): Id | null {
  const visit = typeof body === 'object' && body !== null && 'visit' in body ? body.visit : null
  return typeof visit === 'string' ? visit : null
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
