import { useState } from 'react'
import type { Photo } from '#core/work-orders/document.ts'
import { audiences, photoPhases } from '#core/work-orders/words.ts'
import { WithdrawIcon } from '#ui/icons.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { SelectField, TextField } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { useKeeping, usePhone, useWithdraw } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'
import { audienceHints, audienceWords, phaseWords } from '../../words.ts'
import { changedOf } from '../sections/changed.ts'
import { audienceAfter } from '../audience.ts'
import { FactLine } from '../sections/FactLine.tsx'
import styles from './Photos.module.css'
import { usePicture } from './use-picture.ts'

/** One photo, large, with its words; a slip is put right here. */
export function PhotoSheet({ view, photo, onClose }: { view: WorkOrderView; photo: Photo; onClose: () => void }) {
  const phone = usePhone()
  const workOrder = view.order.work.id
  const withdraw = useWithdraw(workOrder)
  const { busy, failed, keep } = useKeeping()
  const src = usePicture(photo.sha256, 'full')
  const [broken, setBroken] = useState<string | null>(null)
  const [caption, setCaption] = useState(photo.caption)
  const [phase, setPhase] = useState(photo.phase)
  const [audience, setAudience] = useState(photo.audience)
  const before = { caption: photo.caption, phase: photo.phase, audience: photo.audience }
  const changes = changedOf(before, { caption: caption.trim(), phase, audience })
  const changed = Object.keys(changes).length > 0

  async function save() {
    const body = { fact: photo.id, at: phone.now(), changes, reason: '' }
    if (await keep(() => phone.capture({ workOrder, command: { type: 'amend', body } }))) onClose()
  }
  async function remove() {
    onClose()
    await withdraw(photo.id, 'Photo removed. It is in no report.')
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title="Photo"
      actions={
        <>
          <Button kind="quiet" icon={<WithdrawIcon aria-hidden stroke={1.75} />} onClick={() => void remove()}>
            Remove
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
        <div className={styles.large} style={{ aspectRatio: `${photo.width} / ${photo.height}` }}>
          {src && src !== broken ? (
            <img src={src} alt={photo.caption || phaseWords[photo.phase]} onError={() => setBroken(src)} />
          ) : (
            <p>
              {photo.state === 'stored'
                ? 'The picture is not on this phone. It shows when there is a network.'
                : 'The picture is still on the phone that took it.'}
            </p>
          )}
        </div>
        <FactLine view={view} fact={photo.id} at={photo.at} who={view.nameOf(photo.technician)} />
        <TextField
          label="Caption"
          maxLength={500}
          value={caption}
          onChange={(event) => setCaption(event.target.value)}
        />
        <div className={forms.pair}>
          <SelectField
            label="Phase"
            value={phase}
            options={photoPhases.map((value) => ({ value, label: phaseWords[value] }))}
            onChange={(next) => {
              setPhase(next)
              setAudience(audienceAfter(next, { phase, audience }))
            }}
          />
          <SelectField
            label="Seen by"
            value={audience}
            options={audiences.map((value) => ({ value, label: audienceWords[value] }))}
            onChange={setAudience}
          />
        </div>
        <p className={forms.soft}>{audienceHints[audience]}.</p>
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}
