import { useState } from 'react'
import type { Photo } from '#core/work-orders/document.ts'
import { PhotoTile } from '#ui/blocks/PhotoTile.tsx'
import type { SyncState } from '#ui/status.ts'
import type { WorkOrderView } from '../../offline/views/types.ts'
import { phaseWords } from '../../words.ts'
import { PhotoSheet } from './PhotoSheet.tsx'
import { usePicture } from './use-picture.ts'

/** A photo that was kept: its picture, where it is, and a press to look closer. */
export function KeptPhoto({ view, photo }: { view: WorkOrderView; photo: Photo }) {
  const src = usePicture(photo.sha256, 'thumbnail')
  const [open, setOpen] = useState(false)
  const words = [phaseWords[photo.phase], photo.caption].filter(Boolean).join(' · ')
  return (
    <>
      <PhotoTile src={src} alt={words} state={photoState(view, photo)} caption={words} onOpen={() => setOpen(true)} />
      {open ? <PhotoSheet view={view} photo={photo} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** A photo is on record when both are: the fact, and its bytes. */
export function photoState(view: WorkOrderView, photo: Photo): SyncState {
  const fact = view.stateOf(photo.id)
  if (fact !== 'on_record' || photo.state === 'stored') return fact
  const bytes = view.bytesOf(photo.sha256)
  return bytes === 'on_phone' ? 'on_phone' : 'received'
}
