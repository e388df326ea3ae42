import type { Id } from '../kit/ids.ts'
import type { Minor, Minutes, Quantity, TaxRate, UnitPrice } from '../kit/money.ts'
import type { Instant, Zone } from '../kit/time.ts'
import type { Answer, Details, MoneyDetails, Position, Reported, Window } from './commands.ts'
import type { Requirements, Section, TaskDefinition } from './form-schema.ts'
import type { FlagCode, FlagParams, RecordedBy } from './events.ts'
import type { ResponseTerms } from './response.ts'
import type {
  Activity,
  Audience,
  BytesState,
  FindingSeverity,
  HoldCause,
  NoPositionReason,
  Outcome,
  PhotoPhase,
  PlanState,
  ReturnReason,
  TaskKind,
} from './words.ts'

/**
 * The work: what crews see. Facts are kept as they were reported and everything shown is derived from them
 * (`visits.ts`, `status.ts`), so a fact that arrives late, twice as many, or is taken back changes what it must and nothing else.
 */
export type WorkDocument = {
  id: Id
  version: number
  /** Null until the server first applied it; `provisional` is what the phone showed until then. */
  number: string | null
  provisional: string | null
  raisedAt: Instant
  raisedBy: RecordedBy
  origin: 'office' | 'field' | 'customer'
  zone: Zone
  details: Details
  reported: Reported | null
  /** The last change of each edited field: which version, which side, who. */
  edited: Partial<Record<keyof Details, { version: number; side: 'office' | 'field'; member: Id | null }>>
  requires: Requirements
  tasks: Task[]
  /** Records from before forms had sections do not have them. */
  sections?: Section[]
  /** The version of the job type's form, and which of the tasks are its questions. */
  form?: { version: number; tasks: Id[] }
  /** Forms it had before, for the words of what was answered under them. */
  earlierForms?: { version: number; tasks: TaskDefinition[]; sections: Section[] }[]
  findings?: Finding[]
  neededParts?: NeededPart[]
  /** The finding of another work order it is to put right. */
  follows?: { workOrder: Id; finding: Id }
  visits: Visit[]
  notes: Note[]
  photos: Photo[]
  files: FileRef[]
  parts: Part[]
  times: RecordedTime[]
  timeCorrections: TimeCorrection[]
  /** What was added to the lists from here (`added.ts`); records without any do not have it. */
  added?: { assets: AddedAsset[]; contacts: AddedContact[] }
  /** What was promised for its priority at its site; records from before that was kept do not have it. */
  response?: ResponseTerms
  /** When we first did something about what a customer asked for. */
  acknowledgedAt?: Instant
  hold: { reason: string; until: Instant | null; at: Instant; cause?: HoldCause } | null
  /** Holds that ended, since what was promised is kept. */
  holds?: { cause: HoldCause; from: Instant; to: Instant }[]
  cancelled: { reason: string; at: Instant } | null
  closedReturns: { visit: Id; reason: string; by: string; at: Instant }[]
  flags: Flag[]
  review: { version: number; result: 'approved' | 'not_billable'; reason: string; by: string; at: Instant } | null
  /** The version of the last entry that changes what can be billed. */
  billableVersion: number
  /** The review whose lines are all on issued invoices. */
  invoiced: { review: number; settled: boolean } | null
  /** Facts taken back; their entries stay on the record. */
  withdrawn: Id[]
  waived: { facts: Id[]; reason: string; by: string; at: Instant }[]
  questions: { visit: Id; question: string; by: string; at: Instant }[]
}

/** A fact's own keys: who did it, who says so, when they say it was, when we heard. */
export type FactMeta = { id: Id; by: RecordedBy; at: Instant; heard: Instant | null }

export type Task = TaskDefinition & {
  /** The visit it was added for; null for one of the order itself. */
  visit: Id | null
  answers: TaskAnswer[]
  /** Of an earlier form: nobody is asked any more, what was answered stays. */
  retired?: true
}
/** `form` is the version it was answered under; answers from before forms had versions have none. */
export type TaskAnswer = FactMeta & { visit: Id; technician: Id; answer: Answer; note: string; form?: number }

export type Step = FactMeta & { technician: Id } & (
    | { kind: 'accept' | 'travel' | 'arrive' | 'resume' }
    | { kind: 'pause'; activity: 'break' | 'waiting'; note: string }
    | { kind: 'leave'; note: string }
    | {
        kind: 'finish'
        outcome: Outcome
        returnReason: ReturnReason | null
        note: string
        evidence: { fact: Id; sha256: string }[]
      }
  )
export type StepKind = Step['kind']

export type Visit = {
  id: Id
  /** 1, 2, 3 … by the order in which the server learnt of them. */
  number: number
  origin: 'office' | 'field'
  plan: {
    state: PlanState
    start: Instant | null
    minutes: Minutes
    window: Window | null
    crew: Id[]
    lead: Id | null
    cancelReason: string | null
  }
  steps: Step[]
  signOffs: SignOff[]
}

/** Where an evidence was made, or why that is not known; neither in what was captured before it was asked. For the office alone. */
export type Whereabouts = { position?: Position; noPosition?: NoPositionReason }

