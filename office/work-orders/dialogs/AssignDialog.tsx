import { useState } from 'react'
import type { Visit } from '#core/work-orders/document.ts'
import { useOrder } from '../order-context.ts'
import { type Crew, CrewFields } from './CrewFields.tsx'
import { Dialog } from './Dialog.tsx'

export function AssignDialog({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const { page, send } = useOrder()
  const before: Crew = { crew: visit.plan.crew, lead: visit.plan.lead }
  const [crew, setCrew] = useState(before)
  const submit = async () => {
    const sent = await send(
      { type: 'assign_visit', body: { visit: visit.id, ...crew } },
      {
        done: crew.crew.length > 0 ? 'Crew assigned' : 'Nobody is assigned now',
        undo: { type: 'assign_visit', body: { visit: visit.id, ...before } },
      },
    )
    return sent.ok
  }
  return (
    <Dialog title={`Crew of visit ${visit.number}`} action="Assign" onClose={onClose} onSubmit={submit}>
      <CrewFields
        value={crew}
        onChange={setCrew}
        names={page.names.technicians}
        plan={{ start: visit.plan.start, minutes: visit.plan.minutes, except: visit.id }}
        jobType={page.work.details.jobType}
      />
    </Dialog>
  )
}
