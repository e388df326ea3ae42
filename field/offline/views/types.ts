import type { DayActivity } from '#core/fieldwork/day.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Minutes } from '#core/kit/money.ts'
import type { Instant, LocalDate, Zone } from '#core/kit/time.ts'
import type {
  AssetPut,
  CustomerPut,
  HistoryPut,
  JobTypesPut,
  MoneyPut,
  PartsPut,
  PeoplePut,
  SettingsPut,
  SitePut,
} from '#core/sync/documents.ts'
import type { Window, WorkOrder } from '#core/work-orders/document.ts'
import type { Activity, Outcome, Priority, VisitStatus, WorkOrderStatus, WorkState } from '#core/work-orders/words.ts'
import type { ReportedPlace } from './added.ts'
import type { Reach } from './reach.ts'
import type { CommandState, FactState } from '../states.ts'
import type { CameBack, BlobState, CommandRow, NoticeRow } from '../store.ts'

/** What the screens get: plain values, made of what the phone holds, for `useSyncExternalStore`. */

/** One visit as a card of a list. */
export type VisitCard = {
  workOrder: Id
  visit: Id
  /** The number, or the provisional reference until the server has given one. */
  reference: string
  visitNumber: number
  title: string
  priority: Priority
  customerName: string
  siteName: string
  address: string
  latitude: number | null
  longitude: number | null
  /** Whom one calls about it; null where nobody has a number. */
  reach: Reach | null
  accessNotes: string
  hazards: string
  /** The site's. */
  zone: Zone
  start: Instant | null
  minutes: Minutes
  window: Window | null
  status: VisitStatus
  /** How far this technician is. */
  mine: WorkState
  outcome: Outcome | null
  question: string | null
  /** Taken off this phone's list while something is still being handed in. */
  parked: boolean
  /** Things of the work order that are only on this phone. */
  unsent: number
}

export type Agenda = {
  /** Days of each card are cut in its site's zone. `now`: where this technician's clock runs. */
  now: VisitCard[]
  /** Left by this technician without an outcome: somebody has to finish it. */
  left: VisitCard[]
  /** Planned for an earlier day and not finished. */
  earlier: VisitCard[]
  today: VisitCard[]
  /** By day, the next first. */
  later: { date: LocalDate; visits: VisitCard[] }[]
  undated: VisitCard[]
  /** Finished, or cancelled after this technician had left, the last first. */
  finished: VisitCard[]
  /** Work orders of this phone without a visit of this technician: made here, joined or parked. */
  others: OrderCard[]
}

export type OrderCard = {
  workOrder: Id
  reference: string
  title: string
  customerName: string
  siteName: string
  address: string
  status: WorkOrderStatus
  parked: boolean
  unsent: number
}

export type WorkOrderView = {
  order: WorkOrder
  status: WorkOrderStatus
  reference: string
  customerName: string
  siteName: string
  customer: CustomerPut | null
  site: SitePut | null
  /** The work order's, in its order. */
  assets: AssetPut[]
  /** Everything at the place, the work order's too. */
  siteAssets: AssetPut[]
  /** Whom one can reach there. */
  contacts: SitePut['contacts']
  /** The last closed visits at the site. */
  history: HistoryPut['visits']
  /** What was read off its assets before, the newest first, and what was found at the site and is still open. */
  readings: NonNullable<HistoryPut['readings']>
  findings: NonNullable<HistoryPut['findings']>
  /** This technician's visits on it as cards, by number. */
  visits: VisitCard[]
  nameOf: (technician: Id) => string
  /** Where a fact is; what this device did not capture is on record. */
  stateOf: (fact: Id) => FactState
  /** Where the bytes of a photo, file or signature are; null when this phone did not take them. */
  bytesOf: (sha256: string) => BlobState | null
  /** Whether a file opens without a signal. */
  isHere: (sha256: string) => boolean
  /** Its money as far as parts are concerned; null for those who may not see prices. */
  money: MoneyPut | null
  /** Null, or how many things are still being handed in of a work order that left the list. */
  parked: number | null
  /** Things of it that are only on this phone. */
  unsent: number
}

export type SearchHit = {
  kind: 'work_order' | 'site' | 'customer' | 'asset'
  id: Id
  title: string
  subtitle: string
  /** Where the hit leads on this phone, the newest first. */
  workOrders: Id[]
  phone: string
}

export type Catalogue = {
  parts: PartsPut['items']
  /** What parts cost everybody and on which day; empty for those who may not see prices. */
  prices: ReadonlyMap<Id, { unitPrice: number | null; on: LocalDate }>
  jobTypes: JobTypesPut['items']
  customers: CustomerPut[]
  sites: SitePut[]
  assets: AssetPut[]
  /** Places made on this phone that the office has not taken up yet. */
  reportedPlaces: ReportedPlace[]
}

