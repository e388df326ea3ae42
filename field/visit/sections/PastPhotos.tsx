import { IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import { Sheet } from '#ui/blocks/Overlay.tsx'
import { usePicture } from '../photos/use-picture.ts'
import styles from './History.module.css'

type Past = { sha256: string; words: string }

/** What it looked like the last time. The small ones of the next sites are on the phone; a press asks for the large one. */
export function PastPhotos({ photos }: { photos: readonly Past[] }) {
  const [open, setOpen] = useState<Past | null>(null)
  return (
    <div className={styles.photos}>
      {photos.map((photo) => (
        <button key={photo.sha256} type="button" aria-label={photo.words} onClick={() => setOpen(photo)}>
          <Picture sha256={photo.sha256} size="thumbnail" />
        </button>
      ))}
      {open ? (
        <Sheet open onClose={() => setOpen(null)} title={open.words}>
          <div className={styles.large}>
            <Picture sha256={open.sha256} size="full" alt={open.words} />
          </div>
        </Sheet>
      ) : null}
    </div>
  )
}

function Picture({ sha256, size, alt = '' }: { sha256: string; size: 'thumbnail' | 'full'; alt?: string }) {
  const src = usePicture(sha256, size)
  const [broken, setBroken] = useState<string | null>(null)
  if (src && src !== broken) return <img src={src} alt={alt} onError={() => setBroken(src)} />
  return (
    <span className={styles.blank}>
      <IconPhoto aria-hidden stroke={1.5} />
      Needs a network
    </span>
  )
}
