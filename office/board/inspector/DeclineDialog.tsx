import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../work-orders/dialogs/Dialog.tsx'
import type { Proposed } from '../changes.ts'
import type { Desk } from '../desk.ts'

/** Why what an obligation asks for is not to be done. Undo lets it wait again. */
export function DeclineDialog({ item, desk, onClose }: { item: Proposed; desk: Desk; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const said = reason.trim()
  return (
    <Dialog
      title={`Decline ${item.title}`}
      action="Decline"
      size={460}
      reason={said === '' ? 'Give a reason.' : null}
      onClose={onClose}
      onSubmit={() =>
        desk.doStep({ words: `${item.title} declined`, changes: [{ kind: 'decline', item, reason: said }] })
      }
    >
      <Textarea
        label="Reason"
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}
