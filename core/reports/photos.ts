import type { ReportPhoto } from './content.ts'

/**
 * Puts the photos of one subject (a task, an asset, a visit) side by side: the first before with the first after and so
 * on; what finds no partner, and what was taken during the work, follows in the order given.
 */
export function pairPhotos(photos: readonly ReportPhoto[]): {
  pairs: { before: ReportPhoto; after: ReportPhoto }[]
  others: ReportPhoto[]
} {
  const befores = photos.filter((photo) => photo.phase === 'before')
  const afters = photos.filter((photo) => photo.phase === 'after')
  const pairs = befores.flatMap((before, index) => {
    const after = afters[index]
    return after ? [{ before, after }] : []
  })
  const paired = new Set(pairs.flatMap(({ before, after }) => [before, after]))
  return { pairs, others: photos.filter((photo) => !paired.has(photo)) }
}
