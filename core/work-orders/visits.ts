import type { Id } from '../kit/ids.ts'
import { type Instant, minutesBetween } from '../kit/time.ts'
import type { Minutes } from '../kit/money.ts'
import { never } from '../kit/refusal.ts'
import type { Step, Visit, WorkDocument } from './document.ts'
import {
  type Activity,
  finalOutcomes,
  type Outcome,
  type ReturnReason,
  type VisitStatus,
  type WorkState,
} from './words.ts'

/** One person, one activity, from instant to instant. `to` is null while the clock runs. */
export type TimeEntry = {
  /** The fact that opened it; corrections name it. */
  id: Id
  visit: Id
  technician: Id
  activity: Activity
  from: Instant
  to: Instant | null
  /** Whole minutes; 0 while it runs. */
  minutes: Minutes
  corrected: boolean
  /** Written down afterwards rather than clocked. */
  recorded: boolean
  device: Id | null
}

/** A chain is what one technician reported on one visit from one device, in the order it was captured. */
export function chainOf(visit: Visit, technician: Id, device: Id | null): Step[] {
  return visit.steps.filter((step) => step.technician === technician && step.by.device === device)
}

export function stateAfter(steps: readonly Step[]): WorkState {
  let state: WorkState = 'none'
  for (const step of steps) state = stateOf(step)
  return state
}

function stateOf(step: Step): WorkState {
  switch (step.kind) {
    case 'accept':
      return 'accepted'
    case 'travel':
      return 'travelling'
    case 'arrive':
    case 'resume':
      return 'on_site'
    case 'pause':
      return 'paused'
    case 'leave':
    case 'finish':
      return 'left'
    default:
      return never(step)
  }
}

/** Technicians with facts on the visit, in the order they first reported. */
export function actualCrew(work: WorkDocument, visit: Visit): Id[] {
  const crew = new Set(visit.steps.filter((step) => step.kind !== 'accept').map((step) => step.technician))
  for (const list of [work.photos, work.parts, work.times]) {
    for (const fact of list) if (fact.visit === visit.id) crew.add(fact.technician)
  }
  return [...crew]
}

/** Planned or there: everybody the visit concerns. */
export function everybodyOn(work: WorkDocument, visit: Visit): Id[] {
  return [...new Set([...visit.plan.crew, ...visit.steps.map((step) => step.technician), ...actualCrew(work, visit)])]
}

function devicesOf(steps: readonly Step[]): (Id | null)[] {
  return [...new Set(steps.map((step) => step.by.device))]
}

/**
 * How far one technician is, over all their devices. A finish or leave from any device closes their own time on every
 * one; of chains still open, the furthest shows.
 */
export function workState(visit: Visit, technician: Id): WorkState {
  const steps = visit.steps.filter((step) => step.technician === technician)
  if (steps.length === 0) return 'none'
  if (steps.some((step) => step.kind === 'finish')) return 'left'
  return devicesOf(steps)
    .map((device) => {
      const chain = steps.filter((step) => step.by.device === device)
      return isLeftElsewhere(chain, steps) ? 'left' : stateAfter(chain)
    })
    .reduce(furthest)
}

/** Whether the same person left from another device after all they reported from this one. */
function isLeftElsewhere(chain: readonly Step[], steps: readonly Step[]): boolean {
  const last = chain.at(-1)
  return (
    last !== undefined &&
    last.kind !== 'accept' &&
    steps.some((step) => step.kind === 'leave' && step.by.device !== last.by.device && step.at >= last.at)
  )
}

/** The order in which states count when several people or phones are at it: on site before paused before travelling. */
const reach: readonly WorkState[] = ['none', 'accepted', 'left', 'travelling', 'paused', 'on_site']

function furthest(a: WorkState, b: WorkState): WorkState {
  return reach.indexOf(b) > reach.indexOf(a) ? b : a
}

export function isWorking(state: WorkState): boolean {
  return state === 'travelling' || state === 'on_site' || state === 'paused'
}

type Finish = Extract<Step, { kind: 'finish' }>

export function finishes(visit: Visit): Finish[] {
  return visit.steps.filter((step): step is Finish => step.kind === 'finish')
}

/** Of several finishes the first received shows. */
export function shownFinish(visit: Visit): Finish | null {
  return finishes(visit)[0] ?? null
}

export function outcomeOf(visit: Visit): { outcome: Outcome; returnReason: ReturnReason | null } | null {
  const finish = shownFinish(visit)
  return finish ? { outcome: finish.outcome, returnReason: finish.returnReason } : null
}

