import type { Id } from '../kit/ids.ts'
import { addedAssets, addedContacts, amendAdded, given, withdrawAdded } from './added.ts'
import type { CommandBody } from './commands.ts'
import type { FactMeta, Step, WorkDocument } from './document.ts'
import { findingsOf } from './findings.ts'
import { neededParts } from './needed-parts.ts'

type Changes = CommandBody<'amend'>['changes']

/** Every fact of a record that may be amended or withdrawn, with whose it is. */
export function findFact(work: WorkDocument, id: Id): (FactMeta & { technician: Id | null; visit: Id | null }) | null {
  for (const visit of work.visits) {
    const found = visit.steps.find((step) => step.id === id) ?? visit.signOffs.find((signOff) => signOff.id === id)
    if (found) return { ...found, visit: visit.id }
  }
  const listed =
    work.notes.find((fact) => fact.id === id) ??
    work.photos.find((fact) => fact.id === id) ??
    work.files.find((fact) => fact.id === id) ??
    work.parts.find((fact) => fact.id === id) ??
    work.times.find((fact) => fact.id === id) ??
    addedAssets(work).find((fact) => fact.id === id) ??
    addedContacts(work).find((fact) => fact.id === id) ??
    findingsOf(work).find((fact) => fact.id === id) ??
    neededParts(work).find((fact) => fact.id === id)
  if (listed) return listed
  const correction = work.timeCorrections.find((fact) => fact.id === id)
  if (correction) return { ...correction, technician: null }
  for (const task of work.tasks) {
    const answer = task.answers.find((fact) => fact.id === id)
    if (answer) return answer
  }
  return null
}

/** The record as it shows after a fact was taken back; the original stays among the entries. */
export function withdrawFact(work: WorkDocument, fact: Id): WorkDocument {
  const others = <T extends FactMeta>(list: T[]): T[] => list.filter((one) => one.id !== fact)
  return {
    ...withdrawAdded(work, fact),
    ...(work.findings ? { findings: others(work.findings) } : {}),
    ...(work.neededParts ? { neededParts: others(work.neededParts) } : {}),
    withdrawn: work.withdrawn.includes(fact) ? work.withdrawn : [...work.withdrawn, fact],
    visits: work.visits.map((visit) => ({ ...visit, steps: others(visit.steps), signOffs: others(visit.signOffs) })),
    notes: others(work.notes),
    photos: others(work.photos),
    files: others(work.files),
    parts: others(work.parts),
    times: others(work.times),
    timeCorrections: others(work.timeCorrections),
    tasks: work.tasks.map((task) => ({ ...task, answers: others(task.answers) })),
  }
}

/** The record as it shows after a fact was amended: only the fields its kind has change. */
export function amendFact(work: WorkDocument, fact: Id, changes: Changes): WorkDocument {
  const change = <T extends FactMeta>(list: T[], amended: (one: T) => T): T[] =>
    list.map((one) => (one.id === fact ? amended(one) : one))
  const { at, text, audience, caption, phase, quantity, serial, removedSerial, name, note, from, to } = changes
  const { severity, recommendation, repaired } = changes
  return {
    ...amendAdded(work, fact, changes),
    ...(work.findings
      ? {
          findings: change(work.findings, (one) => ({
            ...one,
            ...given({ text, severity, recommendation, repaired }),
          })),
        }
      : {}),
    ...(work.neededParts
      ? { neededParts: change(work.neededParts, (one) => ({ ...one, ...given({ quantity, name, note }) })) }
      : {}),
    visits: work.visits.map((visit) => ({ ...visit, steps: change(visit.steps, (step) => amendStep(step, changes)) })),
    notes: change(work.notes, (one) => ({ ...one, ...given({ at, text, audience }) })),
    photos: change(work.photos, (one) => ({ ...one, ...given({ caption, phase, audience }) })),
    files: change(work.files, (one) => ({ ...one, ...given({ name, audience }) })),
    parts: change(work.parts, (one) => ({ ...one, ...given({ quantity, serial, removedSerial, name, note }) })),
    times: change(work.times, (one) => ({ ...one, ...given({ from, to, note }) })),
  }
}

function amendStep(step: Step, changes: Changes): Step {
  const { at, note, outcome, returnReason } = changes
  const timed = { ...step, ...given({ at }) }
  switch (timed.kind) {
    case 'finish':
      return { ...timed, ...given({ outcome, returnReason, note }) }
    case 'pause':
    case 'leave':
      return { ...timed, ...given({ note }) }
    default:
      return timed
  }
}
