import type { Id } from '#core/kit/ids.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'
import type { BytesState } from '#core/work-orders/words.ts'
import type { Fact, FactKind } from './facts.ts'

/** Every fact a work order shows, each as often as it shows it, with the word that is its own. */
export function factsShown(work: WorkDocument): { id: Id; token: string }[] {
  return [
    ...work.visits.flatMap((visit) => [
      ...visit.steps.map((step) => ({ id: step.id, token: 'note' in step ? step.note : '' })),
      ...visit.signOffs.map((one) => ({ id: one.id, token: 'name' in one ? one.name : '' })),
    ]),
    ...work.tasks.flatMap((task) => task.answers.map((answer) => ({ id: answer.id, token: answer.note }))),
    ...work.notes.map((note) => ({ id: note.id, token: note.text })),
    ...work.parts.map((part) => ({ id: part.id, token: part.name })),
    ...work.times.map((time) => ({ id: time.id, token: time.note })),
    ...work.timeCorrections.map((one) => ({ id: one.id, token: one.reason })),
    ...work.photos.map((photo) => ({ id: photo.id, token: photo.caption })),
    ...work.files.map((file) => ({ id: file.id, token: file.name })),
    ...(work.added?.assets ?? []).map((asset) => ({ id: asset.id, token: asset.name })),
    ...(work.added?.contacts ?? []).map((contact) => ({ id: contact.id, token: contact.name })),
  ]
}

const standing: Readonly<Record<FactKind, boolean>> = {
  note: true,
  part: true,
  minutes: true,
  photo: true,
  step: true,
  finish: true,
  reading: true,
  sign: true,
  file: true,
  correct: true,
  asset: true,
  contact: true,
  amend: false,
  withdraw: false,
  day: false,
  raise: false,
}

/** Facts whose kind stands in the document under its own id. */
export const standsInDocument = (fact: Pick<Fact, 'kind'>): boolean => standing[fact.kind]

/** What a document says of the bytes of a photo, a file or a signature. */
export function bytesStateOf(work: WorkDocument, fact: Id): BytesState | undefined {
  const signed = work.visits.flatMap((visit) => visit.signOffs).find((one) => one.id === fact)
  if (signed?.kind === 'signed') return signed.imageState
  return [...work.photos, ...work.files].find((one) => one.id === fact)?.state
}
