import type { DayCommand } from '#core/fieldwork/day.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Reply } from '#core/kit/contract.ts'
import type { Refusal } from '#core/kit/refusal.ts'
import type { Instant, LocalDate } from '#core/kit/time.ts'
import type { syncApi } from '#core/sync/api.ts'
import type { Command, CommandBody, Position } from '#core/work-orders/commands.ts'
import type { Audience, NoPositionReason, PhotoPhase } from '#core/work-orders/words.ts'
import type { Watched } from './live.ts'
import type {
  Agenda,
  Catalogue,
  Me,
  NoticesView,
  OutboxView,
  People,
  SearchHit,
  StatusView,
  StorageView,
  TimeView,
  WorkOrderView,
} from './views/types.ts'

/**
 * What is captured goes to a work order or to the technician's own day. `seen`: the version on the screen when its author
 * began, where a pull may have come since; what is shown now when left out (S11).
 */
export type Capture = { workOrder: Id; command: Command; seen?: number } | { day: true; command: DayCommand }

/** The facts' ids, in order, once they are on the disk; or why not. `cause` is there when the phone could not write. */
export type Captured = { facts: Id[] } | { refusal: Refusal; cause?: unknown }

export type PhotoCapture = {
  workOrder: Id
  visit: Id
  /** As it came from the camera or the gallery. */
  file: Blob
  phase: PhotoPhase
  caption: string
  audience: Audience
  /** Where it was taken, or why that is not known. */
  position: Position | null
  noPosition?: NoPositionReason
}
export type FileCapture = { workOrder: Id; visit: Id | null; file: Blob; name: string; audience: Audience }
/** The strokes as the pad saw them and their picture, with what `sign` says besides. */
export type SignatureCapture = {
  workOrder: Id
  image: Blob
  sign: Omit<CommandBody<'sign'>, 'image' | 'imageSize' | 'technician' | 'at'>
}
/** What a new work order on the spot says; the reference is the phone's. */
export type RaiseCapture = Omit<CommandBody<'raise'>, 'provisional' | 'origin' | 'at' | 'money'> & {
  /** Opens a visit of this technician at once. */
  visit: boolean
  /** Somebody there who is not in the list: added with it. */
  met?: { contact: Id; name: string; phone: string } | undefined
}
export type Raised = { workOrder: Id; visit: Id | null } | { refusal: Refusal; cause?: unknown }

export type FoundOnline = Reply<typeof syncApi.findOnline>['items'][number]

/** Everything a screen may do and see. Nothing here needs the network. */
export type Phone = {
  readonly me: Watched<Me>
  readonly agenda: Watched<Agenda>
  readonly workOrder: (id: Id) => Watched<WorkOrderView | null>
  readonly search: (text: string) => Watched<SearchHit[]>
  readonly catalogue: Watched<Catalogue>
  readonly people: Watched<People>
  /** The week a date is in; this one when left out. */
  readonly time: (date?: LocalDate) => Watched<TimeView>
  readonly outbox: Watched<OutboxView>
  readonly status: Watched<StatusView>
  readonly storage: Watched<StorageView>
  readonly notices: Watched<NoticesView>

  /** Null, or why the button is disabled: `sentence(refusal.code, refusal.params)`. */
  readonly whyNot: (capture: Capture) => Refusal | null
  /** Resolves when it is on the disk (S25): only then show the tick. */
  readonly capture: (capture: Capture) => Promise<Captured>
  /** Several at once, all or none: leave here and travel there. */
  readonly captureAll: (captures: readonly Capture[]) => Promise<Captured>
  readonly capturePhoto: (photo: PhotoCapture) => Promise<Captured>
  readonly captureFile: (file: FileCapture) => Promise<Captured>
  readonly captureSignature: (signature: SignatureCapture) => Promise<Captured>
  readonly raise: (order: RaiseCapture) => Promise<Raised>

  readonly newId: () => Id
  readonly now: () => Instant
  /** The members every fact of a visit has: `{visit, technician, at}`. */
  readonly fact: (visit: Id) => { visit: Id; technician: Id; at: Instant }

  /** Open work orders by site or number that are not on this phone; needs the network. */
  readonly findOnline: (text: string) => Promise<{ items: FoundOnline[] } | { refusal: Refusal }>
  /** Puts one of them on this phone. */
  readonly join: (workOrder: Id) => Promise<{ workOrder: Id } | { refusal: Refusal }>

  /** An address for `<img>` or a window: the bytes on this phone, else the server's; null when neither can be had. */
  readonly photoUrl: (sha256: string, size: 'thumbnail' | 'full') => Promise<string | null>
  /** What is only on this phone, as a file to keep (S26). */
  readonly exportUnsent: () => Promise<Blob>
  readonly readNotices: (ids: readonly Id[]) => Promise<void>
  /** What came back was read. */
  readonly readCameBack: () => Promise<void>
  /** Hand in and fetch now; the tap of somebody who does not want to wait. */
  readonly syncNow: () => void
}
