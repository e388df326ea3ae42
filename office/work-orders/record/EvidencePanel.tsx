import { ActionIcon, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { heading } from '#core/work-orders/labels.ts'
import type { Photo } from '#core/work-orders/document.ts'
import { evidenceOf } from '#core/work-orders/missing.ts'
import { photoPhases } from '#core/work-orders/words.ts'
import { PhotoTile } from '#ui/blocks/PhotoTile.tsx'
import { Panel } from '#ui/office/Page.tsx'
import { useFocusBack } from '../../kit/focus-back.ts'
import { fileUrl } from '../../kit/client.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { Action } from '../Action.tsx'
import { ReasonDialog } from '../dialogs/ReasonDialog.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { Whereabouts } from './Whereabouts.tsx'

/** Photos by phase, and how much of the evidence is here: `58 of 60`. */
export function EvidencePanel() {
  const { page, why, send } = useOrder()
  const { work, evidence } = page
  const [shown, setShown] = useState<string | null>(null)
  const [waiving, setWaiving] = useState(false)
  const awaited = evidenceOf(work).awaited.map((one) => one.fact)
  const photos = photoPhases.flatMap((phase) => work.photos.filter((photo) => photo.phase === phase))
  return (
    <Panel
      title="Evidence"
      count={`${evidence.stored} of ${evidence.total}`}
      id="evidence"
      actions={
        awaited.length > 0 ? (
          <Action
            reason={why({ type: 'waive_evidence', body: { facts: awaited, reason: '-' } })}
            onPress={() => setWaiving(true)}
          >
            Waive what is missing
          </Action>
        ) : null
      }
    >
      {awaited.length > 0 ? (
        <p className={layout.warn} style={{ marginBottom: 'var(--space-3)' }}>
          {awaited.length === 1 ? 'One file is' : `${awaited.length} files are`} still on a phone. Report and invoice
          wait for {awaited.length === 1 ? 'it' : 'them'}.
        </p>
      ) : null}
      {photos.length === 0 ? (
        <p className={layout.empty}>No photos yet.</p>
      ) : (
        <div className={styles.photos}>
          {photos.map((photo) => (
            <PhotoTile
              key={photo.id}
              src={photo.state === 'stored' ? fileUrl(photo.sha256, 'thumbnail') : null}
              alt={[heading(photo.phase), photo.caption].filter(Boolean).join(' · ')}
              state={photo.state === 'stored' ? 'on_record' : 'on_phone'}
              caption={[heading(photo.phase), photo.caption].filter(Boolean).join(' · ')}
              onOpen={() => setShown(photo.id)}
            />
          ))}
        </div>
      )}
      {shown ? <Lightbox photos={photos} shown={shown} onShow={setShown} /> : null}
      {waiving ? (
        <ReasonDialog
          title="Waive what is missing"
          action="Waive"
          onClose={() => setWaiving(false)}
          onReason={async (reason) =>
            (
              await send(
                { type: 'waive_evidence', body: { facts: awaited, reason } },
                { done: 'Report and invoice wait no longer' },
              )
            ).ok
          }
        >
          <p>Report and invoice no longer wait. If it arrives later, it is still kept.</p>
        </ReasonDialog>
      ) : null}
    </Panel>
  )
}

export function Lightbox({
  photos,
  shown,
  onShow,
}: {
  photos: readonly Photo[]
  shown: string
  onShow: (id: string | null) => void
}) {
  useFocusBack()
  const { zone, nameOf, page } = useOrder()
  const index = photos.findIndex((photo) => photo.id === shown)
  const photo = photos[index]
  if (!photo) return null
  const go = (step: number) => onShow(photos[(index + step + photos.length) % photos.length]?.id ?? shown)
  const visit = page.work.visits.find((one) => one.id === photo.visit)
  return (
    <Modal
      opened
      onClose={() => onShow(null)}
      size="xl"
      title={`${heading(photo.phase)}, ${index + 1} of ${photos.length}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') go(1)
        if (event.key === 'ArrowLeft') go(-1)
      }}
    >
      <figure className={styles.light}>
        {photo.state === 'stored' ? (
          <img
            src={fileUrl(photo.sha256)}
            alt={photo.caption || `${heading(photo.phase)} photo`}
            width={photo.width}
            height={photo.height}
          />
        ) : (
          <p className={layout.empty}>
            This photo has not arrived yet. It is still on the phone of {nameOf(photo.technician)}.
          </p>
        )}
        <figcaption className={styles.lightFoot}>
          <div className={layout.grow}>
            <p>{photo.caption || 'No caption'}</p>
            <p className={layout.detail}>
              {nameOf(photo.technician)}
              {visit ? `, visit ${visit.number}` : ''}, <ShortTime at={photo.at} zone={zone} /> · seen by{' '}
              {photo.audience}
            </p>
            <Whereabouts of={photo} />
          </div>
          <ActionIcon variant="default" size="lg" aria-label="The photo before" onClick={() => go(-1)}>
            <IconChevronLeft size={18} stroke={1.75} />
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label="The next photo" onClick={() => go(1)}>
            <IconChevronRight size={18} stroke={1.75} />
          </ActionIcon>
        </figcaption>
      </figure>
    </Modal>
  )
}
