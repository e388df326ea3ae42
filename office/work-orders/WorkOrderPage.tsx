import { getRouteApi } from '@tanstack/react-router'
import { Skeleton } from '#ui/States.tsx'
import { useTitle } from '../kit/title.ts'
import { LoadOrder } from './LoadOrder.tsx'
import { useOrder } from './order-context.ts'
import { DetailsPanel } from './record/DetailsPanel.tsx'
import { EvidencePanel } from './record/EvidencePanel.tsx'
import { FilesPanel } from './record/FilesPanel.tsx'
import { FindingsPanel } from './record/FindingsPanel.tsx'
import { FlagsPanel } from './record/FlagsPanel.tsx'
import { MoneyPanel } from './record/MoneyPanel.tsx'
import { NeededPartsPanel } from './record/NeededPartsPanel.tsx'
import { OrderHead } from './record/OrderHead.tsx'
import { PartsPanel } from './record/PartsPanel.tsx'
import { RecordPanel } from './record/RecordPanel.tsx'
import { ReportsPanel } from './record/ReportsPanel.tsx'
import { TasksPanel } from './record/TasksPanel.tsx'
import { TimePanel } from './record/TimePanel.tsx'
import { VisitsPanel } from './record/VisitsPanel.tsx'
import layout from '../kit/layout.module.css'
import styles from './WorkOrderPage.module.css'

const route = getRouteApi('/shell/work-orders/$id')

/** One work order, one continuous record. */
export function WorkOrderPage() {
  const { id } = route.useParams()
  return (
    <LoadOrder id={id} heading="Work order" skeleton={<PageSkeleton />} key={id}>
      <Record />
    </LoadOrder>
  )
}

function Record() {
  const { page } = useOrder()
  const { work } = page
  useTitle(`${work.number ?? work.provisional ?? 'New'} ${work.details.title}`)
  return (
    <>
      <OrderHead />
      <div className={styles.columns}>
        <div className={layout.column}>
          <FlagsPanel />
          <VisitsPanel />
          <EvidencePanel />
          <TasksPanel />
          <FindingsPanel />
          <NeededPartsPanel />
          <TimePanel />
          <PartsPanel />
          {page.money ? <MoneyPanel /> : null}
          <FilesPanel />
          <ReportsPanel />
        </div>
        <div className={layout.column}>
          <DetailsPanel />
          <RecordPanel />
        </div>
      </div>
    </>
  )
}

function PageSkeleton() {
  return (
    <div>
      <output className="sr-only">Loading</output>
      <div className={styles.headSkeleton}>
        <Skeleton width="20rem" height="1.75rem" />
        <Skeleton width="32rem" height="1rem" />
      </div>
      <div className={styles.columns}>
        <Skeleton height="24rem" />
        <Skeleton height="24rem" />
      </div>
    </div>
  )
}
