import { IconCamera, IconPhotoOff } from '@tabler/icons-react'
import { useState } from 'react'
import { heading } from '#core/work-orders/labels.ts'
import { neededPhotos } from '#core/work-orders/missing.ts'
import type { PhotoPhase } from '#core/work-orders/words.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { AddPhoto, PhotoGrid } from '#ui/blocks/PhotoTile.tsx'
import { hideToasts } from '#ui/blocks/Toast.tsx'
import { AskPosition } from '../../position/AskPosition.tsx'
import { Banner } from '../../shell/Banner.tsx'
import { Section } from '../../shell/Screen.tsx'
import forms from '../../shell/forms.module.css'
import { audienceHints, countOf } from '../../words.ts'
import { audienceOfPhase } from '../audience.ts'
import type { OnVisit } from '../card.ts'
import { Camera, hasCamera } from './Camera.tsx'
import { KeptPhoto } from './KeptPhoto.tsx'
import { PhasePick } from './PhasePick.tsx'
import styles from './Photos.module.css'
import { type Failed, useTaking } from './use-taking.ts'

/** Camera first: one press opens it, and it stays open for as many as are needed. */
export function Photos(on: OnVisit) {
  const { view, visit } = on
  const [filming, setFilming] = useState(false)
  const [phase, setPhase] = useState(() => firstPhase(on))
  const photos = view.order.work.photos.filter((photo) => photo.visit === visit.id)
  const { requires } = view.order.work
  const taking = useTaking(on, phase)
  const count = (wanted: PhotoPhase) => photos.filter((photo) => photo.phase === wanted).length
  const again = taking.failed.filter((one) => one.canTry).length
  const needs = neededPhotos(requires).map(
    ({ phase: of, need }) => `${heading(of).toLowerCase()} ${Math.min(count(of), need)} of ${need}`,
  )
  return (
    <Section
      id="photos"
      title="Photos"
      count={[photos.length || '', needs.length > 0 ? needs.join(', ') : ''].filter(Boolean).join(' · ') || undefined}
    >
      <AskPosition />
      <PhasePick value={phase} onChange={setPhase} />
      <p className={forms.soft}>{audienceHints[audienceOfPhase(phase)]}.</p>
      <PhotoGrid>
        {hasCamera() ? (
          <button
            type="button"
            className={styles.camera}
            onClick={() => {
              hideToasts()
              setFilming(true)
            }}
          >
            <IconCamera aria-hidden stroke={1.5} />
            Camera
          </button>
        ) : (
          <AddPhoto label="Camera" onFiles={taking.take} />
        )}
        <AddPhoto label="From gallery" from="any" onFiles={taking.choose} />
        {photos.toReversed().map((photo) => (
          <KeptPhoto key={photo.id} view={view} photo={photo} />
        ))}
      </PhotoGrid>
      {taking.waiting > 0 ? (
        <output className={styles.waiting}>{`Keeping ${countOf(taking.waiting, 'photo')} …`}</output>
      ) : null}
      {taking.failed.map((one) => (
        <NotKept key={one.id} failed={one} onLeaveOut={() => taking.leaveOut(one)} />
      ))}
      {again > 0 ? <Button onClick={taking.again}>{`Try ${countOf(again, 'photo')} again`}</Button> : null}
      {filming ? (
        <Camera
          phase={phase}
          onPhase={setPhase}
          taken={photos.length + taking.waiting}
          onTake={(picture) => taking.take([picture])}
          onClose={() => setFilming(false)}
        />
      ) : null}
    </Section>
  )
}

/** A picture that did not get in, by name, with why: it is tried again or left out. */
function NotKept({ failed, onLeaveOut }: { failed: Failed; onLeaveOut: () => void }) {
  return (
    <div role="alert">
      <Banner
        tone="waiting"
        icon={<IconPhotoOff stroke={1.75} />}
        title={failed.name}
        action={
          <Button size="small" onClick={onLeaveOut}>
            Leave it out
          </Button>
        }
      >
        {failed.why}
      </Banner>
    </div>
  )
}

/** What is taken next, most likely: before the work until there are enough, then what is being done. */
/** What is asked for first; on site, what happens. */
function firstPhase({ view, visit }: OnVisit): PhotoPhase {
  const { photos, requires } = view.order.work
  const have = (of: PhotoPhase) => photos.filter((photo) => photo.visit === visit.id && photo.phase === of).length
  const begun = visit.steps.some((step) => step.kind === 'arrive')
  return !begun || have('before') < requires.photosBefore ? 'before' : 'during'
}