export type TimeLine = {
  /** The fact that opened or recorded it: `correct_time`, `correct_day_time` name it. */
  id: Id
  kind: 'visit' | 'day'
  activity: Activity | DayActivity
  from: Instant
  to: Instant | null
  /** Whole minutes; of a running clock, as of now. */
  minutes: Minutes
  zone: Zone
  note: string
  corrected: boolean
  /** Who said so, where it was not the technician. */
  recordedBy: string | null
  state: FactState
  workOrder: { id: Id; visit: Id; reference: string; title: string; siteName: string } | null
}
/** Pay days are cut in the organization's zone. */
export type DayView = { date: LocalDate; zone: Zone; lines: TimeLine[]; minutes: Minutes }
export type TimeView = {
  zone: Zone
  today: LocalDate
  /** The running clock of this technician, of a visit or of the day. */
  running: TimeLine | null
  /** Days of the week asked for, first day of the week first. */
  week: DayView[]
  minutes: Minutes
}

export type OutboxItem = {
  id: Id
  type: string
  workOrder: Id | null
  visit: Id | null
  /** Number or provisional reference, and title; of the day, empty. */
  reference: string
  title: string
  /** The words of it where it has some: a note, a caption, a part. */
  text: string
  capturedAt: Instant
  state: CommandState
  /** Where it is with everything that belongs to it: a photo is as far as its bytes are. */
  whole: CommandState
  /** It was held, and what the office made of it. */
  settlement: NonNullable<CommandRow['settlement']> | null
  /** Why it is held or refused: `sentence(code, params)`. */
  code: string | null
  params: Readonly<Record<string, string | number>> | null
  bytes: {
    sha256: string
    size: number
    state: BlobState
    code: string | null
    /** Pieces the office has, of all, while it is on its way. */
    sent: { pieces: number; of: number } | null
  } | null
}
/** What was captured on one visit, or beside visits, and how far it is. */
export type OutboxVisit = {
  workOrder: Id | null
  visit: Id | null
  /** Null beside visits. */
  visitNumber: number | null
  reference: string
  title: string
  siteName: string
  /** No longer on this phone’s list; it stays until everything is handed in. */
  parked: boolean
  counts: Record<CommandState, number>
  /** What is not settled yet or needs a person, in the order of capture. */
  waiting: OutboxItem[]
}
export type OutboxView = {
  /** Of everything this phone still knows, the one with the oldest waiting item first. */
  visits: OutboxVisit[]
  /** What is not settled yet or needs a person, in the order of capture. */
  waiting: OutboxItem[]
  /** On record or put aside since, the last 50, what the office settled last and then the newest first. */
  settled: OutboxItem[]
  counts: Record<CommandState, number>
  files: { onPhone: number; bytes: number }
}

export type Connection =
  /** This opening has had no answer yet: nobody knows, and nothing is wrong. */
  | { at: 'unasked' }
  | { at: 'online' }
  | { at: 'offline' }
  /** The session is over: sign in again to see news; `handsIn` says whether the queue waits for it too. */
  | { at: 'no_session' }
  /** The server answers, but not as it should; `code` has a sentence where the server gave one. */
  | { at: 'problem'; code: string }

export type StatusView = {
  connection: Connection
  /** Whether what is captured goes up, with a session or by the phone's key; null: nobody knows yet. */
  handsIn: boolean | null
  doing: 'idle' | 'pushing' | 'pulling' | 'uploading' | 'copying' | 'waiting'
  /** When the next try is, while waiting. */
  nextTry: Instant | null
  /** The server asked to be left alone until then. */
  isBusy: boolean
  /** When the phone last had everything it should hold; null before the first pull. */
  pulledAt: Instant | null
  counts: Record<CommandState, number>
  filesOnPhone: number
  /** How many things are only here; a photo with its bytes is one. */
  here: number
  /** Of these, what goes by itself. */
  toSend: number
  /** Of what goes by itself, all but what the office could not take so far: that is offered again with the next try. */
  goesNow: number
  /** Of what is here, what does not go by itself: the office could not keep it, or its bytes are damaged. */
  stuck: number
  /** Server time minus this device's, shown when over five minutes (S12). */
  clockOff: Minutes | null
  /** Another phone goes on from a copy of this one's data: signing in once more gives each its own. Nothing is lost. */
  isCopied: boolean
  /** The browser threw the database away: what came back of unsent work. Null once somebody has read it. */
  cameBack: CameBack | null
}

type Taken = { files: number; bytes: number }
export type StorageView = {
  /** Photos and files the office does not have: they never go. */
  onlyHere: Taken
  /** Those it has: kept two weeks to look at, and the first of one's own to go when space is short. */
  handedIn: Taken
  /** Drawings and pictures of earlier visits, copied to open without a signal: they go before anything else. */
  copies: Taken
}

export type NoticesView = { unread: number; notices: NoticeRow[] }

export type Me = {
  device: Id
  member: Id
  technician: Id
  name: string
  organization: { id: Id; name: string; zone: Zone; locale: string; firstDayOfWeek: number }
  /** Null before the first pull. */
  settings: SettingsPut | null
}
export type People = PeoplePut['items']
