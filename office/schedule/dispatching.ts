import { sentence } from '#core/kit/sentences.ts'
import type { ScheduledVisit } from '#core/scheduling/api.ts'

/** Nobody has set out: the plan may still change as a whole. */
const open: ReadonlySet<ScheduledVisit['status']> = new Set(['scheduled', 'dispatched', 'accepted'])

export function isDispatched(visit: ScheduledVisit): boolean {
  return visit.status === 'dispatched' || visit.status === 'accepted'
}

function started(visit: ScheduledVisit): string | null {
  if (visit.status === 'cancelled') return sentence('visit_cancelled')
  if (visit.status === 'finished') return sentence('visit_finished')
  return open.has(visit.status) ? null : sentence('visit_started')
}

/** The sentence a row's button shows, from what the row knows; the record has the last word when it is pressed. */
export function whyNotDispatch(visit: ScheduledVisit): string | null {
  if (visit.workOrderStatus === 'on_hold') return sentence('order_on_hold')
  if (isDispatched(visit)) return sentence('already_dispatched')
  return (
    started(visit) ??
    (visit.start ? (visit.crew.length > 0 ? null : sentence('visit_without_crew')) : sentence('visit_without_time'))
  )
}

export function whyNotRecall(visit: ScheduledVisit): string | null {
  return started(visit) ?? (isDispatched(visit) ? null : sentence('not_dispatched'))
}

export function whyNotMove(visit: ScheduledVisit): string | null {
  return started(visit)
}
