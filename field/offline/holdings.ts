import type { DayDocument } from '#core/fieldwork/day.ts'
import type { Id } from '#core/kit/ids.ts'
import type { DocumentKind } from '#core/sync/api.ts'
import { type Envelope, streamName } from '#core/sync/envelope.ts'
import { type Author, type OwnCommand, rebase, rebaseDay } from '#core/sync/rebase.ts'
import type { PutBodies } from '#core/sync/documents.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { comeBackFirst } from './journal/coming-back.ts'
import { keepJournal } from './journal/keeping.ts'
import { type Live, openLive, type Topic } from './live.ts'
import { hashNamedBy } from './named-bytes.ts'
import type { Ports } from './ports.ts'
import { countHere, isShownAsFact, isUnsent, stateOf } from './states.ts'
import {
  type BlobRow,
  type Change,
  type CommandRow,
  type CopyRow,
  documentKey,
  type DocumentRow,
  type Meta,
  type NoticeRow,
  type Reader,
  type Rows,
  type Store,
} from './store.ts'

/**
 * What the phone holds, in memory as it is on the disk: read whole when the app opens (bytes excepted) and changed only by
 * what the store has written. Screens read here, so nothing they do waits.
 */
export type Holdings = {
  readonly live: Live
  readonly author: Author
  meta: () => Meta
  document: <K extends DocumentKind>(kind: K, id: Id) => (DocumentRow & { kind: K; body: PutBodies[K] }) | undefined
  documents: <K extends DocumentKind>(kind: K) => (DocumentRow & { kind: K; body: PutBodies[K] })[]
  commands: () => CommandRow[]
  commandsOf: (stream: string) => CommandRow[]
  envelopeOf: (row: CommandRow) => Envelope
  blobs: () => BlobRow[]
  blob: (sha256: string) => BlobRow | undefined
  notices: () => NoticeRow[]
  copies: () => CopyRow[]
  copy: (sha256: string) => CopyRow | undefined
  /** The work order as the screen shows it (S16); null for one that is neither here nor made here. */
  shown: (workOrder: Id) => WorkOrder | null
  shownDay: () => DayDocument
  /** Every work order of this phone: pulled, parked, and made here. */
  workOrders: () => Id[]
  /** Kind, id and version of everything the server's manifest is compared with: a parked document is no part of it. */
  heldVersions: () => [DocumentKind, Id, number][]
  /** What is still only here of one work order. */
  unsentOf: (workOrder: Id) => number
  /**
   * Another tab may have captured and been frozen or killed before it could tell: where the disk has counted on, it is
   * read again, so that what comes next goes after what was captured before (S7).
   */
  change: (plan: (rows: Reader) => Promise<Change>) => Promise<Change>
  keepCopy: (row: CopyRow, bytes: ArrayBuffer) => Promise<void>
  dropCopies: (sha256s: readonly string[]) => Promise<void>
  /** Reads the disk again: another tab wrote. */
  reload: () => Promise<void>
}

