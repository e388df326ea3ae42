import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { LocalDate } from '#core/kit/time.ts'
import { toast } from '#ui/blocks/Toast.tsx'
import { sentenceOf } from '../kit/problem.ts'
import { askWorkOrder } from '../work-orders/command.ts'
import { AssignDialog } from '../work-orders/dialogs/AssignDialog.tsx'
import { MoveDialog } from '../work-orders/dialogs/MoveDialog.tsx'
import { PlanDialog } from '../work-orders/dialogs/PlanDialog.tsx'
import { ReasonDialog } from '../work-orders/dialogs/ReasonDialog.tsx'
import { LoadOrder } from '../work-orders/LoadOrder.tsx'
import { useOrder } from '../work-orders/order-context.ts'

export type Asked = { kind: 'plan' | 'move' | 'assign' | 'cancel'; workOrder: Id; visit?: Id }

/** The same dialogs as on the work order's page, over the day. */
export function ScheduleDialogs({ asked, date, onClose }: { asked: Asked; date: LocalDate; onClose: () => void }) {
  const { isSuccess, error } = useQuery(askWorkOrder(asked.workOrder))
  useEffect(() => {
    if (!error) return
    toast(sentenceOf(error), { urgent: true })
    onClose()
  }, [error, onClose])
  if (!isSuccess) return null
  return (
    <LoadOrder id={asked.workOrder}>
      <Chosen asked={asked} date={date} onClose={onClose} />
    </LoadOrder>
  )
}

function Chosen({ asked, date, onClose }: { asked: Asked; date: LocalDate; onClose: () => void }) {
  const { page, send } = useOrder()
  if (asked.kind === 'plan') return <PlanDialog day={date} onClose={onClose} />
  const visit = page.work.visits.find((one) => one.id === asked.visit)
  if (!visit) return null
  if (asked.kind === 'move') return <MoveDialog visit={visit} onClose={onClose} />
  if (asked.kind === 'assign') return <AssignDialog visit={visit} onClose={onClose} />
  return (
    <ReasonDialog
      title={`Cancel visit ${visit.number} of ${page.work.number ?? page.work.details.title}`}
      action="Cancel it"
      danger
      onClose={onClose}
      onReason={async (reason) =>
        (await send({ type: 'cancel_visit', body: { visit: visit.id, reason } }, { done: 'Visit cancelled' })).ok
      }
    />
  )
}
