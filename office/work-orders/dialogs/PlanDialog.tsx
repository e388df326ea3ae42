import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import { addDays, localDate, type Instant } from '#core/kit/time.ts'
import { workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { ask, newId } from '../../kit/ask.ts'
import { now } from '../../kit/clock.ts'
import { noMoment } from '../../kit/moment.ts'
import { useOrder } from '../order-context.ts'
import { type Crew, CrewFields } from './CrewFields.tsx'
import { Dialog } from './Dialog.tsx'
import { type Plan, PlanFields, planOf, readPlan } from './PlanFields.tsx'

type Props = {
  onClose: () => void /** Where the day is already known. */
  start?: Instant | null
  day?: string
  technician?: Id | null
}

/** Plans a visit, with its crew, and sends it out at once if that is wanted. */
export function PlanDialog({ onClose, start = null, day, technician = null }: Props) {
  const { page, zone, send } = useOrder()
  const types = useQuery(ask(workOrderCatalogueApi.listJobTypes, {})).data?.items
  const usual = types?.find((type) => type.id === page.work.details.jobType)?.defaultMinutes ?? 60
  const [edited, setEdited] = useState<Plan | null>(null)
  const [crew, setCrew] = useState<Crew>({ crew: technician ? [technician] : [], lead: technician })
  const [dispatch, setDispatch] = useState(false)

  const first: Plan = planOf({ start, minutes: usual, window: null }, zone)
  const tomorrow = addDays(localDate(now(), zone), 1)
  const plan = edited ?? (start ? first : { ...first, start: { ...noMoment, date: day ?? tomorrow, time: '08:00' } })
  const read = readPlan(plan, zone)
  const cannotGo = dispatch && (crew.crew.length === 0 || ('plan' in read && !read.plan.start))

  const submit = async () => {
    if ('reason' in read) return false
    const visit = newId()
    const planned = await send(
      { type: 'plan_visit', body: { visit, ...read.plan, ...crew } },
      {
        done: dispatch ? undefined : 'Visit planned',
        undo: { type: 'cancel_visit', body: { visit, reason: 'Planned by mistake' } },
      },
    )
    if (!planned.ok || !dispatch) return planned.ok
    await send(
      { type: 'dispatch_visit', body: { visit } },
      { done: 'Visit planned and dispatched', undo: { type: 'recall_visit', body: { visit, reason: '' } } },
    )
    return true
  }

  return (
    <Dialog
      title="Plan a visit"
      action={dispatch ? 'Plan and dispatch' : 'Plan'}
      reason={'reason' in read ? read.reason : cannotGo ? 'To dispatch it, give it a time and somebody to go.' : null}
      onClose={onClose}
      onSubmit={submit}
    >
      <PlanFields value={plan} onChange={setEdited} zone={zone} />
      <CrewFields
        value={crew}
        onChange={setCrew}
        plan={'plan' in read ? read.plan : { start: null, minutes: plan.minutes }}
        jobType={page.work.details.jobType}
      />
      <Checkbox
        label="Dispatch it at once"
        description="It goes to the crew’s phones."
        checked={dispatch}
        onChange={(event) => setDispatch(event.currentTarget.checked)}
      />
    </Dialog>
  )
}
