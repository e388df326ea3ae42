import type { Id } from '../kit/ids.ts'
import type { Instant } from '../kit/time.ts'
import type { Visit, WorkDocument } from '../work-orders/document.ts'
import { findVisit, shownFinish } from '../work-orders/visits.ts'

/** What the office did with a visit, as its technician sees it. */
export const noticeKinds = ['new', 'moved', 'recalled', 'cancelled'] as const
export type NoticeKind = (typeof noticeKinds)[number]
/** With when it was planned to begin before, and is now; null: at no time, or not for them. */
export type VisitChange = { kind: NoticeKind; visit: Id; was: Instant | null; is: Instant | null }

/** What changed about a technician's visits between two documents of a work order; null: there was none. */
export function visitChanges(before: WorkDocument | null, after: WorkDocument | null, technician: Id): VisitChange[] {
  return ((after ?? before)?.visits ?? []).flatMap((shown) => {
    const was = before ? findVisit(before, shown.id) : undefined
    const is = after ? shown : undefined
    const kind = kindOf(was, is, technician)
    return kind ? { kind, visit: shown.id, was: was?.plan.start ?? null, is: is?.plan.start ?? null } : []
  })
}

/** A visit that was not taken from its technician, though its work order leaves their phone. */
export type LeftVisit = { visit: Id; state: 'theirs' | 'done' | 'cancelled'; start: Instant | null }

/** What there is to tell when a work order leaves a phone: what the server does not name was recalled, or given away. */
export function leavingChanges(before: WorkDocument, left: readonly LeftVisit[], technician: Id): VisitChange[] {
  return before.visits
    .filter((visit) => isOpenFor(visit, technician))
    .flatMap(({ id, plan }): VisitChange | [] => {
      const named = left.find((one) => one.visit === id)
      const change = { visit: id, was: plan.start, is: named?.start ?? null }
      if (named === undefined) return { ...change, kind: 'recalled' }
      if (named.state === 'cancelled') return { ...change, kind: 'cancelled' }
      return named.state === 'theirs' && named.start !== plan.start ? { ...change, kind: 'moved' } : []
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
