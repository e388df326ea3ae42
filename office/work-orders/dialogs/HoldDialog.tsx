import { Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { pauseHeading } from '#core/work-orders/target-words.ts'
import { type HoldCause, holdCauses } from '#core/work-orders/words.ts'
import { instantOf, noMoment } from '../../kit/moment.ts'
import { MomentInput } from '../../kit/MomentInput.tsx'
import { useOrder } from '../order-context.ts'
import { Dialog } from './Dialog.tsx'

export function HoldDialog({ onClose }: { onClose: () => void }) {
  const { page, zone, send } = useOrder()
  const [cause, setCause] = useState<HoldCause>('customer')
  const stops = page.work.response?.pauses.includes(cause) ?? false
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState(noMoment)
  const at = instantOf(until, zone)
  const half = !at && (until.date !== '' || until.time !== '')
  const submit = async () =>
    (
      await send(
        { type: 'hold', body: { reason: reason.trim(), until: at, cause } },
        { done: 'Put on hold', undo: { type: 'release', body: {} } },
      )
    ).ok
  return (
    <Dialog
      title="Put on hold"
      action="Hold"
      reason={reason.trim() === '' ? 'Give a reason.' : half ? 'Say the day and the time it ends.' : null}
      onClose={onClose}
      onSubmit={submit}
    >
      <Select
        label="Waits for"
        description={
          stops ? 'The clocks of its response targets stand still.' : 'The clocks of its response targets go on.'
        }
        allowDeselect={false}
        data={holdCauses.map((value) => ({ value, label: pauseHeading(value) }))}
        value={cause}
        onChange={(value) => setCause(holdCauses.find((one) => one === value) ?? cause)}
      />
      <Textarea
        label="Reason"
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <MomentInput
        label="Until"
        description="It releases itself then. Left empty, it stays on hold."
        zone={zone}
        value={until}
        onChange={setUntil}
      />
    </Dialog>
  )
}
