import { canonicalJson, type Json } from '../kit/canonical-json.ts'
import type { Id } from '../kit/ids.ts'
import type { Visit, WorkDocument } from './document.ts'
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
 * Whether what was signed still is what the record says. Later changes do not undo a signature, they badge it. Work that
 * went on after signing (the finish itself, the end of the clock) is no change of what was signed.
 */
export function changedSinceSigned(signed: Summary, now: Summary): boolean {
  const stable = (one: Summary) =>
    canonicalJson({
      title: one.title,
      tasks: one.tasks,
      parts: one.parts,
      notes: one.notes,
      photos: one.photos,
      time: one.time.filter(
        (entry) => entry.to !== null && signed.time.some((was) => was.from === entry.from && was.to !== null),
      ),
    })
  return stable(signed) !== stable(now)
}
