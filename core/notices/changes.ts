import type { Id } from '../kit/ids.ts'
import type { Visit, WorkDocument } from '../work-orders/document.ts'
import { findVisit, shownFinish } from '../work-orders/visits.ts'

/** What the office did with a visit, as its technician sees it. */
export const noticeKinds = ['new', 'moved', 'recalled', 'cancelled'] as const
export type NoticeKind = (typeof noticeKinds)[number]
export type VisitChange = { kind: NoticeKind; was: Visit | undefined; is: Visit | undefined; visit: Id }

/** What changed about a technician's visits between two documents of a work order; null: it is not on their phone. */
export function visitChanges(before: WorkDocument | null, after: WorkDocument | null, technician: Id): VisitChange[] {
  return ((after ?? before)?.visits ?? []).flatMap((shown) => {
    const was = before ? findVisit(before, shown.id) : undefined
    const is = after ? shown : undefined
    const kind = kindOf(was, is, technician)
    return kind ? { kind, was, is, visit: shown.id } : []
  })
}

function kindOf(was: Visit | undefined, is: Visit | undefined, technician: Id): NoticeKind | null {
  const had = was !== undefined && isOpenFor(was, technician)
  const has = is !== undefined && isOpenFor(is, technician)
  if (has && !had) return is.origin === 'field' ? null : 'new'
  if (had && has) return isMoved(was, is) ? 'moved' : null
  if (!had || (is && shownFinish(is))) return null
  return is?.plan.state === 'cancelled' ? 'cancelled' : 'recalled'
}

/** Whether a visit is one of those on this technician’s phone to be done. */
export function isOpenFor(visit: Visit, technician: Id): boolean {
  return visit.plan.state === 'dispatched' && visit.plan.crew.includes(technician) && shownFinish(visit) === null
}

function isMoved(was: Visit, is: Visit): boolean {
  return (
    was.plan.start !== is.plan.start ||
    was.plan.window?.from !== is.plan.window?.from ||
    was.plan.window?.to !== is.plan.window?.to
  )
}
