import type { Id } from '../kit/ids.ts'
import type { Minutes, Quantity } from '../kit/money.ts'
import type { Instant, Zone } from '../kit/time.ts'
import { listedAssets } from './added.ts'
import type { SignOff, WorkOrder } from './document.ts'
import { findingsOf, type FindingState, findingState } from './findings.ts'
import { askedAs, isBlank, isOutOfRange } from './forms.ts'
import { evidenceOf } from './missing.ts'
import { neededParts, type NeededPartState, neededPartState, partsStanding } from './needed-parts.ts'
import { isPlanned, openReturnNeeds, statusOf } from './status.ts'
import { nextDue, targetsOf } from './targets.ts'
import { actualCrew, allTimeEntries, outcomeOf, timeEntries, visitStatus } from './visits.ts'
import type {
  Activity,
  Audience,
  BytesState,
  FindingSeverity,
  Outcome,
  Priority,
  ReturnReason,
  TargetKind,
  VisitStatus,
  WorkOrderKind,
  WorkOrderStatus,
} from './words.ts'

/** Everything queries need of a record, derived from its document alone: the rows equal `project(fold(events))`, always. */
export type Projection = {
  order: OrderRow
  visits: VisitRow[]
  flags: {
    flag: string
    code: string
    visit: Id | null
    fact: Id | null
    params: string
    raisedAt: Instant
    settledAt: Instant | null
  }[]
  evidence: EvidenceRow[]
  times: TimeRow[]
  assets: Id[]
  readings: ReadingRow[]
  findings: FindingRow[]
  neededParts: NeededPartRow[]
  signOffs: { id: Id; visit: Id; kind: SignOff['kind']; name: string; summaryHash: string; at: Instant }[]
}

/** What was read off an asset, for its history. */
export type ReadingRow = {
  id: Id
  asset: Id
  visit: Id
  technician: Id
  label: string
  unit: string
  value: string
  outOfRange: boolean
  at: Instant
}
export type FindingRow = {
  id: Id
  asset: Id | null
  visit: Id
  technician: Id
  severity: FindingSeverity
  text: string
  recommendation: string
  state: FindingState
  followedBy: Id | null
  at: Instant
}
export type NeededPartRow = {
  id: Id
  visit: Id
  name: string
  sku: string
  quantity: Quantity
  unit: string
  state: NeededPartState
  expected: string | null
  at: Instant
}

export type OrderRow = {
  id: Id
  number: string | null
  provisional: string | null
  status: WorkOrderStatus
  kind: WorkOrderKind
  priority: Priority
  customer: Id | null
  site: Id | null
  jobType: Id | null
  title: string
  description: string
  reference: string
  purchaseOrder: string
  /** What was reported for places that are not linked. */
  reported: string
  zone: Zone
  requestedAt: Instant
  /** By when somebody is to be there, as agreed by hand or as promised. */
  targetAt: Instant | null
  /** The promise to be kept next. */
  dueKind: TargetKind | null
  dueAt: Instant | null
  dueRiskAt: Instant | null
  duePaused: boolean
  raisedAt: Instant
  /** Start of the next visit that still waits. */
  nextVisit: Id | null
  nextStart: Instant | null
  /** When the last visit was finished; null before. */
  finishedAt: Instant | null
  holdUntil: Instant | null
  openFlags: number
  evidenceStored: number
  evidenceTotal: number
  openReturnNeeds: number
  returnReason: ReturnReason | null
  /** Parts somebody said have to be ordered, how many of them are not here, and by when they are expected to be. */
  partsWanted: number
  partsWaiting: number
  partsExpected: string | null
}

export type VisitRow = {
  id: Id
  number: number
  status: VisitStatus
  planState: 'scheduled' | 'dispatched' | 'cancelled'
  start: Instant | null
  minutes: Minutes
  windowFrom: Instant | null
  windowTo: Instant | null
  lead: Id | null
  outcome: Outcome | null
  /** When the first of the crew set out and came. */
  setOutAt: Instant | null
  arrivedAt: Instant | null
  finishedAt: Instant | null
  crew: { technician: Id; planned: boolean; actual: boolean }[]
}

