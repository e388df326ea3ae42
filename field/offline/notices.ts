import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { leavingChanges, type LeftVisit, type VisitChange, visitChanges } from '#core/notices/changes.ts'
import type { WorkOrderPut } from '#core/sync/documents.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { NoticeRow } from './store.ts'

/** What the office changed about this technician's visits between two pulled documents; null: it was not on this phone. */
export function noticesFrom(
  before: WorkDocument | null,
  after: WorkOrderPut,
  technician: Id,
  at: Instant,
): NoticeRow[] {
  return visitChanges(before, after.work, technician).map((change) => noticeOf(change, after, at))
}

/** What it did with those of a work order that leaves this phone. */
export function noticesOfLeaving(
  before: WorkOrderPut,
  left: readonly LeftVisit[],
  technician: Id,
  at: Instant,
): NoticeRow[] {
  return leavingChanges(before.work, left, technician).map((change) => noticeOf(change, before, at))
}

function noticeOf({ kind, visit, was, is }: VisitChange, { work, siteName }: WorkOrderPut, at: Instant): NoticeRow {
  return {
    id: `${visit}/${work.version}/${kind}`,
    kind,
    workOrder: work.id,
    visit,
    reference: work.number ?? work.provisional ?? '',
    title: work.details.title,
    siteName,
    zone: work.zone,
    start: is,
    before: was,
    at,
    read: false,
  }
}
