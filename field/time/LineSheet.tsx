import { Button } from '#ui/blocks/Button.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { sayRefusal, usePhone } from '../hooks.ts'
import type { Capture } from '../offline/phone.ts'
import type { TimeLine } from '../offline/views/types.ts'
import { activityWord } from '../words.ts'
import { SpanSheet } from './SpanSheet.tsx'

/** An entry put right; the first one stays on the record, with the reason. */
export function LineSheet({ line, onClose }: { line: TimeLine; onClose: () => void }) {
  const phone = usePhone()
  async function remove() {
    onClose()
    const body = { entry: line.id, at: phone.now(), reason: '' }
    const captured = await phone.capture({ day: true, command: { type: 'withdraw_day_time', body } })
    toast('refusal' in captured ? sayRefusal(captured.refusal) : 'Time taken back.', { urgent: 'refusal' in captured })
  }
  return (
    <SpanSheet
      title={`Correct ${activityWord(line.activity).toLowerCase()}`}
      zone={line.zone}
      from={line.from}
      to={line.to}
      words={{ label: 'Reason', required: true }}
      beside={
        line.workOrder ? undefined : (
          <Button kind="quiet" onClick={() => void remove()}>
            Remove
          </Button>
        )
      }
      save={({ from, to, words: reason }) => {
        const times = { entry: line.id, from, to, reason }
        const capture: Capture = line.workOrder
          ? {
              workOrder: line.workOrder.id,
              command: { type: 'correct_time', body: { ...phone.fact(line.workOrder.visit), ...times } },
            }
          : { day: true, command: { type: 'correct_day_time', body: times } }
        return phone.capture(capture)
      }}
      onClose={onClose}
    />
  )
}
