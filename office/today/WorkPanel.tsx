import { Link } from '@tanstack/react-router'
import type { WorkOrderRow } from '#core/work-orders/api.ts'
import { Panel } from '#ui/office/Page.tsx'
import { PriorityBadge } from '#ui/StatusBadge.tsx'
import { RowTarget } from '../work-orders/TargetWord.tsx'
import styles from './TodayPage.module.css'

type Props = {
  id: string
  title: string
  work: { count: number; items: WorkOrderRow[] }
  empty: string
  /** The filters that show all of them. */
  all: { status?: string; target?: string }
}

export function WorkPanel({ id, title, work, empty, all }: Props) {
  const count = (
    <Link to="/work-orders" search={{ ...all, sort: 'target' }} className="quiet-link">
      {work.count}
    </Link>
  )
  return (
    <Panel title={title} count={count} flush id={id}>
      {work.items.length === 0 ? (
        <p className={styles.empty}>{empty}</p>
      ) : (
        <ul className={styles.rows}>
          {work.items.map((order) => (
            <WorkRow key={order.id} order={order} />
          ))}
        </ul>
      )}
      {work.count > work.items.length ? (
        <Link to="/work-orders" search={{ ...all, sort: 'target' }} className={styles.all}>
          All {work.count}
        </Link>
      ) : null}
    </Panel>
  )
}

function WorkRow({ order }: { order: WorkOrderRow }) {
  return (
    <li className={styles.row}>
      <PriorityBadge priority={order.priority} />
      <span className={styles.rowBody}>
        <Link to="/work-orders/$id" params={{ id: order.id }} className={styles.rowTitle}>
          {order.title}
        </Link>
        <span className={styles.rowDetail}>
          {[order.number ?? order.provisional, order.customer?.name ?? order.reported, order.site?.name]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className={styles.left}>
        <RowTarget row={order} zone={order.zone} />
      </span>
    </li>
  )
}
