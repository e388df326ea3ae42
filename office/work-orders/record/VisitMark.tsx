import type { Visit } from '#core/work-orders/document.ts'
import { word } from '#core/work-orders/labels.ts'
import { isWorkedThoughCancelled, outcomeOf, visitStatus } from '#core/work-orders/visits.ts'
import { visitMarks } from '#ui/status.ts'
import { MarkBadge, OutcomeBadge, VisitBadge } from '#ui/StatusBadge.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'

const workedAfter = { ...visitMarks.cancelled, tone: 'waiting', word: 'Cancelled, worked after' } as const

/** How a visit stands: its outcome, else how far it is; and where the office had cancelled it, that it was worked all the same. */
export function VisitMark({ visit }: { visit: Visit }) {
  const { page } = useOrder()
  const ended = outcomeOf(visit)
  const status = visitStatus(visit)
  const cancelled = isWorkedThoughCancelled(page.work, visit)
  return (
    <>
      {cancelled ? <MarkBadge mark={workedAfter} /> : null}
      {ended ? <OutcomeBadge outcome={ended.outcome} /> : null}
      {ended?.returnReason ? <span className={layout.detail}>for {word(ended.returnReason)}</span> : null}
      {ended || (cancelled && (status === 'left' || status === 'cancelled')) ? null : <VisitBadge status={status} />}
    </>
  )
}
