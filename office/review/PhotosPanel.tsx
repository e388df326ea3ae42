import { useState } from 'react'
import type { Photo } from '#core/work-orders/document.ts'
import { Panel } from '#ui/office/Page.tsx'
import layout from '../kit/layout.module.css'
import { useOrder } from '../work-orders/order-context.ts'
import { AwaitedLines } from '../work-orders/record/AwaitedLines.tsx'
import { Lightbox } from '../work-orders/record/EvidencePanel.tsx'
import { EvidenceTile } from '../work-orders/record/EvidenceTile.tsx'
import styles from './Review.module.css'

/** Before and after side by side, the rest below. */
export function PhotosPanel() {
  const { page } = useOrder()
  const [shown, setShown] = useState<string | null>(null)
  const of = (phase: Photo['phase']) => page.work.photos.filter((photo) => photo.phase === phase)
  const [before, after] = [of('before'), of('after')]
  const rest = page.work.photos.filter((photo) => photo.phase !== 'before' && photo.phase !== 'after')
  return (
    <Panel title="Photos" count={`${page.evidence.stored} of ${page.evidence.total} files here`} id="photos">
      <AwaitedLines />
      {page.work.photos.length === 0 ? <p className={layout.empty}>No photos were taken.</p> : null}
      {before.length + after.length > 0 ? (
        <div className={styles.pairs}>
          <Column title="Before" photos={before} onShow={setShown} />
          <Column title="After" photos={after} onShow={setShown} />
        </div>
      ) : null}
      {rest.length > 0 ? (
        <div className={before.length + after.length > 0 ? styles.rest : undefined}>
          <Column title="Other" photos={rest} onShow={setShown} withPhase />
        </div>
      ) : null}
      {shown ? <Lightbox photos={[...before, ...after, ...rest]} shown={shown} onShow={setShown} /> : null}
    </Panel>
  )
}

type ColumnProps = { title: string; photos: readonly Photo[]; onShow: (id: string) => void; withPhase?: boolean }

function Column({ title, photos, onShow, withPhase }: ColumnProps) {
  return (
    <section>
      <h3>{title}</h3>
      {photos.length === 0 ? <p className={layout.empty}>None</p> : null}
      <div className={styles.photos}>
        {photos.map((photo) => (
          <EvidenceTile
            key={photo.id}
            photo={photo}
            caption={withPhase ? undefined : photo.caption}
            onOpen={() => onShow(photo.id)}
          />
        ))}
      </div>
    </section>
  )
}