export type SignOff = FactMeta &
  Whereabouts & {
    technician: Id
    summaryHash: string
    /** A mark of what the record said when it was signed for; see `contentsMark`. */
    contents: string
  } & (
    | { kind: 'signed'; name: string; capacity: string; image: string; imageState: BytesState }
    | { kind: 'refused'; name: string; reason: string; statement: string }
    | { kind: 'unattended'; reason: string }
  )

export type Note = FactMeta & { visit: Id | null; technician: Id | null; text: string; audience: Audience }
export type Photo = FactMeta &
  Whereabouts & {
    visit: Id
    technician: Id
    sha256: string
    size: number
    width: number
    height: number
    phase: PhotoPhase
    caption: string
    audience: Audience
    state: BytesState
  }
export type FileRef = FactMeta & {
  visit: Id | null
  technician: Id | null
  sha256: string
  size: number
  mediaType: string
  name: string
  audience: Audience
  state: BytesState
}
export type Part = FactMeta & {
  visit: Id
  technician: Id
  item: Id | null
  sku: string
  name: string
  quantity: Quantity
  unit: string
  serial: string
  /** Of what came out; parts from before it was asked do not say. */
  removedSerial?: string
  /** What it was fitted to. */
  asset?: Id
  note: string
}
export type Finding = FactMeta & {
  visit: Id
  technician: Id
  asset: Id | null
  severity: FindingSeverity
  text: string
  recommendation: string
  photos: Id[]
  repaired: boolean
  /** The work order raised to put it right. */
  followUp: { workOrder: Id; number: string; title: string; at: Instant } | null
  closed: { reason: string; by: string; at: Instant } | null
}
/** A part that has to be ordered before somebody comes again. */
export type NeededPart = FactMeta & {
  visit: Id
  technician: Id
  item: Id | null
  sku: string
  name: string
  quantity: Quantity
  unit: string
  note: string
  ordered: { expected: string | null; note: string; by: string; at: Instant } | null
  arrived: { by: string; at: Instant } | null
  dropped: { reason: string; by: string; at: Instant } | null
}
/**
 * Where something added on a phone stands: `reported` until the place is known it belongs to, `kept` once it is a row of
 * its own, `left` when its id was another's. `version` and `site` are the row's as this record last left it.
 */
export type AddedRow = { row: 'reported' | 'kept' | 'left'; version: number; rowSite: Id | null }
export type AddedAsset = FactMeta &
  AddedRow & {
    visit: Id | null
    technician: Id | null
    asset: Id
    about: boolean
    name: string
    kind: string
    make: string
    model: string
    serial: string
    location: string
    notes: string
  }
export type AddedContact = FactMeta &
  AddedRow & {
    visit: Id | null
    technician: Id | null
    contact: Id
    name: string
    role: string
    phone: string
    email: string
  }
/** Time written down afterwards, with its end. */
export type RecordedTime = FactMeta & {
  visit: Id
  technician: Id
  activity: Activity
  from: Instant
  to: Instant
  note: string
}
export type TimeCorrection = FactMeta & { visit: Id; entry: Id; from: Instant; to: Instant; reason: string }

export type Flag = {
  id: string
  code: FlagCode
  visit: Id | null
  fact: Id | null
  params: FlagParams
  raisedAt: Instant
  settled: { by: string; at: Instant; note: string } | null
}

/** The money: what only those see who may see prices. No fact is judged by it. */
export type MoneyDocument = {
  id: Id
  version: number
  purchaseOrder: string
  notToExceed: Minor | null
  /** Agreed for all of the work; records without one do not have it. */
  fixedPrice?: FixedPrice | null
  /** What the office says is not charged; else the warranties of the assets say. */
  coverage?: Coverage | null
  /** Corrections of the office; the original stays on the record. */
  timeAdjustments: { entry: Id; minutes: Minutes; reason: string; by: string; at: Instant }[]
  addedLines: AddedLine[]
  lineChanges: LineChange[]
  struck: { key: string; reason: string; by: string; at: Instant; version: number }[]
  invoices: InvoiceRef[]
}

export type FixedPrice = NonNullable<MoneyDetails['fixedPrice']>
export type Coverage = NonNullable<MoneyDetails['coverage']>

export type AddedLine = {
  id: Id
  description: string
  quantity: Quantity
  unit: string
  unitPrice: UnitPrice
  taxRate: Id
  reason: string
  by: string
  at: Instant
}
export type LineChange = {
  key: string
  description?: string
  quantity?: Quantity
  unitPrice?: UnitPrice
  taxRate?: Id
  reason: string
  by: string
  at: Instant
  /** The version that made it: an invoice of a later review has used it up. */
  version: number
}
export type InvoiceRef = {
  invoice: Id
  number: string | null
  kind: 'invoice' | 'credit_note'
  review: number
  state: 'draft' | 'issued' | 'exported' | 'acknowledged' | 'paid' | 'void'
  lines: BilledLine[]
  /** Of a credit note against an invoice: lines whose work is to bill again. */
  frees?: Id[]
}
export type BilledLine = {
  key: string
  line: Id
  quantity: Quantity
  net: Minor
  settles: Quantity
  covers: Id[]
  /** What was charged, what it was called and how it was taxed; what was billed before this was kept has none. */
  amount?: Minor
  description?: string
  taxRate?: Id | null
}

/** One record, two documents. */
export type WorkOrder = { work: WorkDocument; money: MoneyDocument }

export type { Details, Requirements, Section, TaskDefinition, TaskKind, TaxRate, Window }
