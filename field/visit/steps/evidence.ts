import type { Id } from '#core/kit/ids.ts'
import type { Visit, WorkDocument } from '#core/work-orders/document.ts'

/** Every photo, file and signature of a visit this phone knows: what a finish says there must be (S23). */
export function evidenceFor(work: WorkDocument, visit: Visit): { fact: Id; sha256: string }[] {
  const photos = work.photos.filter((photo) => photo.visit === visit.id)
  const files = work.files.filter((file) => file.visit === visit.id && file.technician !== null)
  const signed = visit.signOffs.flatMap((signOff) =>
    signOff.kind === 'signed' ? [{ fact: signOff.id, sha256: signOff.image }] : [],
  )
  return [...[...photos, ...files].map(({ id, sha256 }) => ({ fact: id, sha256 })), ...signed]
}
