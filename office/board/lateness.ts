import type { Minutes } from '#core/kit/money.ts'
import { formatMinutes, type Instant, minutesBetween } from '#core/kit/time.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'

/** Five minutes are nobody's business. */
const slack: Minutes = 5

/**
 * How a visit runs behind its plan, in words: nobody is there although it should have begun, or they are there longer than
 * was planned. Null while it does not, and of what is over.
 */
export function behind(visit: BoardVisit, now: Instant): string | null {
  const { start, minutes, arrivedAt, finishedAt, status } = visit
  if (finishedAt) return null
  switch (status) {
    case 'scheduled':
    case 'dispatched':
    case 'accepted':
    case 'travelling': {
      const late = minutesBetween(start, now)
      return late > slack ? `${formatMinutes(late)} late` : null
    }
    case 'on_site':
    case 'paused': {
      const over = minutesBetween(arrivedAt ?? start, now) - minutes
      return over > slack ? `${formatMinutes(over)} longer than planned` : null
    }
    case 'left':
    case 'finished':
    case 'cancelled':
      return null
  }
}
