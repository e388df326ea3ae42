import { useState } from 'react'
import type { TaskKind } from '#core/work-orders/words.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Segmented } from '#ui/blocks/Choice.tsx'
import { TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useKeeping, usePhone } from '../../hooks.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'
import type { OnVisit } from '../card.ts'

/** The kinds that need nothing but a label. */
const kinds = [
  { value: 'check', label: 'Check' },
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'photo', label: 'Photo' },
] as const satisfies readonly { value: TaskKind; label: string }[]

/** Something more to do here, found on the spot. */
export function AddTask({ view, visit, open, onClose }: OnVisit & { open: boolean; onClose: () => void }) {
  const phone = usePhone()
  const { busy, failed, keep } = useKeeping()
  const [label, setLabel] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]['value']>('check')
  async function add() {
    const task = { id: phone.newId(), label: label.trim(), kind, required: false }
    const body = { task, visit: visit.id, at: phone.now() }
    const workOrder = view.order.work.id
    if (!(await keep(() => phone.capture({ workOrder, command: { type: 'add_task', body } })))) return
    setLabel('')
    onClose()
  }
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title="Add a task"
      actions={
        <Button
          kind="primary"
          size="large"
          busy={busy}
          reason={label.trim() ? null : 'Say what is to be done.'}
          onClick={() => void add()}
        >
          Add
        </Button>
      }
    >
      <div className={forms.stack}>
        <TextField
          label="What is to be done"
          maxLength={300}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <Segmented label="Answered with" value={kind} options={kinds} onChange={setKind} />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
