import type { Id } from '../kit/ids.ts'
import { statusOf } from './status.ts'
import type { Requirements, Task, Visit, WorkDocument } from './document.ts'
import {
  type Asking,
  askingAtFinish,
  isAnsweredFor,
  isBlank,
  isRequiredFor,
  shownTasks,
  standingAnswers,
} from './forms.ts'
import { allTimeEntries } from './visits.ts'
import type { Outcome, PhotoPhase } from './words.ts'

export type PhotosMissing = 'photos_before' | 'photos_during' | 'photos_after' | 'photos_nameplate'

/** One thing that is still missing, and where it is, so that a list of them can jump there. */
export type Missing =
  | { code: 'task_open'; task: Id; label: string }
  | { code: PhotosMissing; have: number; need: number; label: string }
  | { code: 'sign_off'; label: string }

export function isAnswered(task: Task): boolean {
  const last = task.answers.at(-1)
  return last !== undefined && !isBlank(last.answer)
}

/** Checks somebody answered with No: done, and for a person to look at. */
export function answeredNo(work: WorkDocument): Task[] {
  return work.tasks.filter(isNo)
}

export function isNo(task: Task): boolean {
  const last = task.answers.at(-1)
  return last?.answer.kind === 'check' && last.answer.value === 'no'
}

/** What a finish still lacks, as people read it: `photos before (1 of 2)`. */
export function missingWords(one: Missing): string {
  switch (one.code) {
    case 'task_open':
      return `“${one.label}”`
    case 'photos_before':
    case 'photos_during':
    case 'photos_after':
    case 'photos_nameplate':
      return `${one.label.toLowerCase()} (${one.have} of ${one.need})`
    case 'sign_off':
      return 'a sign-off'
  }
}

/** Tasks a visit works on: the order's, and those added for it, as far as they are asked now. */
export function tasksOf(work: WorkDocument, visit: Visit): Task[] {
  return shownTasks(askingAtFinish(work, visit))
}

/** How many of the questions that are asked have an answer that counts for this visit. */
export function answeredOf(asking: Asking): { answered: number; asked: number } {
  const asked = shownTasks(asking)
  const answered = asked.filter((task) => standingAnswers(asking, task).some((one) => !isBlank(one.answer)))
  return { answered: answered.length, asked: asked.length }
}

/**
 * What is still missing before a visit can end with an outcome: tasks and photos as they are required for it, a sign-off
 * whenever somebody was there to work unless the job type says otherwise. What is hidden is never missing. It is shown on
 * the button and never part of accepting the finish.
 */
export function missing(work: WorkDocument, visit: Visit, outcome: Outcome): Missing[] {
  const asking = askingAtFinish(work, visit)
  const found = shownTasks(asking)
    .filter((task) => isRequiredFor(task, outcome) && !isAnsweredFor(asking, task))
    .map((task): Missing => ({ code: 'task_open', task: task.id, label: task.label }))
  if ((work.requires.photosFor ?? ['done']).includes(outcome)) found.push(...photosMissing(work, visit))
  const asksSignOff = (work.requires.signOffFor ?? signedFor).includes(outcome)
  if (asksSignOff && work.requires.signOff && visit.signOffs.length === 0)
    found.push({ code: 'sign_off', label: 'Sign-off' })
  return found
}

const signedFor: readonly Outcome[] = ['done', 'temporary_fix', 'needs_return']

const photoNeeds = [
  { code: 'photos_before', phase: 'before', label: 'Photos before' },
  { code: 'photos_during', phase: 'during', label: 'Photos during the work' },
  { code: 'photos_after', phase: 'after', label: 'Photos after' },
  { code: 'photos_nameplate', phase: 'nameplate', label: 'Photos of the nameplate' },
] as const satisfies readonly { code: PhotosMissing; phase: PhotoPhase; label: string }[]

/** How many photos of which phase are asked for. */
export function neededPhotos(requires: Requirements): { phase: PhotoPhase; need: number }[] {
  return photoNeeds.map(({ phase }) => ({ phase, need: needOf(requires, phase) })).filter(({ need }) => need > 0)
}

