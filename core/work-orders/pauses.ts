import type { Instant } from '../kit/time.ts'
import type { Visit, WorkDocument } from './document.ts'
import { isFinal, shownFinish } from './visits.ts'
import type { PauseReason } from './words.ts'

/** A stretch in which the clocks of a work order stand; `to` is null while nobody knows how long. */
export type Pause = { reason: PauseReason; from: Instant; to: Instant | null }

/** When its clocks stood and stand, by the reasons that were agreed to count: holds, and returns that wait for others. */
export function pausesOf(work: WorkDocument): Pause[] {
  const counting = new Set(work.response?.pauses)
  if (counting.size === 0) return []
  const holds: Pause[] = (work.holds ?? []).map(({ cause, from, to }) => ({ reason: cause, from, to }))
  if (work.hold) holds.push({ reason: work.hold.cause ?? 'other', from: work.hold.at, to: null })
  return [...holds, ...work.visits.flatMap((visit) => returnOf(work, visit))]
    .filter((pause) => counting.has(pause.reason) && (pause.to === null || pause.from < pause.to))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

/** From a visit that has to be returned to until the next is planned to begin or sets out, or the office closes it. */
function returnOf(work: WorkDocument, visit: Visit): Pause[] {
  const finish = shownFinish(visit)
  if (!finish || isFinal(finish.outcome)) return []
  const reason = finish.outcome === 'no_access' ? 'access' : finish.returnReason
  if (reason === null || reason === 'time') return []
  const from = finish.at
  const ends = work.visits.filter((later) => later.number > visit.number).flatMap((later) => goesOnWith(later))
  const closed = work.closedReturns.filter((one) => one.visit === visit.id).map((one) => one.at)
  const to = [...ends, ...closed].toSorted()[0] ?? null
  return [{ reason, from, to }]
}

function goesOnWith({ plan, steps }: Visit): Instant[] {
  const begun = steps.filter((step) => step.kind !== 'accept').map((step) => step.at)
  return plan.start !== null && plan.state !== 'cancelled' ? [plan.start, ...begun] : begun
}
