import { canonicalJson, type Json } from '../kit/canonical-json.ts'
import type { Id } from '../kit/ids.ts'
import type { SignOff, Visit, WorkDocument } from './document.ts'
import { tasksOf } from './missing.ts'
import { actualCrew, outcomeOf, timeEntries } from './visits.ts'

/** The template of the text that renders a summary; stored beside each signature (S24). */
export const summaryTemplate = 'summary-1'

/**
 * What the customer signs: codes, instants and quantities, no rendered text, so that its canonical JSON and its hash are
 * the same on every device. Times run up to what is on the record when it is shown.
 */
export type Summary = {
  template: string
  workOrder: Id
  number: string | null
  provisional: string | null
  title: string
  zone: string
  visit: Id
  visitNumber: number
  crew: Id[]
  outcome: string | null
  returnReason: string | null
  time: { technician: Id; activity: string; from: string; to: string | null }[]
  tasks: { id: Id; label: string; kind: string; answer: string | null }[]
  parts: { id: Id; name: string; quantity: number; unit: string; serial: string }[]
  notes: { id: Id; text: string }[]
  photos: { id: Id; sha256: string; phase: string; caption: string }[]
}

/** Only what the customer may see: notes and photos of the office and crew stay out. */
export function summary(work: WorkDocument, visit: Visit): Summary {
  const ended = outcomeOf(visit)
  return {
    template: summaryTemplate,
    workOrder: work.id,
    number: work.number,
    provisional: work.provisional,
    title: work.details.title,
    zone: work.zone,
    visit: visit.id,
    visitNumber: visit.number,
    crew: actualCrew(work, visit),
    outcome: ended?.outcome ?? null,
    returnReason: ended?.returnReason ?? null,
    time: timeEntries(work, visit)
      .filter((entry) => entry.activity === 'work' || entry.activity === 'travel')
      .map(({ technician, activity, from, to }) => ({ technician, activity, from, to })),
    tasks: tasksOf(work, visit).map((task) => ({
      id: task.id,
      label: task.label,
      kind: task.kind,
      answer: task.answers.at(-1)?.answer.value ?? null,
    })),
    parts: work.parts
      .filter((part) => part.visit === visit.id)
      .map(({ id, name, quantity, unit, serial }) => ({ id, name, quantity, unit, serial })),
    notes: work.notes
      .filter((note) => note.visit === visit.id && note.audience === 'customer')
      .map(({ id, text }) => ({ id, text })),
    photos: work.photos
      .filter((photo) => photo.visit === visit.id && photo.audience === 'customer')
      .map(({ id, sha256, phase, caption }) => ({ id, sha256, phase, caption })),
  }
}

/** The bytes whose sha256 a signature names. */
export function summaryText(shown: Summary): string {
  return canonicalJson(shown as Json)
}

/**
 * A short mark of what was signed for, kept with each sign-off. Later changes do not undo a signature, they badge it; what
 * went on after signing (the finish itself, the end of the clock) is no change of what was signed.
 */
export function contentsMark(work: WorkDocument, visit: Visit): string {
  const { title, tasks, parts, notes, photos } = summary(work, visit)
  const corrected = work.timeCorrections.filter((one) => one.visit === visit.id).map((one) => one.id)
  return shortHash(canonicalJson({ title, tasks, parts, notes, photos, corrected } as Json))
}

/** Whether the record of a visit says something else now than when it was signed for. */
export function changedSinceSigned(work: WorkDocument, visit: Visit, signOff: SignOff): boolean {
  return contentsMark(work, visit) !== signOff.contents
}

/** 53 bits of a text, to notice a change; nothing is proven by it, that is what the sha256 is for. */
function shortHash(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36)
}
