import { Link } from '@tanstack/react-router'
import { IconFlag } from '@tabler/icons-react'
import type { PastVisit, WorkOrderLine } from '#core/customers/api.ts'
import { OutcomeBadge, PriorityBadge, WorkOrderBadge } from '#ui/StatusBadge.tsx'
import layout from '../kit/layout.module.css'
import { useMe } from '../kit/me.ts'
import { ShortTime } from '../kit/ShortTime.tsx'

/** Work orders at a customer, a site or on an asset. */
export function WorkLines({ work, withSite }: { work: readonly WorkOrderLine[]; withSite?: boolean }) {
  const { zone } = useMe().organization
  return work.map((order) => (
    <div key={order.id} className={layout.line}>
      <PriorityBadge priority={order.priority} />
      <div className={layout.grow}>
        <p>
          <Link to="/work-orders/$id" params={{ id: order.id }} className="quiet-link">
            <b>{order.number}</b> {order.title}
          </Link>
        </p>
        <p className={layout.detail}>
          {withSite && order.siteName ? `${order.siteName}, ` : ''}raised{' '}
          <ShortTime at={order.raisedAt} zone={zone} day />
          {order.openFlags > 0 ? (
            <span className={layout.warn}>
              {' '}
              · <IconFlag size={12} stroke={1.75} style={{ display: 'inline' }} aria-hidden /> {order.openFlags} flag
              {order.openFlags === 1 ? '' : 's'}
            </span>
          ) : null}
        </p>
      </div>
      <WorkOrderBadge status={order.status} look="plain" />
    </div>
  ))
}

export function VisitLines({ visits }: { visits: readonly PastVisit[] }) {
  return visits.map((visit) => (
    <div key={visit.visitId} className={layout.line}>
      <div className={layout.grow}>
        <p>
          <Link to="/work-orders/$id" params={{ id: visit.workOrderId }} className="quiet-link">
            <b>{visit.number}</b> {visit.title}
          </Link>
        </p>
        <p className={layout.detail}>
          {visit.at ? <ShortTime at={visit.at} zone={visit.zone} /> : 'No time recorded'}
          {visit.crew.length > 0 ? ` · ${visit.crew.map((one) => one.name).join(', ')}` : ''}
        </p>
      </div>
      <OutcomeBadge outcome={visit.outcome} look="plain" />
    </div>
  ))
}
