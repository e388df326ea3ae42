import { type Instant, millisecondsOf } from '#core/kit/time.ts'
import { nextDay, openOrders, plannedOrders } from './plan/ahead.ts'
import { chooser } from './plan/chooser.ts'
import { pastOrders } from './plan/month.ts'
import type { DemoOrder } from './plan/orders.ts'
import { todaysOrders } from './plan/today.ts'
import { seededId } from './seeded.ts'

export type Size = 'full' | 'small'

export const firstNumber = 4801

/** The month up to `now`, today around it, and the days after: a pure function of the moment the company was made. */
export function planOf(now: Instant, size: Size = 'full'): DemoOrder[] {
  const counts = size === 'full' ? { all: 300, planned: 14 } : { all: 100, planned: 3 }
  const chosen = chooser()
  const ahead = [
    ...openOrders(now, chosen),
    ...todaysOrders(now, chosen),
    ...nextDay(now, chosen),
    ...plannedOrders(now, counts.planned, chosen),
  ]
  return [...ahead, ...pastOrders(now, counts.all - ahead.length, chosen)]
    .sort((a, b) => (a.raisedAt < b.raisedAt ? -1 : a.raisedAt > b.raisedAt ? 1 : a.name < b.name ? -1 : 1))
    .map((draft, index) => ({
      ...draft,
      number: firstNumber + index,
      id: seededId(`work order/${draft.name}`, millisecondsOf(draft.raisedAt)),
    }))
}