function needOf(requires: Requirements, phase: (typeof photoNeeds)[number]['phase']): number {
  switch (phase) {
    case 'before':
      return requires.photosBefore
    case 'during':
      return requires.photosDuring ?? 0
    case 'after':
      return requires.photosAfter
    case 'nameplate':
      return requires.photosNameplate ?? 0
  }
}

function photosMissing(work: WorkDocument, visit: Visit): Missing[] {
  return photoNeeds.flatMap(({ code, phase, label }): Missing[] => {
    const have = work.photos.filter((photo) => photo.visit === visit.id && photo.phase === phase).length
    const need = needOf(work.requires, phase)
    return have < need ? [{ code, have, need, label }] : []
  })
}

/** Evidence of a record: how much was captured, how much of it is safe, what is still awaited. */
export type EvidenceCount = { stored: number; total: number; awaited: { fact: Id; sha256: string; visit: Id | null }[] }

/**
 * Every photo, field file and signature named by a fact or by the list a finish carried (S23). Refused bytes and waived
 * facts no longer count as awaited.
 */
export function evidenceOf(work: WorkDocument, visit: Id | null = null): EvidenceCount {
  const waived = new Set(work.waived.flatMap((one) => one.facts))
  const known = new Map<Id, { sha256: string; state: string; visit: Id | null }>()
  for (const photo of work.photos) known.set(photo.id, photo)
  for (const file of work.files) if (file.technician) known.set(file.id, file)
  for (const on of work.visits) {
    for (const signOff of on.signOffs) {
      if (signOff.kind === 'signed')
        known.set(signOff.id, { sha256: signOff.image, state: signOff.imageState, visit: on.id })
    }
    for (const step of on.steps) {
      if (step.kind !== 'finish') continue
      for (const one of step.evidence) {
        if (!known.has(one.fact) && !work.withdrawn.includes(one.fact))
          known.set(one.fact, { sha256: one.sha256, state: 'awaited', visit: on.id })
      }
    }
  }
  const all = [...known].filter(([, one]) => visit === null || one.visit === visit)
  const awaited = all.filter(([fact, one]) => one.state === 'awaited' && !waived.has(fact))
  return {
    stored: all.filter(([, one]) => one.state === 'stored').length,
    total: all.length,
    awaited: awaited.map(([fact, one]) => ({ fact, sha256: one.sha256, visit: one.visit })),
  }
}

/** What stands between a finished work order and its invoice, each with the code its sentence hangs on. */
export type Blocker =
  | { code: 'not_complete' }
  | { code: 'evidence_awaited'; count: number }
  | { code: 'flags_open'; count: number }
  | { code: 'time_open'; count: number; technicians: Id[] }
  | { code: 'purchase_order_missing' }
  /** What the customer's order number allows: known where prices are, so the server adds it. */
  | { code: 'purchase_order_expired' | 'purchase_order_exhausted'; params: Readonly<Record<string, string>> }
  | { code: 'customer_missing' }

export type BillingPolicy = { purchaseOrderRequired: boolean }

export function blockers(work: WorkDocument, purchaseOrder: string, policy: BillingPolicy): Blocker[] {
  const found: Blocker[] = []
  const status = statusOf(work)
  if (['unscheduled', 'scheduled', 'in_progress', 'on_hold', 'cancelled'].includes(status))
    found.push({ code: 'not_complete' })
  const { awaited } = evidenceOf(work)
  if (awaited.length > 0) found.push({ code: 'evidence_awaited', count: awaited.length })
  const flags = work.flags.filter((flag) => !flag.settled)
  if (flags.length > 0) found.push({ code: 'flags_open', count: flags.length })
  const running = allTimeEntries(work).filter((entry) => entry.to === null)
  if (running.length > 0) {
    const technicians = [...new Set(running.map((entry) => entry.technician))]
    found.push({ code: 'time_open', count: running.length, technicians })
  }
  if (policy.purchaseOrderRequired && purchaseOrder === '') found.push({ code: 'purchase_order_missing' })
  if (!work.details.customer) found.push({ code: 'customer_missing' })
  return found
}
