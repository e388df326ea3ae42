import { afterOpenMinutes, openMinutesBetween, type Span } from '../kit/hours.ts'
import type { Minutes } from '../kit/money.ts'
import { addMinutes, type Instant, minutesBetween, type Zone } from '../kit/time.ts'
import type { WorkDocument } from './document.ts'
import type { Due } from './due.ts'
import { type Pause, pausesOf } from './pauses.ts'
import { calendarOf, type ResponseTerms } from './response.ts'
import { isFieldDone, isPlanned, openReturnNeeds, statusOf } from './status.ts'
import { allTimeEntries, isFinal, shownFinish } from './visits.ts'
import { type TargetKind, targetKinds } from './words.ts'

/** This long before a moment agreed by hand, what is not there yet is at risk. */
export const soonMinutes: Minutes = 4 * 60

/** One of the three promises: by when, from when on it is at risk, and when it was met. */
export type Target = {
  kind: TargetKind
  due: Instant
  riskAt: Instant
  /** Open minutes it was promised in; null for a moment agreed by hand. */
  minutes: Minutes | null
  met: Instant | null
  /** Nobody met it and somebody still can. */
  open: boolean
  /** The pause its clock stands in. */
  paused: Pause | null
  /** The pauses before it, that have moved it. */
  pauses: Pause[]
}

/** When somebody first began to work on it; null while nobody has. */
export function firstArrival(work: WorkDocument): Instant | null {
  return (
    allTimeEntries(work)
      .filter((entry) => entry.activity === 'work')
      .map((entry) => entry.from)
      .sort()[0] ?? null
  )
}

/** What was raised by ourselves is acknowledged by that; what a customer asked for, once we did anything about it. */
function acknowledgement(work: WorkDocument): Instant | null {
  return work.origin === 'customer' ? (work.acknowledgedAt ?? null) : work.raisedAt
}

/** When the last of the work ended, or the office closed the last return; null while something is left to do. */
export function resolution(work: WorkDocument): Instant | null {
  if (openReturnNeeds(work).length > 0 || (!work.cancelled && work.visits.some(isPlanned))) return null
  const ended = work.visits.flatMap((visit) => shownFinish(visit) ?? []).filter(({ outcome }) => isFinal(outcome))
  return (
    [...ended, ...work.closedReturns]
      .map(({ at }) => at)
      .toSorted()
      .at(-1) ?? null
  )
}

function metAt(work: WorkDocument, kind: TargetKind): Instant | null {
  switch (kind) {
    case 'acknowledge':
      return acknowledgement(work)
    case 'arrive':
      return firstArrival(work)
    case 'resolve':
      return resolution(work)
  }
}

/** What is promised of a work order, in the order of the three. */
export function targetsOf(work: WorkDocument): Target[] {
  const pauses = pausesOf(work)
  const over = isFieldDone(statusOf(work))
  return targetKinds.flatMap((kind) => targetOf(work, kind, pauses, over) ?? [])
}

function targetOf(work: WorkDocument, kind: TargetKind, pauses: readonly Pause[], over: boolean): Target | null {
  const { targetAt, requestedAt } = work.details
  const minutes = work.response?.minutes[kind] ?? null
  const agreed = kind === 'arrive' ? targetAt : null
  if (agreed === null && minutes === null) return null
  const met = metAt(work, kind)
  const open = met === null && !over
  if (agreed !== null) {
    const riskAt = addMinutes(agreed, -soonMinutes)
    return { kind, due: agreed, riskAt, minutes: null, met, open, paused: null, pauses: [] }
  }
  if (!work.response || minutes === null) return null
  const until = pauses.filter((pause) => met === null || pause.from < met)
  const gaps = gapsOf(until)
  const moments = momentsOf(work.response, work.zone, requestedAt, minutes, gaps)
  if (moments === null) return null
  const { due, riskAt } = moments
  const standing = until.find((pause) => pause.to === null && pause.from < due) ?? null
  return {
    kind,
    due,
    riskAt,
    minutes,
    met,
    open,
    paused: open ? standing : null,
    pauses: until.filter(({ from, to }) => to !== null && from < due),
  }
}

type Moments = { due: Instant; riskAt: Instant } | null

/** Every change of a record asks for its rows before and after: days in calendars are counted once for both. */
const counted = new WeakMap<ResponseTerms, Map<string, Moments>>()

function momentsOf(terms: ResponseTerms, zone: Zone, from: Instant, minutes: Minutes, gaps: readonly Span[]): Moments {
  const of = counted.get(terms) ?? new Map<string, Moments>()
  counted.set(terms, of)
  const key = [zone, from, minutes, ...gaps.flatMap((gap) => [gap.from, gap.to])].join(' ')
  const known = of.get(key)
  if (known !== undefined) return known
  const moments = count(terms, zone, from, minutes, gaps)
  of.set(key, moments)
  return moments
}

/** At risk when three quarters of its open time have passed, due after the last. */
function count(terms: ResponseTerms, zone: Zone, from: Instant, minutes: Minutes, gaps: readonly Span[]): Moments {
  const calendar = calendarOf(terms, zone)
  const riskAt = calendar && afterOpenMinutes(calendar, from, (minutes * 3) / 4, gaps)
  const due = riskAt && afterOpenMinutes(calendar, riskAt, minutes / 4, gaps)
  return due && riskAt ? { due, riskAt } : null
}

/** The promise to be kept next; null where nothing is promised or all of it is done. */
export function nextDue(targets: readonly Target[]): Due | null {
  const [next] = targets.filter(({ open }) => open).toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
  return next ? { kind: next.kind, at: next.due, riskAt: next.riskAt, paused: next.paused !== null } : null
}

/** How much open time the pauses before it have moved a promise by. */
export function minutesStood(work: WorkDocument, target: Target): Minutes {
  const calendar = work.response && calendarOf(work.response, work.zone)
  const from = work.details.requestedAt
  if (!calendar) return 0
  const gaps = gapsOf(target.pauses)
  return openMinutesBetween(calendar, from, target.due) - openMinutesBetween(calendar, from, target.due, gaps)
}

/** By when what would be raised now is promised, before there is a record. */
export function promisedFor(terms: ResponseTerms, requestedAt: Instant, zone: Zone) {
  return targetKinds.flatMap((kind) => {
    const minutes = terms.minutes[kind]
    const moments = minutes === null ? null : momentsOf(terms, zone, requestedAt, minutes, [])
    return moments ? [{ kind, minutes, due: moments.due }] : []
  })
}

/** How much open time a promise has left, while its clock stands as much as there was when it stopped. */
export function minutesLeft(work: WorkDocument, target: Target, present: Instant): Minutes {
  const from = target.paused?.from ?? present
  const calendar = work.response && target.minutes !== null ? calendarOf(work.response, work.zone) : null
  if (!calendar || from >= target.due) return minutesBetween(from, target.due)
  return openMinutesBetween(calendar, from, target.due, gapsOf(target.pauses))
}

function gapsOf(pauses: readonly Pause[]): Span[] {
  return pauses.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]))
}