export type EvidenceRow = {
  fact: Id
  sha256: string
  visit: Id | null
  kind: 'photo' | 'file' | 'signature'
  state: BytesState | 'waived'
  audience: Audience
  technician: Id | null
  device: Id | null
}
export type TimeRow = {
  id: Id
  visit: Id
  technician: Id
  activity: Activity
  from: Instant
  to: Instant | null
  minutes: Minutes
  corrected: boolean
}

export function project({ work, money }: WorkOrder): Projection {
  const evidence = evidenceOf(work)
  const next = nextVisit(work)
  const needs = openReturnNeeds(work)
  const lastNeed = needs.at(-1)
  const parts = partsStanding(work)
  const targets = targetsOf(work)
  const due = nextDue(targets)
  return {
    order: {
      id: work.id,
      number: work.number,
      provisional: work.provisional,
      status: statusOf(work),
      kind: work.details.kind,
      priority: work.details.priority,
      customer: work.details.customer,
      site: work.details.site,
      jobType: work.details.jobType,
      title: work.details.title,
      description: work.details.description,
      reference: work.details.reference,
      purchaseOrder: money.purchaseOrder,
      reported: work.reported
        ? [work.reported.customer, work.reported.site].filter((part) => part !== '').join(', ')
        : '',
      zone: work.zone,
      requestedAt: work.details.requestedAt,
      targetAt: targets.find(({ kind }) => kind === 'arrive')?.due ?? null,
      dueKind: due?.kind ?? null,
      dueAt: due?.at ?? null,
      dueRiskAt: due?.riskAt ?? null,
      duePaused: due?.paused ?? false,
      raisedAt: work.raisedAt,
      nextVisit: next?.id ?? null,
      nextStart: next?.plan.start ?? null,
      finishedAt:
        work.visits
          .flatMap((visit) => finishedAt(visit) ?? [])
          .sort()
          .at(-1) ?? null,
      holdUntil: work.hold?.until ?? null,
      openFlags: work.flags.filter((flag) => !flag.settled).length,
      evidenceStored: evidence.stored,
      evidenceTotal: evidence.total,
      openReturnNeeds: needs.length,
      returnReason: lastNeed ? (outcomeOf(lastNeed)?.returnReason ?? null) : null,
      partsWanted: parts.wanted,
      partsWaiting: parts.waiting,
      partsExpected: parts.expected,
    },
    visits: work.visits.map((visit) => visitRow(work, visit)),
    flags: work.flags.map((flag) => ({
      flag: flag.id,
      code: flag.code,
      visit: flag.visit,
      fact: flag.fact,
      params: JSON.stringify(flag.params),
      raisedAt: flag.raisedAt,
      settledAt: flag.settled?.at ?? null,
    })),
    evidence: evidenceRows(work),
    times: allTimeEntries(work).map(({ id, visit, technician, activity, from, to, minutes, corrected }) => ({
      id,
      visit,
      technician,
      activity,
      from,
      to,
      minutes,
      corrected,
    })),
    assets: listedAssets(work),
    readings: readingRows(work),
    findings: findingsOf(work).map((finding) => {
      const { id, asset, visit, technician, severity, text, recommendation, followUp, at } = finding
      const followedBy = followUp?.workOrder ?? null
      return {
        id,
        asset,
        visit,
        technician,
        severity,
        text,
        recommendation,
        state: findingState(finding),
        followedBy,
        at,
      }
    }),
    neededParts: neededParts(work).map((part) => {
      const { id, visit, name, sku, quantity, unit, ordered, at } = part
      return {
        id,
        visit,
        name,
        sku,
        quantity,
        unit,
        state: neededPartState(part),
        expected: ordered?.expected ?? null,
        at,
      }
    }),
    signOffs: work.visits.flatMap((visit) =>
      visit.signOffs.map((one) => {
        const { id, kind, summaryHash, at } = one
        return { id, visit: visit.id, kind, name: one.kind === 'unattended' ? '' : one.name, summaryHash, at }
      }),
    ),
  }
}

