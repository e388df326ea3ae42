import { Dialog as Base } from '@base-ui/react/dialog'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PhotoPhase } from '#core/work-orders/words.ts'
import { Button } from '#ui/blocks/Button.tsx'
import { AddPhoto } from '#ui/blocks/PhotoTile.tsx'
import { countOf } from '../../words.ts'
import styles from './Camera.module.css'
import { PhasePick } from './PhasePick.tsx'

export function hasCamera(): boolean {
  return 'mediaDevices' in navigator && typeof navigator.mediaDevices?.getUserMedia === 'function'
}

type Props = {
  phase: PhotoPhase
  onPhase: (phase: PhotoPhase) => void
  /** How many there are already. */
  taken: number
  onTake: (picture: Blob) => void
  onClose: () => void
}

/** Stays open for many in a row; the shutter is where the thumb is. */
export function Camera({ phase, onPhase, taken, onTake, onClose }: Props) {
  const { attach, state, shoot } = useVideo()
  const [flash, setFlash] = useState(0)

  async function take() {
    const picture = await shoot()
    if (!picture) return
    setFlash((count) => count + 1)
    onTake(picture)
  }
  return (
    <Base.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Popup className={styles.screen} data-theme="dark">
          <Base.Title className="sr-only">Camera</Base.Title>
          <div className={styles.view}>
            <video ref={attach} muted playsInline aria-label="What the camera sees" />
            {flash > 0 ? <span key={flash} className={styles.flash} aria-hidden /> : null}
            {state === 'refused' ? (
              <div className={styles.refused}>
                <p>The camera cannot be opened here. Allow it in the browser, or use the phone’s own.</p>
                <div className={styles.instead}>
                  <AddPhoto label="Phone’s camera" onFiles={(files) => files.forEach(onTake)} />
                </div>
              </div>
            ) : null}
          </div>
          <PhasePick value={phase} onChange={onPhase} />
          <div className={styles.foot}>
            <output className={styles.count}>{countOf(taken, 'photo')}</output>
            <button
              type="button"
              className={styles.shutter}
              aria-label="Take a photo"
              aria-disabled={state === 'ready' ? undefined : true}
              onClick={() => void take()}
            />
            <Button kind="secondary" onClick={onClose}>
              Done
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

type VideoState = 'opening' | 'ready' | 'refused'

function useVideo() {
  const video = useRef<HTMLVideoElement | null>(null)
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [state, setState] = useState<VideoState>('opening')

  useEffect(() => {
    let opened: MediaStream | null = null
    let closed = false
    const wanted = { facingMode: 'environment', width: { ideal: 2560 }, height: { ideal: 1920 } }
    navigator.mediaDevices.getUserMedia({ video: wanted, audio: false }).then(
      (found) => {
        opened = found
        if (closed) stop(found)
        else setStream(found)
      },
      () => setState('refused'),
    )
    return () => {
      closed = true
      if (opened) stop(opened)
    }
  }, [])

  const attach = useCallback(
    (element: HTMLVideoElement | null) => {
      video.current = element
      if (!element || !stream) return
      element.srcObject = stream
      element.play().then(
        () => setState('ready'),
        () => setState('refused'),
      )
    },
    [stream],
  )

  async function shoot(): Promise<Blob | null> {
    const shown = video.current
    if (!shown || state !== 'ready' || shown.videoWidth === 0) return null
    const canvas = new OffscreenCanvas(shown.videoWidth, shown.videoHeight)
    canvas.getContext('2d')?.drawImage(shown, 0, 0)
    return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 })
  }
  return { attach, state, shoot }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