export function isFinal(outcome: Outcome): boolean {
  return finalOutcomes.includes(outcome)
}

/** Finished if a finish fact stands; else the furthest of the crew's work; else the plan. */
export function visitStatus(visit: Visit): VisitStatus {
  if (shownFinish(visit)) return 'finished'
  const technicians = [...new Set(visit.steps.map((step) => step.technician))]
  const state = technicians.map((technician) => workState(visit, technician)).reduce(furthest, 'none')
  if (state === 'none') return visit.plan.state
  return state === 'accepted' && visit.plan.state !== 'dispatched' ? visit.plan.state : state
}

/** Whether somebody worked on a visit the office had cancelled: it is owed all the same. */
export function isWorkedThoughCancelled(work: WorkDocument, visit: Visit): boolean {
  return visit.plan.state === 'cancelled' && actualCrew(work, visit).length > 0
}

/** What the step opens, if it opens a clock. */
function opens(step: Step): Activity | null {
  switch (step.kind) {
    case 'travel':
      return 'travel'
    case 'arrive':
    case 'resume':
      return 'work'
    case 'pause':
      return step.activity
    case 'accept':
    case 'leave':
    case 'finish':
      return null
    default:
      return never(step)
  }
}

type Span = Omit<TimeEntry, 'minutes' | 'corrected' | 'recorded'>

/** The spans of one chain: every step but accept ends what runs, and may open the next. */
function spansOf(visit: Visit, chain: readonly Step[]): Span[] {
  const spans: Span[] = []
  let running: Span | null = null
  for (const step of chain) {
    if (step.kind === 'accept') continue
    const activity = opens(step)
    if (running && running.activity === activity) continue
    if (running) running.to = step.at
    running = activity
      ? {
          id: step.id,
          visit: visit.id,
          technician: step.technician,
          activity,
          from: step.at,
          to: null,
          device: step.by.device,
        }
      : null
    if (running) spans.push(running)
  }
  return spans
}

/** A span left open on one device is closed by the same person's finish or leave on another. */
function closeAcrossDevices(span: Span, steps: readonly Step[]): Span {
  if (span.to !== null) return span
  const end = steps
    .filter(
      (step) =>
        step.by.device !== span.device && (step.kind === 'finish' || step.kind === 'leave') && step.at >= span.from,
    )
    .map((step) => step.at)
    .sort()[0]
  return end ? { ...span, to: end } : span
}

/** All time of a visit, clocked and recorded, with corrections on top; the originals stay on the record. */
export function timeEntries(work: WorkDocument, visit: Visit): TimeEntry[] {
  const clocked = [...new Set(visit.steps.map((step) => step.technician))].flatMap((technician) => {
    const own = visit.steps.filter((step) => step.technician === technician)
    return devicesOf(own).flatMap((device) =>
      spansOf(
        visit,
        own.filter((step) => step.by.device === device),
      ).map((span) => closeAcrossDevices(span, own)),
    )
  })
  const recorded: Span[] = work.times
    .filter((time) => time.visit === visit.id)
    .map((time) => ({
      id: time.id,
      visit: visit.id,
      technician: time.technician,
      activity: time.activity,
      from: time.from,
      to: time.to,
      device: time.by.device,
    }))
  const recordedIds = new Set(recorded.map((span) => span.id))
  return [...clocked, ...recorded].map((span) => {
    const correction = work.timeCorrections.findLast((one) => one.entry === span.id)
    const from = correction?.from ?? span.from
    const to = correction?.to ?? span.to
    return {
      ...span,
      from,
      to,
      minutes: to ? Math.max(0, minutesBetween(from, to)) : 0,
      corrected: correction !== undefined,
      recorded: recordedIds.has(span.id),
    }
  })
}

export function allTimeEntries(work: WorkDocument): TimeEntry[] {
  return work.visits.flatMap((visit) => timeEntries(work, visit))
}

/** Pairs of entries of one person that run at the same time. */
export function overlaps(entries: readonly TimeEntry[]): [TimeEntry, TimeEntry][] {
  return entries.flatMap((a, index) =>
    entries
      .slice(index + 1)
      .filter((b) => a.technician === b.technician && a.to !== null && b.to !== null && a.from < b.to && b.from < a.to)
      .map((b): [TimeEntry, TimeEntry] => [a, b]),
  )
}

export function findVisit(work: WorkDocument, id: Id): Visit | undefined {
  return work.visits.find((visit) => visit.id === id)
}
