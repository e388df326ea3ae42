import type { ImageId } from '#core/reports/content.ts'
import { drawingForPaper, type PhotoBudget, type Picture, photoBudget, photoForPaper } from './pictures.ts'

/** Hands over the bytes of an image, or null when they have not arrived. Asked once for each image, a few at a time. */
export type ImageSource = (image: ImageId) => Promise<Uint8Array | null>

export type CollectedImage = Picture & { path: string }
export type Collected = ReadonlyMap<ImageId, CollectedImage | 'awaited' | 'unreadable'>

type Wanted = { image: ImageId; use: 'photo' | 'drawing' }

const atATime = 3
const drawingEdge = 900

/**
 * Reads and shrinks the images of a paper. Only the small copies are kept, and no more than three originals are in memory
 * at once, whatever the number of photos.
 */
export async function collectImages(wanted: readonly Wanted[], source: ImageSource): Promise<Collected> {
  const distinct = [...new Map(wanted.map((item) => [item.image, item])).values()]
  const found = new Map<ImageId, CollectedImage | 'awaited' | 'unreadable'>()
  const budget = photoBudget(distinct.length)
  const pending = distinct.entries()
  async function work(): Promise<void> {
    for (const [index, { image, use }] of pending)
      found.set(image, await collect({ image, use, name: `image-${index}`, budget }, source))
  }
  await Promise.all(Array.from({ length: atATime }, work))
  return found
}

async function collect(
  { image, use, name, budget }: Wanted & { name: string; budget: PhotoBudget },
  source: ImageSource,
): Promise<CollectedImage | 'awaited' | 'unreadable'> {
  const bytes = await source(image)
  if (!bytes) return 'awaited'
  const picture = use === 'photo' ? await photoForPaper(bytes, budget) : await drawingForPaper(bytes, drawingEdge)
  return picture ? { ...picture, path: `${name}.${picture.extension}` } : 'unreadable'
}
