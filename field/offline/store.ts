import type { Id } from '#core/kit/ids.ts'
import type { Instant, Zone } from '#core/kit/time.ts'
import type { DocumentKind, PushOutcome, Settlement } from '#core/sync/api.ts'
import type { PutOf } from '#core/sync/documents.ts'
import type { StreamKind } from '#core/sync/envelope.ts'
import type { Reserve } from './reserve.ts'

/**
 * What a phone keeps, and the one way to change it: `change` reads and writes in a single strict read-write transaction,
 * and what it resolves with is on the disk. The rules of what to write stand in `writes.ts`, once for every store.
 */
export type Store = {
  /** Everything but bytes. */
  load: () => Promise<Rows>
  change: (plan: Plan) => Promise<Change>
  /** Bytes of a photo, file or signature, durable when it resolves; they are read back and compared by the caller (S20). */
  putBytes: (sha256: string, bytes: ArrayBuffer, thumbnail: ArrayBuffer | null) => Promise<void>
  readBytes: (sha256: string) => Promise<ArrayBuffer | null>
  readThumbnail: (sha256: string) => Promise<ArrayBuffer | null>
  /** A thumbnail alone: of a photo whose bytes are lost. */
  putThumbnail: (sha256: string, bytes: ArrayBuffer) => Promise<void>
  /** Lets bytes go, but never those that a row still keeps: looked at in the same transaction. */
  dropBytes: (sha256s: readonly string[]) => Promise<void>
  /** Hashes bytes are kept of, with or without a row. */
  keptBytes: () => Promise<string[]>
  /** Copies lie apart from what was captured here, so that tidying them can never reach unsent work. */
  putCopy: (row: CopyRow, bytes: ArrayBuffer) => Promise<void>
  readCopy: (sha256: string) => Promise<ArrayBuffer | null>
  dropCopies: (sha256s: readonly string[]) => Promise<void>
  /** Room kept for facts. */
  reserve: Reserve
  close: () => void
}

export type Rows = {
  documents: DocumentRow[]
  commands: CommandRow[]
  blobs: BlobRow[]
  notices: NoticeRow[]
  copies: CopyRow[]
  meta: Meta
}

/** Reads inside a change. Only these may be awaited there: anything else would end the transaction. */
export type Reader = {
  meta: () => Promise<Meta>
  document: (kind: DocumentKind, id: Id) => Promise<DocumentRow | undefined>
  documents: () => Promise<DocumentRow[]>
  command: (id: Id) => Promise<CommandRow | undefined>
  commands: () => Promise<CommandRow[]>
  commandsOf: (stream: string) => Promise<CommandRow[]>
  blob: (sha256: string) => Promise<BlobRow | undefined>
  blobs: () => Promise<BlobRow[]>
  /** Whether bytes are kept under this hash. */
  hasBytes: (sha256: string) => Promise<boolean>
  notices: () => Promise<NoticeRow[]>
  turn: () => Promise<Turn>
}

/** What to write, by what is there. */
export type Plan = (rows: Reader) => Promise<Change>

/** Rows to write (whole) and to forget. An empty change writes nothing. */
export type Change = {
  documents?: DocumentRow[]
  forgetDocuments?: [DocumentKind, Id][]
  commands?: CommandRow[]
  forgetCommands?: number[]
  blobs?: BlobRow[]
  forgetBlobs?: string[]
  notices?: NoticeRow[]
  forgetNotices?: Id[]
  meta?: Meta
  turn?: Turn
}

/** A put of any kind, and whether the server has taken it off this phone's list while work on it was still on its way (S15). */
export type DocumentRow = AnyPut & { parked: boolean }
export type AnyPut = { [K in DocumentKind]: PutOf<K> }[DocumentKind]

