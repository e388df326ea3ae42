import { sentence } from '#core/kit/sentences.ts'
import type { BoardVisit } from '#core/scheduling/board-api.ts'

/** Why something cannot be done to a visit now, in a sentence; null when it can. The record has the last word. */
export type Why = string | null

function whyNotOpen({ status }: BoardVisit): Why {
  switch (status) {
    case 'scheduled':
    case 'dispatched':
    case 'accepted':
      return null
    case 'finished':
      return sentence('visit_finished')
    case 'cancelled':
      return sentence('visit_cancelled')
    case 'travelling':
    case 'on_site':
    case 'paused':
    case 'left':
      return sentence('visit_started')
  }
}

export function isDispatched({ status }: BoardVisit): boolean {
  return status === 'dispatched' || status === 'accepted'
}

/** Another time, length, window or crew, another place, or none. */
export const whyNotChange = whyNotOpen

export function whyNotDispatch(visit: BoardVisit): Why {
  if (visit.workOrderStatus === 'on_hold') return sentence('order_on_hold')
  if (isDispatched(visit)) return sentence('already_dispatched')
  return whyNotOpen(visit) ?? (visit.crew.length === 0 ? sentence('visit_without_crew') : null)
}

export function whyNotRecall(visit: BoardVisit): Why {
  return whyNotOpen(visit) ?? (isDispatched(visit) ? null : sentence('not_dispatched'))
}

/** What goes on in a return may be planned while somebody is there; what is finished says by its outcome whether it returns. */
export function whyNotSplit({ status }: BoardVisit): Why {
  if (status === 'finished') return sentence('visit_finished')
  return status === 'cancelled' ? sentence('visit_cancelled') : null
}

/** Of several the reason that the first has, where none of them can. */
export function whyNone(visits: readonly BoardVisit[], whyNot: (visit: BoardVisit) => Why): Why {
  const reasons = visits.map(whyNot)
  return reasons.includes(null) ? null : (reasons[0] ?? null)
}
