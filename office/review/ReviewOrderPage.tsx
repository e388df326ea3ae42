import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowRight } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { KeyHint, PageHead } from '#ui/office/Page.tsx'
import { WorkOrderBadge } from '#ui/StatusBadge.tsx'
import { isUnderDialog } from '../kit/modal.ts'
import { PageSkeleton } from '../kit/TableSkeleton.tsx'
import { useTitle } from '../kit/title.ts'
import { LoadOrder } from '../work-orders/LoadOrder.tsx'
import { useOrder } from '../work-orders/order-context.ts'
import { FlagsPanel } from '../work-orders/record/FlagsPanel.tsx'
import { PartsPanel } from '../work-orders/record/PartsPanel.tsx'
import { TasksPanel } from '../work-orders/record/TasksPanel.tsx'
import { BillPanel } from './BillPanel.tsx'
import { BillTimePanel } from './BillTimePanel.tsx'
import { DonePanel } from './DonePanel.tsx'
import { PhotosPanel } from './PhotosPanel.tsx'
import { useQueue } from './queue.ts'
import layout from '../kit/layout.module.css'
import styles from './Review.module.css'

const route = getRouteApi('/shell/review/$id')

/** Evidence left, the invoice as it will be right. */
export function ReviewOrderPage() {
  const { id } = route.useParams()
  return (
    <LoadOrder id={id} heading="Review" key={id} skeleton={<PageSkeleton />}>
      <Shown />
    </LoadOrder>
  )
}

function Shown() {
  const { page } = useOrder()
  const { work, names, status } = page
  const navigate = route.useNavigate()
  const { place, next } = useQueue(work.id)
  useTitle(`Review ${work.number ?? ''}`)
  const goNext = () => void (next ? navigate({ to: '/review/$id', params: { id: next } }) : navigate({ to: '/review' }))
  useHotkeys([['N', () => (isUnderDialog() ? undefined : goNext())]])
  return (
    <>
      <PageHead
        crumbs={
          <>
            <Link to="/review">Review</Link>
            {place ? <span>{place}</span> : null}
          </>
        }
        title={
          <>
            {work.number ?? work.provisional} {work.details.title}
          </>
        }
        badges={<WorkOrderBadge status={status} look="large" />}
        detail={[
          names.customer?.name ?? work.reported?.customer,
          names.site ? `${names.site.name}, ${names.site.address}` : work.reported?.site,
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={
          <>
            <Button
              variant="default"
              renderRoot={(props) => <Link {...props} to="/work-orders/$id" params={{ id: work.id }} />}
            >
              The whole record
            </Button>
            <Button
              variant="default"
              onClick={goNext}
              rightSection={<KeyHint keys={['N']} />}
              leftSection={<IconArrowRight size={15} stroke={1.75} aria-hidden />}
              aria-keyshortcuts="N"
            >
              {next ? 'Next' : 'To the queue'}
            </Button>
          </>
        }
      />
      <div className={styles.columns}>
        <div className={layout.column}>
          <FlagsPanel />
          <DonePanel />
          <PhotosPanel />
          <BillTimePanel />
          <PartsPanel />
          <TasksPanel />
        </div>
        <div className={styles.bill}>
          <BillPanel />
        </div>
      </div>
    </>
  )
}
