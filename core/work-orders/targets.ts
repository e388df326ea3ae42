import { addMinutes, type Instant, minutesBetween } from '../kit/time.ts'
import type { Minutes } from '../kit/money.ts'
import type { WorkDocument } from './document.ts'
import { isFieldDone } from './status.ts'
import { allTimeEntries } from './visits.ts'
import type { Priority, WorkOrderStatus } from './words.ts'

/** How long after it was asked for somebody should be there, where no agreement says otherwise. */
export const targetMinutes: Readonly<Record<Priority, Minutes>> = {
  P1: 4 * 60,
  P2: 24 * 60,
  P3: 3 * 24 * 60,
  P4: 10 * 24 * 60,
}

export function targetFor(priority: Priority, requestedAt: Instant): Instant {
  return addMinutes(requestedAt, targetMinutes[priority])
}

/** This long before its target, work nobody has come to is at risk. */
export const soonMinutes: Minutes = 4 * 60

/** When somebody first began to work on it; null while nobody has. */
export function firstArrival(work: WorkDocument): Instant | null {
  return (
    allTimeEntries(work)
      .filter((entry) => entry.activity === 'work')
      .map((entry) => entry.from)
      .sort()[0] ?? null
  )
}

/** What a target is judged by; a row of a list and a whole record both have it. */
export type Targeted = { targetAt: Instant | null; arrivedAt: Instant | null; status: WorkOrderStatus }

export type TargetState =
  | { state: 'met'; at: Instant }
  | { state: 'late'; at: Instant; minutes: Minutes }
  | { state: 'missed' | 'soon' | 'fine'; minutes: Minutes }

/**
 * A target is about the first arrival, and about nothing after it: who came in time met it, also where the work returns
 * (an open return is a matter of its own). While nobody came it is missed, soon or fine; of work that ended or was
 * cancelled without anybody coming it says nothing. `minutes` never count below zero.
 */
export function targetState({ targetAt, arrivedAt, status }: Targeted, present: Instant): TargetState | null {
  if (!targetAt) return null
  if (arrivedAt) {
    const late = minutesBetween(targetAt, arrivedAt)
    return arrivedAt <= targetAt ? { state: 'met', at: arrivedAt } : { state: 'late', at: arrivedAt, minutes: late }
  }
  if (isFieldDone(status)) return null
  if (targetAt < present) return { state: 'missed', minutes: minutesBetween(targetAt, present) }
  const minutes = minutesBetween(present, targetAt)
  return { state: minutes < soonMinutes ? 'soon' : 'fine', minutes }
}
