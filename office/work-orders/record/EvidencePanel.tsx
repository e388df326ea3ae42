import { ActionIcon, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { heading } from '#core/work-orders/labels.ts'
import type { Photo } from '#core/work-orders/document.ts'
import { photoPhases } from '#core/work-orders/words.ts'
import { Panel } from '#ui/office/Page.tsx'
import { useFocusBack } from '../../kit/focus-back.ts'
import { fileUrl } from '../../kit/client.ts'
import { ShortTime } from '../../kit/ShortTime.tsx'
import { useOrder } from '../order-context.ts'
import layout from '../../kit/layout.module.css'
import styles from '../WorkOrderPage.module.css'
import { AwaitedLines } from './AwaitedLines.tsx'
import { EvidenceTile, useThumbnail } from './EvidenceTile.tsx'
import { Whereabouts } from './Whereabouts.tsx'

/** Photos by phase, and how much of the evidence is here: `58 of 60`. */
export function EvidencePanel() {
  const { page } = useOrder()
  const { work, evidence } = page
  const [shown, setShown] = useState<string | null>(null)
  const photos = photoPhases.flatMap((phase) => work.photos.filter((photo) => photo.phase === phase))
  return (
    <Panel title="Evidence" count={`${evidence.stored} of ${evidence.total}`} id="evidence">
      <AwaitedLines />
      {photos.length === 0 ? (
        <p className={layout.empty}>No photos yet.</p>
      ) : (
        <div className={styles.photos}>
          {photos.map((photo) => (
            <EvidenceTile key={photo.id} photo={photo} onOpen={() => setShown(photo.id)} />
          ))}
        </div>
      )}
      {shown ? <Lightbox photos={photos} shown={shown} onShow={setShown} /> : null}
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
          <NotHere photo={photo} />
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

/** As its phone sent it ahead, small; the whole is still there. */
function NotHere({ photo }: { photo: Photo }) {
  const { zone, nameOf } = useOrder()
  const src = useThumbnail(photo)
  const [isHere, setHere] = useState(true)
  return (
    <>
      {isHere ? (
        <img src={src} alt={photo.caption || `${heading(photo.phase)} photo, small`} onError={() => setHere(false)} />
      ) : null}
      <p className={layout.empty}>
        Still on {nameOf(photo.technician)}’s phone since <ShortTime at={photo.at} zone={zone} />.
      </p>
    </>
  )
}
