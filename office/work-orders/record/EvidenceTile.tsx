import { useQuery } from '@tanstack/react-query'
import { heading } from '#core/work-orders/labels.ts'
import type { Photo } from '#core/work-orders/document.ts'
import { PhotoTile } from '#ui/blocks/PhotoTile.tsx'
import { fileUrl } from '../../kit/client.ts'
import { askWorkOrder } from '../command.ts'
import { useOrder } from '../order-context.ts'

type Props = { photo: Photo; caption?: string; onOpen: () => void }

/** A photo of the record; small as its phone sent it ahead, until the whole of it is there. */
export function EvidenceTile({ photo, caption, onOpen }: Props) {
  const words = [heading(photo.phase), photo.caption].filter(Boolean).join(' · ')
  return (
    <PhotoTile
      src={useThumbnail(photo)}
      alt={words}
      state={photo.state === 'stored' ? 'on_record' : 'on_phone'}
      caption={caption ?? words}
      onOpen={onOpen}
    />
  )
}

/** What is not there yet is looked for again whenever the record is. */
export function useThumbnail(photo: Photo): string {
  const { page } = useOrder()
  const { dataUpdatedAt } = useQuery(askWorkOrder(page.work.id))
  const address = fileUrl(photo.sha256, 'thumbnail')
  if (photo.state === 'stored') return address
  return `${address}${address.includes('?') ? '&' : '?'}at=${dataUpdatedAt}`
}