function readingRows(work: Work): ReadingRow[] {
  return work.tasks.flatMap((task) =>
    task.answers.flatMap((one): ReadingRow[] => {
      const { id, visit, technician, answer, at } = one
      if (answer.kind !== 'reading' || answer.asset === null || isBlank(answer)) return []
      const asked = askedAs(work, task, one)
      const words = { label: asked.label, unit: asked.unit ?? '', value: answer.value }
      return [{ id, asset: answer.asset, visit, technician, ...words, outOfRange: isOutOfRange(asked, answer), at }]
    }),
  )
}

type Work = WorkOrder['work']
type Visit = Work['visits'][number]

/** The visit somebody is on, else the earliest that waits; visits without a time come last. */
function nextVisit(work: Work): Visit | undefined {
  const rank = (visit: Visit) => (visit.steps.length > 0 ? '0' : '1') + (visit.plan.start ?? '~')
  return work.visits.filter(isPlanned).sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0]
}

function finishedAt(visit: Visit): Instant | null {
  return visit.steps.find((step) => step.kind === 'finish')?.at ?? null
}

function visitRow(work: Work, visit: Visit): VisitRow {
  const actual = actualCrew(work, visit)
  const entries = timeEntries(work, visit)
  const first = (activity: Activity) =>
    entries
      .filter((entry) => entry.activity === activity)
      .map((entry) => entry.from)
      .toSorted()[0] ?? null
  return {
    id: visit.id,
    number: visit.number,
    status: visitStatus(visit),
    planState: visit.plan.state,
    start: visit.plan.start,
    minutes: visit.plan.minutes,
    windowFrom: visit.plan.window?.from ?? null,
    windowTo: visit.plan.window?.to ?? null,
    lead: visit.plan.lead,
    outcome: outcomeOf(visit)?.outcome ?? null,
    setOutAt: first('travel'),
    arrivedAt: first('work'),
    finishedAt: finishedAt(visit),
    crew: [...new Set([...visit.plan.crew, ...actual])].map((technician) => ({
      technician,
      planned: visit.plan.crew.includes(technician),
      actual: actual.includes(technician),
    })),
  }
}

function evidenceRows(work: Work): EvidenceRow[] {
  const waived = new Set(work.waived.flatMap((one) => one.facts))
  const rows = new Map<Id, EvidenceRow>()
  const add = (row: EvidenceRow) => {
    if (!rows.has(row.fact))
      rows.set(row.fact, row.state === 'awaited' && waived.has(row.fact) ? { ...row, state: 'waived' } : row)
  }
  for (const { id: fact, sha256, visit, state, audience, technician, by } of work.photos) {
    add({ fact, sha256, visit, kind: 'photo', state, audience, technician, device: by.device })
  }
  for (const { id: fact, sha256, visit, state, audience, technician, by } of work.files) {
    add({ fact, sha256, visit, kind: 'file', state, audience, technician, device: by.device })
  }
  for (const visit of work.visits) {
    for (const one of visit.signOffs) {
      if (one.kind !== 'signed') continue
      const { id: fact, image: sha256, imageState: state, technician, by } = one
      add({
        fact,
        sha256,
        visit: visit.id,
        kind: 'signature',
        state,
        audience: 'customer',
        technician,
        device: by.device,
      })
    }
  }
  // Named by a finish, not yet heard of by themselves.
  for (const { fact, sha256, visit } of evidenceOf(work).awaited) {
    add({ fact, sha256, visit, kind: 'photo', state: 'awaited', audience: 'crew', technician: null, device: null })
  }
  return [...rows.values()]
}
