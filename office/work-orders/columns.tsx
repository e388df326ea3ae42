import { createColumnHelper, columnVisibilityFeature, tableFeatures } from '@tanstack/react-table'
import { Link } from '@tanstack/react-router'
import { IconFlag, IconPhoto } from '@tabler/icons-react'
import { heading } from '#core/work-orders/labels.ts'
import type { WorkOrderRow } from '#core/work-orders/api.ts'
import { classes } from '#ui/classes.ts'
import { PriorityBadge, WorkOrderBadge } from '#ui/StatusBadge.tsx'
import { ShortTime } from '../kit/ShortTime.tsx'
import type { Sort } from './filters.ts'
import { RowTarget } from './TargetWord.tsx'
import styles from './WorkOrdersPage.module.css'

export const features = tableFeatures({ columnVisibilityFeature })
const helper = createColumnHelper<typeof features, WorkOrderRow>()

/** What of a row is sorted by pressing its column's head; the second is what pressing again gives. */
export const sortsBy: Readonly<Record<string, readonly [Sort, Sort?]>> = {
  number: ['number'],
  priority: ['priority'],
  nextVisit: ['next_visit'],
  target: ['target'],
  raised: ['-raised', 'raised'],
  changed: ['-changed'],
}

export const columns = helper.columns([
  helper.display({
    id: 'number',
    header: 'Number',
    cell: ({ row: { original: order }, table }) => (
      <span className={styles.stack}>
        <Link to="/work-orders/$id" params={{ id: order.id }} className={styles.number} data-row-link>
          {order.number ?? order.provisional ?? 'New'}
        </Link>
        {table.getColumn('status')?.getIsVisible() ? null : <WorkOrderBadge status={order.status} look="plain" />}
      </span>
    ),
  }),
  helper.display({
    id: 'priority',
    header: 'Priority',
    cell: ({ row }) => <PriorityBadge priority={row.original.priority} />,
  }),
  helper.display({
    id: 'title',
    header: 'Work',
    cell: ({ row: { original: order }, table }) => (
      <span className={styles.stack}>
        <span className={styles.title}>{order.title}</span>
        {table.getColumn('customer')?.getIsVisible() ? null : (
          <span className="faint">{[placeOf(order).customer, placeOf(order).site].filter(Boolean).join(' · ')}</span>
        )}
      </span>
    ),
  }),
  helper.display({
    id: 'status',
    header: 'Status',
    cell: ({ row }) => <WorkOrderBadge status={row.original.status} look="plain" />,
  }),
  helper.display({
    id: 'customer',
    header: 'Customer',
    cell: ({ row: { original: order }, table }) => {
      const { customer, site } = placeOf(order)
      return (
        <span className={styles.stack}>
          {order.customer ? <span>{customer}</span> : <span className="faint">{customer || 'Not linked'}</span>}
          {table.getColumn('site')?.getIsVisible() ? null : (
            <span className="faint" title={order.site?.address}>
              {site}
            </span>
          )}
        </span>
      )
    },
  }),
  helper.display({
    id: 'site',
    header: 'Site',
    cell: ({ row: { original: order } }) =>
      order.site ? (
        <span title={order.site.address}>{order.site.name}</span>
      ) : (
        <span className="faint">Not linked</span>
      ),
  }),
  helper.display({ id: 'nextVisit', header: 'Next visit', cell: ({ row }) => <NextVisit order={row.original} /> }),
  helper.display({ id: 'target', header: 'Target', cell: ({ row }) => <Target order={row.original} /> }),
  helper.display({
    id: 'raised',
    header: 'Raised',
    cell: ({ row: { original: order } }) => <ShortTime at={order.raisedAt} zone={order.zone} day />,
  }),
  helper.display({
    id: 'changed',
    header: 'Last change',
    cell: ({ row: { original: order } }) => <ShortTime at={order.changedAt} zone={order.zone} />,
  }),
  helper.display({ id: 'kind', header: 'Kind', cell: ({ row }) => heading(row.original.kind) }),
  helper.display({ id: 'reference', header: 'Their reference', cell: ({ row }) => row.original.reference }),
  helper.display({ id: 'evidence', header: 'Evidence', cell: ({ row }) => <Evidence order={row.original} /> }),
  helper.display({ id: 'flags', header: 'Flags', cell: ({ row }) => <Flags count={row.original.openFlags} /> }),
])

/** Wide enough for the columns people choose, for what matters most, or for a phone. */
export type Width = 'wide' | 'tablet' | 'phone'

const seldom = { raised: false, changed: false, kind: false, reference: false, evidence: false, site: false }

/** In the table unless somebody chose otherwise; what has no column of its own stands under its neighbour. */
export const shownAtFirst: Readonly<Record<Width, Readonly<Record<string, boolean>>>> = {
  wide: seldom,
  tablet: { ...seldom, customer: false, target: false, flags: false },
  phone: { ...seldom, customer: false, target: false, flags: false, priority: false, status: false, nextVisit: false },
}

function placeOf(order: WorkOrderRow): { customer: string; site: string } {
  return { customer: order.customer?.name ?? order.reported, site: order.site?.name ?? '' }
}

function NextVisit({ order }: { order: WorkOrderRow }) {
  const visit = order.nextVisit
  if (!visit) return <span className="faint">None</span>
  const crew = visit.crew.map((one) => one.name).join(', ')
  return (
    <span className={styles.stack}>
      {visit.start ? <ShortTime at={visit.start} zone={order.zone} /> : <span className="faint">No time yet</span>}
      <span className="faint">{crew || 'Nobody assigned'}</span>
    </span>
  )
}

function Target({ order }: { order: WorkOrderRow }) {
  if (!order.due && !(order.targetAt && order.arrivedAt)) return <span className="faint">None</span>
  return (
    <span className={styles.stack}>
      <RowTarget row={order} zone={order.zone} />
    </span>
  )
}

function Evidence({ order: { evidence } }: { order: WorkOrderRow }) {
  if (evidence.total === 0) return <span className="faint">None</span>
  return (
    <span className={styles.mark}>
      <IconPhoto size={15} stroke={1.75} aria-hidden />
      {evidence.stored} of {evidence.total}
    </span>
  )
}

function Flags({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span className={classes(styles.mark, styles.soon)}>
      <IconFlag size={15} stroke={1.75} aria-hidden />
      {count}
      <span className="sr-only"> open flags</span>
    </span>
  )
}