export async function openHoldings(store: Store, tellOthers: () => void): Promise<Holdings> {
  const live = openLive()
  const first = await store.load()
  let held = indexed(first)
  const { device, account } = first.meta
  const author: Author = { member: account.memberId, name: account.name, technician: account.technicianId, device }

  const shownOrders = new Map<Id, WorkOrder | null>()
  const envelopes = new Map<Id, Envelope>()
  let shownOwnDay: DayDocument | null = null

  const commandsOf = (stream: string) => held.byStream.get(stream) ?? []
  function envelopeOf(row: CommandRow): Envelope {
    const known = envelopes.get(row.id)
    if (known) return known
    const parsed: Envelope = JSON.parse(row.bytes)
    envelopes.set(row.id, parsed)
    return parsed
  }

  /** Own commands to lay over a document, or over nothing where there is none. */
  function own(stream: string, hasDocument: boolean): OwnCommand[] {
    return (
      commandsOf(stream)
        .map((row) => ({ row, state: stateOf(row) }))
        // What the office settled is in the document it belongs to, or in none.
        .filter(({ row, state }) => isShownAsFact(state) && !row.settlement)
        .filter(({ row, state }) => hasDocument || state === 'held' || row.settledAt === null)
        .map(({ row, state }) => ({
          dseq: row.dseq,
          envelope: envelopeOf(row),
          // Of a copied database the other phone may have used the same number: what is not acknowledged shows.
          held: state === 'held' || row.declined !== null || (held.meta.isCloned === true && isUnsent(row)),
          number: row.number,
        }))
    )
  }

  function forgetShown(streams: Iterable<string>): void {
    for (const stream of streams) {
      if (stream.startsWith('day/')) shownOwnDay = null
      else shownOrders.delete(stream.slice(stream.indexOf('/') + 1))
    }
  }

  function touched(change: Change): Set<Topic> {
    const found = new Set<Topic>()
    if (change.documents?.length || change.forgetDocuments?.length) found.add('documents')
    // What is shown is made of documents and commands, and marked with where its bytes are.
    if (change.commands?.length || change.forgetCommands?.length) found.add('commands')
    if (change.blobs?.length || change.forgetBlobs?.length) found.add('blobs')
    if (change.notices?.length || change.forgetNotices?.length) found.add('notices')
    if (change.meta) found.add('status')
    return found
  }

  async function reload(): Promise<void> {
    held = indexed(await store.load())
    shownOrders.clear()
    shownOwnDay = null
    live.touch(['documents', 'commands', 'blobs', 'notices', 'copies', 'status'])
  }

  return {
    live,
    author,
    meta: () => held.meta,
    document: <K extends DocumentKind>(kind: K, id: Id) =>
      held.documents.get(documentKey(kind, id)) as (DocumentRow & { kind: K; body: PutBodies[K] }) | undefined,
    documents: <K extends DocumentKind>(kind: K) =>
      [...held.documents.values()].filter(
        (row): row is DocumentRow & { kind: K; body: PutBodies[K] } => row.kind === kind,
      ),
    commands: () => [...held.commands.values()],
    commandsOf,
    envelopeOf,
    blobs: () => [...held.blobs.values()],
    blob: (sha256) => held.blobs.get(sha256),
    notices: () => [...held.notices.values()].sort((a, b) => b.at.localeCompare(a.at)),
    copies: () => [...held.copies.values()],
    copy: (sha256) => held.copies.get(sha256),
    shown(workOrder) {
      const known = shownOrders.get(workOrder)
      if (known !== undefined) return known
      const row = held.documents.get(documentKey('work_order', workOrder))
      const pulled = row?.kind === 'work_order' ? row.body : null
      const order = rebase(pulled, own(streamName({ kind: 'work_order', id: workOrder }), pulled !== null), author)
      shownOrders.set(workOrder, order)
      return order
    },
    shownDay() {
      const row = held.documents.get(documentKey('day', author.technician))
      const pulled = row?.kind === 'day' ? row.body : null
      shownOwnDay ??= rebaseDay(
        pulled,
        own(streamName({ kind: 'day', id: author.technician }), pulled !== null),
        author,
      )
      return shownOwnDay
    },
    workOrders() {
      const pulled = [...held.documents.values()].filter((row) => row.kind === 'work_order').map((row) => row.id)
      const made = [...held.commands.values()].filter((row) => row.type === 'raise').map((row) => row.streamId)
      return [...new Set([...pulled, ...made])]
    },
    heldVersions: () =>
      [...held.documents.values()].filter((row) => !row.parked).map((row) => [row.kind, row.id, row.version]),
    unsentOf(workOrder) {
      const stream = streamName({ kind: 'work_order', id: workOrder })
      const own = commandsOf(stream)
      const named = new Set(own.map(hashNamedBy))
      const blobs = [...held.blobs.values()].filter((blob) => blob.stream === stream || named.has(blob.sha256))
      return countHere(own, blobs)
    },
    async change(plan) {
      let isBehind = false
      const change = await store.change(async (rows) => {
        isBehind = (await rows.meta()).nextDseq !== held.meta.nextDseq
        return plan(rows)
      })
      const topics = touched(change)
      if (isBehind) await reload()
      if (topics.size === 0) return change
      forgetShown(streamsOf(change, held.commands))
      apply(held, change)
      live.touch(topics)
      tellOthers()
      return change
    },
    async keepCopy(row, bytes) {
      await store.putCopy(row, bytes)
      held.copies.set(row.sha256, row)
      live.touch(['copies'])
      tellOthers()
    },
    async dropCopies(sha256s) {
      if (sha256s.length === 0) return
      await store.dropCopies(sha256s)
      for (const sha256 of sha256s) held.copies.delete(sha256)
      live.touch(['copies'])
      tellOthers()
    },
    reload,
  }
}

