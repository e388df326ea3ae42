import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { WorkOrderPut } from '#core/sync/documents.ts'
import type { Visit, WorkDocument } from '#core/work-orders/document.ts'
import { findVisit, shownFinish } from '#core/work-orders/visits.ts'
import type { NoticeRow } from './store.ts'

/** What the office changed about this technician's visits between two pulled documents; null: not on this phone. */
export function noticesFrom(
  before: WorkDocument | null,
  after: WorkDocument | null,
  named: Pick<WorkOrderPut, 'siteName'>,
  technician: Id,
  at: Instant,
): NoticeRow[] {
  const work = after ?? before
  if (!work) return []
  return work.visits.flatMap((shown) => {
    const was = before ? findVisit(before, shown.id) : undefined
    const is = after ? shown : undefined
    const kind = kindOf(was, is, technician)
    if (!kind) return []
    return {
      id: `${shown.id}/${work.version}/${kind}`,
      kind,
      workOrder: work.id,
      visit: shown.id,
      reference: work.number ?? work.provisional ?? '',
      title: work.details.title,
      siteName: named.siteName,
      zone: work.zone,
      start: is?.plan.start ?? null,
      before: was?.plan.start ?? null,
      at,
      read: false,
    }
  })
}

function kindOf(was: Visit | undefined, is: Visit | undefined, technician: Id): NoticeRow['kind'] | null {
  const had = was !== undefined && isOpenFor(was, technician)
  const has = is !== undefined && isOpenFor(is, technician)
  if (has && !had) return is.origin === 'field' ? null : 'new'
  if (had && has) return isMoved(was, is) ? 'moved' : null
  if (!had || (is && shownFinish(is))) return null
  return is?.plan.state === 'cancelled' ? 'cancelled' : 'recalled'
}

function isOpenFor(visit: Visit, technician: Id): boolean {
  return visit.plan.state === 'dispatched' && visit.plan.crew.includes(technician) && shownFinish(visit) === null
}

function isMoved(was: Visit, is: Visit): boolean {
  return (
    was.plan.start !== is.plan.start ||
    was.plan.window?.from !== is.plan.window?.from ||
    was.plan.window?.to !== is.plan.window?.to
  )
}
