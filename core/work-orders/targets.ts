import { addMinutes, type Instant } from '../kit/time.ts'
import type { Minutes } from '../kit/money.ts'
import type { Priority } from './words.ts'

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
