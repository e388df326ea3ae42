import { useState } from 'react'
import type { Details } from '#core/work-orders/commands.ts'
import { EditIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { TextArea, TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useKeeping, usePhone } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'
import { changesOf, entered, type JobEntry } from './job-entry.ts'

/** What is found out on the spot about the job itself: whom to call, how to get in. */
export function EditJob({ view }: { view: WorkOrderView }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        kind="quiet"
        size="small"
        icon={<EditIcon aria-hidden stroke={1.75} />}
        aria-label="Edit job"
        onClick={() => setOpen(true)}
      >
        Edit
      </Button>
      {open ? <EditSheet view={view} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function EditSheet({ view, onClose }: { view: WorkOrderView; onClose: () => void }) {
  const phone = usePhone()
  const { busy, failed, keep } = useKeeping()
  // What stood there when the sheet was opened: a pull meanwhile changes neither what was typed nor what was seen.
  const [{ details, version }] = useState<{ details: Details; version: number }>(view.order.work)
  const [entry, setEntry] = useState<JobEntry>(() => entered(details))
  const changes = changesOf(details, entry)
  const changed = Object.keys(changes).length > 0
  const text = (name: keyof JobEntry) => ({
    value: entry[name],
    onChange: (event: { target: { value: string } }) => setEntry({ ...entry, [name]: event.target.value }),
  })

  async function save() {
    const workOrder = view.order.work.id
    const command = { type: 'edit_details' as const, body: { changes } }
    if (!(await keep(() => phone.capture({ workOrder, command, seen: version })))) return
    onClose()
    toast('Job changed. The office sees who changed it.')
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title="Edit job"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            kind="primary"
            busy={busy}
            onClick={() => {
              if (changed) void save()
              else onClose()
            }}
          >
            {changed ? 'Save' : 'Done'}
          </Button>
        </>
      }
    >
      <div className={forms.stack}>
        <TextArea label="Access" optional rows={2} maxLength={10_000} {...text('accessNotes')} />
        <div className={forms.pair}>
          <TextField label="Contact on site" optional maxLength={200} autoComplete="off" {...text('contactName')} />
          <TextField
            label="Phone"
            optional
            type="tel"
            inputMode="tel"
            maxLength={50}
            autoComplete="off"
            {...text('contactPhone')}
          />
        </div>
        <TextField label="Their reference" optional maxLength={100} autoComplete="off" {...text('reference')} />
        <TextArea label="Description" optional rows={4} maxLength={10_000} {...text('description')} />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
