import { useState } from 'react'
import type { AddedAsset, Visit } from '#core/work-orders/document.ts'
import { AddIcon, AssetIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { Card, ListRow, Rows } from '#ui/blocks/Card.tsx'
import { ToggleRow } from '#ui/blocks/Choice.tsx'
import { TextArea, TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useKeeping, useMe, usePhone } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Failure } from '../../shell/Failure.tsx'
import { changedOf } from './changed.ts'
import { OwnFactSheet } from './OwnFactSheet.tsx'
import forms from '../../shell/forms.module.css'

type Entry = Pick<AddedAsset, 'name' | 'kind' | 'make' | 'model' | 'serial' | 'location' | 'notes'>
const blank: Entry = { name: '', kind: '', make: '', model: '', serial: '', location: '', notes: '' }

/** What is listed at the place and not on the job yet; else what nobody has listed, as it stands on the plate. */
export function AddEquipment({
  view,
  visit,
  onClose,
}: {
  view: WorkOrderView
  visit: Visit | undefined
  onClose: () => void
}) {
  const listed = view.siteAssets.filter((asset) => !view.assets.includes(asset))
  const [isNew, setNew] = useState(listed.length === 0)
  const phone = usePhone()
  const { busy, failed, keep } = useKeeping()
  const workOrder = view.order.work.id
  if (isNew) return <NewEquipment view={view} visit={visit} onClose={onClose} />

  async function link(asset: { id: string; name: string }) {
    const assets = [...view.order.work.details.assets, asset.id]
    const body = { changes: { assets } }
    if (!(await keep(() => phone.capture({ workOrder, command: { type: 'edit_details', body } })))) return
    onClose()
    toast(`${asset.name} is part of this job.`)
  }
  return (
    <Sheet open onClose={onClose} title="Add equipment" description="Listed here, or not listed yet.">
      <div className={forms.stack}>
        <Card flush>
          <Rows>
            {listed.map((asset) => (
              <ListRow
                key={asset.id}
                icon={<AssetIcon stroke={1.75} />}
                title={asset.name}
                detail={[asset.make, asset.model, asset.serial, asset.location].filter(Boolean).join(' · ')}
                onPress={busy ? undefined : () => void link(asset)}
              />
            ))}
          </Rows>
        </Card>
        <Failure>{failed}</Failure>
        <Button size="large" wide icon={<AddIcon aria-hidden stroke={1.75} />} onClick={() => setNew(true)}>
          Not in the list
        </Button>
      </div>
    </Sheet>
  )
}

function NewEquipment({
  view,
  visit,
  onClose,
}: {
  view: WorkOrderView
  visit: Visit | undefined
  onClose: () => void
}) {
  const phone = usePhone()
  const { technician } = useMe()
  const { busy, failed, keep } = useKeeping()
  const [entry, setEntry] = useState(blank)
  const [about, setAbout] = useState(true)
  async function add() {
    const workOrder = view.order.work.id
    const on = { visit: visit?.id ?? null, technician, at: phone.now(), asset: phone.newId(), about }
    const body = { ...on, ...trimmed(entry) }
    if (!(await keep(() => phone.capture({ workOrder, command: { type: 'add_asset', body } })))) return
    onClose()
    toast(`${body.name} added. The office has it in its list as soon as there is a network.`)
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title="New equipment"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            kind="primary"
            busy={busy}
            reason={entry.name.trim() === '' ? 'Say what it is.' : null}
            onClick={() => void add()}
          >
            Add
          </Button>
        </>
      }
    >
      <div className={forms.stack}>
        <EquipmentFields entry={entry} onEntry={setEntry} />
        <Card flush>
          <ToggleRow title="This job is about it" checked={about} onChange={setAbout} />
        </Card>
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}

/** One's own addition, put right or taken back; the list of the office follows. */
export function EquipmentSheet({
  view,
  asset,
  onClose,
}: {
  view: WorkOrderView
  asset: AddedAsset
  onClose: () => void
}) {
  const [entry, setEntry] = useState<Entry>(asset)
  function changes() {
    const { notes, ...others } = changedOf(asset, trimmed(entry))
    return notes === undefined ? others : { ...others, note: notes }
  }
  return (
    <OwnFactSheet
      workOrder={view.order.work.id}
      fact={asset.id}
      title={asset.name}
      changes={changes}
      reason={entry.name.trim() === '' ? 'Say what it is.' : null}
      takenBack="Equipment taken back."
      onClose={onClose}
    >
      <EquipmentFields entry={entry} onEntry={setEntry} />
    </OwnFactSheet>
  )
}

function EquipmentFields({ entry, onEntry }: { entry: Entry; onEntry: (entry: Entry) => void }) {
  const text = (name: keyof Entry) => ({
    autoComplete: 'off',
    value: entry[name],
    onChange: (event: { target: { value: string } }) => onEntry({ ...entry, [name]: event.target.value }),
  })
  return (
    <>
      <TextField label="Name" maxLength={200} hint="As one would call it: boiler in the cellar." {...text('name')} />
      <div className={forms.pair}>
        <TextField label="Make" optional maxLength={120} {...text('make')} />
        <TextField label="Model" optional maxLength={120} {...text('model')} />
      </div>
      <TextField label="Serial number" optional maxLength={120} {...text('serial')} />
      <div className={forms.pair}>
        <TextField label="What it is" optional maxLength={80} {...text('kind')} />
        <TextField label="Where" optional maxLength={200} {...text('location')} />
      </div>
      <TextArea label="Remark" optional rows={2} maxLength={4000} {...text('notes')} />
    </>
  )
}

function trimmed({ name, kind, make, model, serial, location, notes }: Entry): Entry {
  return {
    name: name.trim(),
    kind: kind.trim(),
    make: make.trim(),
    model: model.trim(),
    serial: serial.trim(),
    location: location.trim(),
    notes: notes.trim(),
  }
}
