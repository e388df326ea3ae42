import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { formatMinutes, minutesBetween } from '#core/kit/time.ts'
import type { TimeEntry } from '#core/work-orders/visits.ts'
import { now } from '../../kit/clock.ts'
import { instantKept, momentOf } from '../../kit/moment.ts'
import { MomentInput } from '../../kit/MomentInput.tsx'
import { useOrder } from '../order-context.ts'
import { Dialog } from './Dialog.tsx'
import styles from './Dialog.module.css'

/** Corrects when somebody worked; what was clocked stays on the record. */
export function CorrectTimeDialog({ entry, onClose }: { entry: TimeEntry; onClose: () => void }) {
  const { zone, send, nameOf } = useOrder()
  const [from, setFrom] = useState(() => momentOf(entry.from, zone))
  const [to, setTo] = useState(() => momentOf(entry.to, zone))
  const [reason, setReason] = useState('')
  const begin = instantKept(from, entry.from, zone)
  const end = instantKept(to, entry.to, zone)
  const why =
    !begin || !end
      ? 'Say when it began and ended.'
      : end <= begin
        ? 'The end has to be after the beginning.'
        : reason.trim() === ''
          ? 'Give a reason.'
          : null
  const submit = async () => {
    if (!begin || !end) return false
    const behalf = { source: 'message' as const, reason: reason.trim() }
    const body = {
      visit: entry.visit,
      technician: entry.technician,
      at: now(),
      behalf,
      entry: entry.id,
      from: begin,
      to: end,
      reason: reason.trim(),
    }
    return (await send({ type: 'correct_time', body }, { done: 'Time corrected' })).ok
  }
  return (
    <Dialog
      title={`Time of ${nameOf(entry.technician)}`}
      action="Correct"
      reason={why}
      onClose={onClose}
      onSubmit={submit}
    >
      <div className={styles.two}>
        <MomentInput label="From" zone={zone} value={from} onChange={setFrom} />
        <MomentInput label="To" zone={zone} value={to} onChange={setTo} />
      </div>
      {begin && end && end > begin ? <p>{formatMinutes(minutesBetween(begin, end))}</p> : null}
      <Textarea
        label="Reason"
        autosize
        minRows={2}
        maxLength={1000}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}
