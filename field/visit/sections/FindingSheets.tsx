import { useState } from 'react'
import type { Id } from '#core/kit/ids.ts'
import type { Finding } from '#core/work-orders/document.ts'
import { heading } from '#core/work-orders/labels.ts'
import { findingSeverities, type FindingSeverity } from '#core/work-orders/words.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { RadioRows, ToggleRow } from '#ui/blocks/Choice.tsx'
import { SelectField, TextArea } from '#ui/blocks/Field.tsx'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { AddPhoto, PhotoGrid } from '#ui/blocks/PhotoTile.tsx'
import { toast } from '#ui/blocks/Toast.tsx'
import { useKeeping, usePhone } from '../../hooks.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { useWhereabouts } from '../../position/use-whereabouts.ts'
import { Failure } from '../../shell/Failure.tsx'
import forms from '../../shell/forms.module.css'
import { audienceOfPhase } from '../audience.ts'
import type { OnVisit } from '../card.ts'
import { KeptPhoto } from '../photos/KeptPhoto.tsx'
import { changedOf } from './changed.ts'
import { OwnFactSheet } from './OwnFactSheet.tsx'

const severityHints: Readonly<Record<FindingSeverity, string>> = {
  dangerous: 'Somebody may be hurt; the office is told at once',
  serious: 'Will fail or do damage soon',
  minor: 'Should be put right at the next chance',
  advice: 'Works, but could be better',
}

type Entry = Pick<Finding, 'severity' | 'text' | 'recommendation' | 'repaired'>

export function AddFinding({ view, visit, onClose }: OnVisit & { onClose: () => void }) {
  const phone = usePhone()
  const { busy, failed, keep } = useKeeping()
  const [asset, setAsset] = useState<Id | null>(view.assets.length === 1 ? (view.assets[0]?.id ?? null) : null)
  const [entry, setEntry] = useState<Entry>({ severity: 'minor', text: '', recommendation: '', repaired: false })
  const [photos, setPhotos] = useState<Id[]>([])
  const workOrder = view.order.work.id
  async function add() {
    const said = { ...entry, text: entry.text.trim(), recommendation: entry.recommendation.trim() }
    const body = { ...phone.fact(visit.id), asset, ...said, photos }
    if (!(await keep(() => phone.capture({ workOrder, command: { type: 'finding', body } })))) return
    onClose()
    toast('Finding kept.')
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title="What is wrong?"
      actions={
        <Button
          kind="primary"
          size="large"
          busy={busy}
          reason={entry.text.trim() ? null : 'Say what is wrong.'}
          onClick={() => void add()}
        >
          Keep
        </Button>
      }
    >
      <div className={forms.stack}>
        <AssetPick view={view} value={asset} label="On what" none="The site as a whole" onChange={setAsset} />
        <Fields entry={entry} onChange={(changes) => setEntry({ ...entry, ...changes })} />
        <Pictures view={view} visit={visit} photos={photos} onTaken={(more) => setPhotos([...photos, ...more])} />
        <Failure>{failed}</Failure>
      </div>
    </Sheet>
  )
}

export function FindingSheet({ view, finding, onClose }: OnVisit & { finding: Finding; onClose: () => void }) {
  const { severity, text, recommendation, repaired } = finding
  const before: Entry = { severity, text, recommendation, repaired }
  const [entry, setEntry] = useState(before)
  const photos = view.order.work.photos.filter((photo) => finding.photos.includes(photo.id))
  return (
    <OwnFactSheet
      workOrder={view.order.work.id}
      fact={finding.id}
      title="Finding"
      changes={() => changedOf(before, { ...entry, text: entry.text.trim() })}
      reason={entry.text.trim() ? null : 'Say what is wrong.'}
      takenBack="Finding taken back."
      onClose={onClose}
    >
      <Fields entry={entry} onChange={(changes) => setEntry({ ...entry, ...changes })} />
      {photos.length > 0 ? (
        <PhotoGrid>
          {photos.map((photo) => (
            <KeptPhoto key={photo.id} view={view} photo={photo} />
          ))}
        </PhotoGrid>
      ) : null}
    </OwnFactSheet>
  )
}

function Fields({ entry, onChange }: { entry: Entry; onChange: (changes: Partial<Entry>) => void }) {
  return (
    <>
      <TextArea
        label="What is wrong"
        maxLength={4000}
        value={entry.text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <RadioRows
        label="How bad"
        value={entry.severity}
        options={findingSeverities.map((value) => ({ value, title: heading(value), detail: severityHints[value] }))}
        onChange={(severity) => onChange({ severity })}
      />
      <TextArea
        label="What should be done"
        optional
        rows={2}
        maxLength={4000}
        value={entry.recommendation}
        onChange={(event) => onChange({ recommendation: event.target.value })}
      />
      <ToggleRow
        title="Put right on this visit"
        checked={entry.repaired}
        onChange={(repaired) => onChange({ repaired })}
      />
    </>
  )
}

/** Of what is listed at the place; nothing to choose where nothing is. */
export function AssetPick({
  view,
  value,
  label,
  none,
  onChange,
}: {
  view: WorkOrderView
  value: Id | null
  label: string
  none: string
  onChange: (asset: Id | null) => void
}) {
  const assets = [...view.assets, ...view.siteAssets.filter((asset) => !view.assets.includes(asset))]
  if (assets.length === 0) return null
  return (
    <SelectField
      label={label}
      value={value ?? 'none'}
      options={[
        { value: 'none', label: none },
        ...assets.map(({ id, name, location }) => ({ value: id, label: [name, location].filter(Boolean).join(', ') })),
      ]}
      onChange={(chosen) => onChange(chosen === 'none' ? null : chosen)}
    />
  )
}

type PicturesProps = Pick<OnVisit, 'view' | 'visit'> & { photos: readonly Id[]; onTaken: (facts: Id[]) => void }

/** Each photo is kept as it is taken, whatever becomes of the sheet. */
function Pictures({ view, visit, photos, onTaken }: PicturesProps) {
  const phone = usePhone()
  const whereabouts = useWhereabouts()
  const { failed, keep } = useKeeping()
  async function take(files: readonly File[]) {
    const taken: Id[] = []
    for (const file of files) {
      const facts = await keep(() =>
        phone.capturePhoto({
          workOrder: view.order.work.id,
          visit: visit.id,
          file,
          phase: 'during',
          caption: 'Finding',
          audience: audienceOfPhase('during'),
          ...whereabouts.now(),
        }),
      )
      taken.push(...(facts ?? []))
    }
    onTaken(taken)
  }
  return (
    <>
      <PhotoGrid>
        <AddPhoto label="Photo" onFiles={(files) => void take(files)} />
        {view.order.work.photos
          .filter((photo) => photos.includes(photo.id))
          .map((photo) => (
            <KeptPhoto key={photo.id} view={view} photo={photo} />
          ))}
      </PhotoGrid>
      <Failure plain>{failed}</Failure>
    </>
  )
}