/** Holdings that other tabs are told of, that hear of theirs, and that have a second copy of what is only here. */
export async function openSharedHoldings(
  database: string,
  store: Store,
  ports: Ports,
): Promise<{ holdings: Holdings; tabs: { close: () => void } }> {
  let missed = false
  let reload = () => void (missed = true)
  const channel = ports.tabs(database, () => reload())
  const holdings = await openHoldings(store, channel.tell)
  reload = () => void holdings.reload().catch(ports.report)
  // Another tab wrote while this one was reading.
  if (missed) reload()
  await comeBackFirst(holdings, store, ports)
  const journal = keepInJournal(holdings, store, ports)
  return {
    holdings,
    tabs: {
      close() {
        journal.close()
        channel.close()
      },
    },
  }
}

/** Opening waits for no journal: what it has to say of a database that is there is nothing new. */
function keepInJournal(holdings: Holdings, store: Store, ports: Ports): { close: () => void } {
  let stop = () => {}
  let isClosed = false
  void ports.journal?.().then((journal) => {
    if (journal && !isClosed) stop = keepJournal(journal, holdings, store, ports).close
  }, ports.report)
  return {
    close() {
      isClosed = true
      stop()
    },
  }
}

type Held = {
  documents: Map<string, DocumentRow>
  commands: Map<number, CommandRow>
  byStream: Map<string, CommandRow[]>
  blobs: Map<string, BlobRow>
  notices: Map<Id, NoticeRow>
  copies: Map<string, CopyRow>
  meta: Meta
}

function indexed(rows: Rows): Held {
  const held: Held = {
    documents: new Map(),
    commands: new Map(),
    byStream: new Map(),
    blobs: new Map(),
    notices: new Map(),
    copies: new Map(rows.copies.map((row) => [row.sha256, row])),
    meta: rows.meta,
  }
  apply(held, rows)
  return held
}

function apply(held: Held, change: Change): void {
  for (const row of change.documents ?? []) held.documents.set(documentKey(row.kind, row.id), row)
  for (const [kind, id] of change.forgetDocuments ?? []) held.documents.delete(documentKey(kind, id))
  for (const row of change.commands ?? []) held.commands.set(row.dseq, row)
  for (const dseq of change.forgetCommands ?? []) held.commands.delete(dseq)
  for (const row of change.blobs ?? []) held.blobs.set(row.sha256, row)
  for (const sha256 of change.forgetBlobs ?? []) held.blobs.delete(sha256)
  for (const row of change.notices ?? []) held.notices.set(row.id, row)
  for (const id of change.forgetNotices ?? []) held.notices.delete(id)
  if (change.meta) held.meta = change.meta
  if (change.commands?.length || change.forgetCommands?.length) {
    held.byStream = Map.groupBy(
      [...held.commands.values()].sort((a, b) => a.dseq - b.dseq),
      (row) => row.stream,
    )
  }
}

function streamsOf(change: Change, commands: Map<number, CommandRow>): string[] {
  return [
    ...(change.documents ?? []).map((row) => documentKey(row.kind, row.id)),
    ...(change.forgetDocuments ?? []).map(([kind, id]) => documentKey(kind, id)),
    ...(change.commands ?? []).map((row) => row.stream),
    ...(change.forgetCommands ?? []).flatMap((dseq) => commands.get(dseq)?.stream ?? []),
  ]
}
