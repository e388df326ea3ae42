import type { Id } from '#core/kit/ids.ts'
import type { Note } from '#core/work-orders/document.ts'
import type { Audience, PhotoPhase } from '#core/work-orders/words.ts'

/** Who sees a photo unless its author says otherwise: before and after are the customer's pair, the rest is the crew's. */
export function audienceOfPhase(phase: PhotoPhase): Audience {
  return phase === 'before' || phase === 'after' ? 'customer' : 'crew'
}

/** A phase put right takes along who sees the photo, unless somebody had chosen that. */
export function audienceAfter(phase: PhotoPhase, before: { phase: PhotoPhase; audience: Audience }): Audience {
  return before.audience === audienceOfPhase(before.phase) ? audienceOfPhase(phase) : before.audience
}

/** Who sees the next note: the crew, until its author chose another for their last on this visit. An answer is the office's. */
export function audienceOfNote(notes: readonly Note[], visit: Id, technician: Id, isAsked: boolean): Audience {
  if (isAsked) return 'office'
  return notes.findLast((note) => note.visit === visit && note.technician === technician)?.audience ?? 'crew'
}
