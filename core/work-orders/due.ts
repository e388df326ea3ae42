import * as z from 'zod'
import { zInstant } from '../kit/contract.ts'
import type { Minutes } from '../kit/money.ts'
import { type Instant, minutesBetween } from '../kit/time.ts'
import { targetKinds, type TargetKind } from './words.ts'

/** The next promise of a work order that is open; null where none is. */
export const zDue = z.object({
  kind: z.enum(targetKinds),
  at: zInstant,
  riskAt: zInstant,
  paused: z.boolean(),
})
export type Due = z.output<typeof zDue>

/** How a promise stands. `minutes` never count below zero. */
export type TargetState =
  | { state: 'met'; at: Instant }
  | { state: 'late'; at: Instant; minutes: Minutes }
  | { state: 'missed' | 'soon' | 'fine'; minutes: Minutes }
  | { state: 'paused' }

/** One that is open: missed, at risk or fine, or its clock stands. */
export function dueState({ at, riskAt, paused }: Omit<Due, 'kind'>, present: Instant): TargetState {
  if (paused) return { state: 'paused' }
  if (at < present) return { state: 'missed', minutes: minutesBetween(at, present) }
  return { state: riskAt <= present ? 'soon' : 'fine', minutes: minutesBetween(present, at) }
}

/** One that was kept, in time or late. */
export function keptState(due: Instant, met: Instant): TargetState {
  return met <= due ? { state: 'met', at: met } : { state: 'late', at: met, minutes: minutesBetween(due, met) }
}

/** What a row of a list knows of its promises: the next open one, by when somebody was to come, and when they did. */
export type Targeted = { due: Due | null; targetAt: Instant | null; arrivedAt: Instant | null }

/**
 * What a list says of a work order: the promise to be kept next, else how the first arrival kept its own. Of work that
 * ended or was cancelled without anybody coming it says nothing.
 */
export function shownTarget(
  { due, targetAt, arrivedAt }: Targeted,
  present: Instant,
): { kind: TargetKind; at: Instant; state: TargetState } | null {
  if (due) return { kind: due.kind, at: due.at, state: dueState(due, present) }
  return targetAt && arrivedAt ? { kind: 'arrive', at: targetAt, state: keptState(targetAt, arrivedAt) } : null
}

/** The same of one promise of a whole record. */
export function stateOf(
  target: { due: Instant; riskAt: Instant; met: Instant | null; open: boolean; paused: object | null },
  present: Instant,
): TargetState | null {
  const { due, riskAt, met, open, paused } = target
  if (met !== null) return keptState(due, met)
  return open ? dueState({ at: due, riskAt, paused: paused !== null }, present) : null
}