/** A command as it was frozen at capture; only what is known about its way changes afterwards. */
export type CommandRow = {
  dseq: number
  id: Id
  /** `work_order/…` or `day/…` */
  stream: string
  streamKind: StreamKind
  streamId: Id
  type: string
  /** The frozen JSON text of the envelope, and its hash (S6). */
  bytes: string
  sha256: string
  capturedAt: Instant
  outcome: PushOutcome['outcome'] | null
  /** The first outcome when the reply was `duplicate`. */
  first: PushOutcome['outcome'] | null
  code: string | null
  params: Record<string, string | number> | null
  number: string | null
  /** By the server’s clock; rows of an earlier version get it with the next complete pull. */
  acknowledgedAt?: Instant | null
  /** Why the server would not even take it: it stays here, shown, and is offered again (S4). */
  declined: string | null
  /** When a pulled document first said that it is settled in it. */
  settledAt: Instant | null
  /** It was held, and a person in the office settled it: a pull said so, then. */
  settlement?: (Pick<Settlement, 'as' | 'number' | 'reason'> & { at: Instant }) | null
}

/**
 * `received` when the server said it has them; `stored` only when a pulled document says so (S22); `over` when a pull says
 * that nobody waits for them: their facts were taken back, or the server has them for a work order that left the list.
 */
export type BlobState = 'on_phone' | 'received' | 'stored' | 'over' | 'refused'
export type BlobRow = {
  sha256: string
  size: number
  mediaType: string
  /** The first fact that named it, and its stream; others may name the same bytes. */
  fact: Id
  stream: string
  capturedAt: Instant
  state: BlobState
  code: string | null
  /** When a pull first called it stored or over, by the server’s clock. */
  recordedAt?: Instant | null
  /** False once the bytes were let go. */
  kept: boolean
  /** The office can see its thumbnail already (S21). */
  thumbnailSent?: boolean
  /** Refused, and the office has looked at that: its record says so, or has left the list. */
  settled?: boolean
}

/** A file the server has, copied to open without a signal: a cache, the first to go when space is short (S22). */
export type CopyRow = {
  sha256: string
  size: number
  mediaType: string
  copiedAt: Instant
  /** Of a photo of an earlier visit, small. */
  thumbnail?: boolean
}

/** The office changed something about a visit of this technician. */
export type NoticeRow = {
  id: Id
  kind: 'new' | 'moved' | 'recalled' | 'cancelled'
  workOrder: Id
  visit: Id
  reference: string
  title: string
  siteName: string
  zone: Zone
  /** The planned start now and, where it moved or was taken back, before. */
  start: Instant | null
  before: Instant | null
  at: Instant
  read: boolean
}

export type Account = {
  orgId: Id
  memberId: Id
  technicianId: Id
  name: string
  organization: { name: string; zone: Zone; locale: string; firstDayOfWeek: number }
}

export type Meta = {
  device: Id
  account: Account
  /** The server's feed epoch; null before the first reply (S19). */
  epoch: string | null
  /** Server time minus device time in milliseconds, as last measured. */
  offset: number | null
  nextDseq: number
  nextProvisional: number
  /** When the phone last had everything it should hold. */
  pulledAt: Instant | null
  needsSignIn: boolean
  /** Another phone hands in under the same device id: this database was copied, and new work needs an id of its own. */
  isCloned?: boolean
  /** The database had been thrown away: what the journal brought back, and what not. */
  cameBack?: CameBack | null
  /** It takes the place of one that was thrown away, and what the journal has is not in it yet. */
  isComingBack?: boolean
}

export type CameBack = {
  at: Instant
  commands: number
  /** Photos and files of which the fact came back, and a thumbnail at most. */
  withoutBytes: number
  /** Records of the journal that could not be read. */
  damaged: number
}

/** The database is new, or something emptied it: nobody knows whose it is. */
export class NoOwner extends Error {
  constructor() {
    super('the phone’s database has no owner')
    this.name = 'NoOwner'
  }
}

/** Which tab hands in, counted on, and that it is alive: `beat` moves while it is at it (S27). */
export type Turn = { n: number; beat: number }
export const noTurn: Turn = { n: 0, beat: 0 }

export function firstMeta(device: Id, account: Account): Meta {
  return {
    device,
    account,
    epoch: null,
    offset: null,
    nextDseq: 1,
    nextProvisional: 1,
    pulledAt: null,
    needsSignIn: false,
  }
}

export function documentKey(kind: DocumentKind, id: Id): string {
  return `${kind}/${id}`
}
