import { IconChecklist } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { workOrderApi } from '#core/work-orders/api.ts'
import { PageHead } from '#ui/office/Page.tsx'
import { EmptyState } from '#ui/States.tsx'
import { call } from '../kit/client.ts'
import { roughly, useNow } from '../kit/clock.ts'
import layout from '../kit/layout.module.css'
import { Loaded } from '../kit/Loaded.tsx'
import { LoadMore } from '../kit/LoadMore.tsx'
import { useMoney } from '../kit/money.ts'
import { counted, usePages } from '../kit/pages.ts'
import { ShortTime } from '../kit/ShortTime.tsx'
import { TableSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { evidenceWords } from '../kit/unsent.ts'
import { minutesBetween } from '#core/kit/time.ts'
import { RowTarget } from '../work-orders/TargetWord.tsx'
import { Blockers } from './Blockers.tsx'

/** Finished work waiting for the office, the oldest first. */
export function ReviewQueuePage() {
  useTitle('Review')
  const money = useMoney()
  const present = useNow()
  const { query, rows, count } = usePages(workOrderApi.listReview, {}, (cursor) =>
    call(workOrderApi.listReview, { query: { cursor, limit: 50 } }),
  )
  return (
    <>
      <PageHead
        title="Review"
        detail={
          count && count.value > 0
            ? `${counted(count, 'work order')} finished and not yet reviewed, the oldest first`
            : undefined
        }
      />
      <Loaded query={query} failed="The queue could not be shown" skeleton={<TableSkeleton />}>
        {() =>
          rows.length === 0 ? (
            <EmptyState icon={<IconChecklist stroke={1.5} />} title="Nothing waits for review">
              Work that technicians finish comes here, with its evidence and the invoice as it will be.
            </EmptyState>
          ) : (
            <div className={layout.frame}>
              <table className={`${layout.table} ${layout.rows}`}>
                <thead>
                  <tr>
                    <th>Work order</th>
                    <th className={layout.fromTablet}>Customer</th>
                    <th>Before it can be approved</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Net</th>
                    <th className={`${layout.right} ${layout.fromDesk}`}>Finished</th>
                    <th className={`${layout.right} ${layout.fromTablet}`}>Waits</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((order) => (
                    <tr key={order.id}>
                      <td>
                        <Link to="/review/$id" params={{ id: order.id }} className={layout.main}>
                          {order.number ?? order.provisional} {order.title}
                        </Link>
                        <span className={`${layout.detail} ${layout.tillTablet}`}>
                          {order.customer?.name ?? order.reported}
                        </span>
                      </td>
                      <td className={layout.fromTablet}>
                        {order.customer ? order.customer.name : <span className={layout.warn}>{order.reported}</span>}
                        <p className={layout.detail}>{order.site?.name}</p>
                      </td>
                      <td>
                        <Blockers blockers={order.blockers} />
                        {order.evidence.total > 0 ? (
                          <p className={layout.detail}>{evidenceWords(order.evidence)}</p>
                        ) : null}
                      </td>
                      <td className={`${layout.right} ${layout.fromTablet}`}>
                        {order.net === null ? '' : money(order.net)}
                      </td>
                      <td className={`${layout.right} ${layout.fromDesk}`}>
                        <ShortTime at={order.completedAt} zone={order.zone} day />
                        <p className={layout.detail}>
                          <RowTarget row={order} zone={order.zone} withTime={false} isQuiet />
                        </p>
                      </td>
                      <td className={`${layout.right} ${layout.fromTablet}`}>
                        {roughly(minutesBetween(order.completedAt, present))}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <LoadMore pages={query} />
            </div>
          )
        }
      </Loaded>
    </>
  )
}
