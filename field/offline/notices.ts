import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { visitChanges } from '#core/notices/changes.ts'
import type { WorkOrderPut } from '#core/sync/documents.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
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
  return visitChanges(before, after, technician).map(({ kind, was, is, visit }) => ({
    id: `${visit}/${work.version}/${kind}`,
    kind,
    workOrder: work.id,
    visit,
    reference: work.number ?? work.provisional ?? '',
    title: work.details.title,
    siteName: named.siteName,
    zone: work.zone,
    start: is?.plan.start ?? null,
    before: was?.plan.start ?? null,
    at,
    read: false,
  }))
}
