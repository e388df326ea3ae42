import { useState } from 'react'
import type { Visit } from '#core/work-orders/document.ts'
import { useOrder } from '../order-context.ts'
import { Dialog } from './Dialog.tsx'
import { PlanFields, planOf, readPlan } from './PlanFields.tsx'

/** Moves a visit to another time, or changes how long it takes or what was promised. */
export function MoveDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { zone, send } = useOrder()
  const [plan, setPlan] = useState(() => planOf(visit.plan, zone))
  const read = readPlan(plan, zone)
  const { start, minutes, window } = visit.plan
  const submit = async () => {
    if ('reason' in read) return false
    const sent = await send(
      { type: 'reschedule_visit', body: { visit: visit.id, ...read.plan } },
      {
        done: `Visit ${visit.number} moved`,
        undo: { type: 'reschedule_visit', body: { visit: visit.id, start, minutes, window } },
      },
    )
    return sent.ok
  }
  return (
    <Dialog
      title={`Move visit ${visit.number}`}
      action="Move"
      reason={'reason' in read ? read.reason : null}
      onClose={onClose}
      onSubmit={submit}
    >
      <PlanFields value={plan} onChange={setPlan} zone={zone} />
    </Dialog>
  )
}
