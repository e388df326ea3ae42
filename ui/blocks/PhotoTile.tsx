import { IconCamera, IconPhoto } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { classes } from '../classes.ts'
import { type SyncState, syncMarks } from '../status.ts'
import styles from './PhotoTile.module.css'

export function PhotoGrid({ children }: { children: ReactNode }) {
  return <div className={styles.grid}>{children}</div>
}

export type PhotoTileProps = {
  /** An object or file address; null while the picture itself is not here. */
  src: string | null
  /** What the picture shows: its caption, else its phase. */
  alt: string
  state: SyncState
  /** The line over the picture's foot: `Before · Nameplate`. */
  caption?: string
  onOpen: () => void
}

export function PhotoTile({ src, alt, state, caption, onOpen }: PhotoTileProps) {
  const { icon: StateIcon, word } = syncMarks[state]
  // An address that leads nowhere yet: the picture is on another phone, or the network is gone.
  const [broken, setBroken] = useState<string | null>(null)
  return (
    <button type="button" className={styles.tile} onClick={onOpen} aria-label={`${alt}. ${word}`}>
      {src && src !== broken ? (
        <img src={src} alt="" loading="lazy" decoding="async" onError={() => setBroken(src)} />
      ) : (
        <span className={styles.blank}>
          <IconPhoto aria-hidden stroke={1.5} />
          Not here yet
        </span>
      )}
      <span className={styles.state} title={word}>
        <StateIcon aria-hidden stroke={2} />
      </span>
      {caption ? <span className={styles.words}>{caption}</span> : null}
    </button>
  )
}

export type AddPhotoProps = {
  label: string
  onFiles: (files: readonly File[]) => void
  /** `camera` opens the camera at once; `any` lets one choose from the gallery, several at a time. */
  from?: 'camera' | 'any'
}

/** Same size as a tile, so it can be the first of the grid. */
export function AddPhoto({ label, onFiles, from = 'camera' }: AddPhotoProps) {
  return (
    <label className={classes(styles.tile, styles.add)}>
      <input
        className="sr-only"
        type="file"
        accept="image/*"
        capture={from === 'camera' ? 'environment' : undefined}
        multiple={from === 'any'}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
      {from === 'camera' ? <IconCamera aria-hidden stroke={1.5} /> : <IconPhoto aria-hidden stroke={1.5} />}
      {label}
    </label>
  )
}
