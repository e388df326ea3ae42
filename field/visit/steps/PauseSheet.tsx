import { IconCoffee, IconHourglass } from '@tabler/icons-react'
import { useState } from 'react'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useAct, usePhone } from '../../hooks.ts'
import forms from '../../shell/forms.module.css'
import type { StepTarget } from './use-steps.ts'

/** A break is the technician's, waiting is the customer's. */
export function PauseSheet({ open, target, onClose }: { open: boolean; target: StepTarget; onClose: () => void }) {
  const phone = usePhone()
  const act = useAct(target.workOrder)
  const [note, setNote] = useState('')
  async function pause(activity: 'break' | 'waiting') {
    const body = { ...phone.fact(target.visit), activity, ...(note.trim() ? { note: note.trim() } : {}) }
    const done = activity === 'break' ? 'Break. The clock of the work is stopped.' : 'Waiting. The office sees it.'
    const kept = await act([{ workOrder: target.workOrder, command: { type: 'pause', body } }], { done, undo: true })
    if (!kept) return
    setNote('')
    onClose()
  }
  return (
    <Sheet open={open} onClose={onClose} title="Pause">
      <div className={forms.stack}>
        <Card flush>
          <Rows>
            <ListRow
              icon={<IconCoffee stroke={1.75} />}
              title="Break"
              detail="Your own time"
              onPress={() => void pause('break')}
            />
            <ListRow
              icon={<IconHourglass stroke={1.75} />}
              title="Waiting"
              detail="For access, a part or somebody else"
              onPress={() => void pause('waiting')}
            />
          </Rows>
        </Card>
        <TextField
          label="What for"
          optional
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Sheet>
  )
}
