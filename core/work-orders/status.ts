import type { Visit, WorkDocument } from './document.ts'
import { findingsOf } from './findings.ts'
import { neededParts } from './needed-parts.ts'
import { actualCrew, isFinal, isWorking, outcomeOf, visitStatus, workState } from './visits.ts'
import type { WorkOrderStatus } from './words.ts'

/** Visits the office planned that still wait to be worked. */
export function isPlanned(visit: Visit): boolean {
  return visit.plan.state !== 'cancelled' && outcomeOf(visit) === null
}

/** Visits whose outcome left something to do: no later visit ended it and the office did not close it. */
export function openReturnNeeds(work: WorkDocument): Visit[] {
  return work.visits.filter((visit) => {
    const ended = outcomeOf(visit)
    if (!ended || isFinal(ended.outcome)) return false
    if (work.closedReturns.some((closed) => closed.visit === visit.id)) return false
    return !work.visits.some((later) => {
      const outcome = outcomeOf(later)
      return later.number > visit.number && outcome !== null && isFinal(outcome.outcome)
    })
  })
}

/**
 * Whether anybody in the field did anything that may be owed. Accepting a visit is a promise, not work; a note,
 * a photo, a part or time is.
 */
export function hasFieldFacts(work: WorkDocument): boolean {
  return (
    work.visits.some((visit) => visit.signOffs.length > 0 || actualCrew(work, visit).length > 0) ||
    work.notes.some((note) => note.technician !== null) ||
    work.tasks.some((task) => task.answers.length > 0) ||
    findingsOf(work).length > 0 ||
    neededParts(work).length > 0
  )
}

function somebodyWorks(visit: Visit): boolean {
  return [...new Set(visit.steps.map((step) => step.technician))].some((technician) =>
    isWorking(workState(visit, technician)),
  )
}

/** The status of a work order, from its record alone. The first rule that matches wins; nothing ever sets it. */
export function statusOf(work: WorkDocument): WorkOrderStatus {
  if (work.cancelled && !hasFieldFacts(work)) return 'cancelled'
  if (work.visits.some(somebodyWorks)) return 'in_progress'
  const planned = work.cancelled ? [] : work.visits.filter(isPlanned)
  const finished = work.visits.filter((visit) => visitStatus(visit) === 'finished')
  const last = finished.reduce<Visit | null>(
    (highest, visit) => (!highest || visit.number > highest.number ? visit : highest),
    null,
  )
  const lastOutcome = last ? outcomeOf(last) : null
  if (planned.length > 0 && lastOutcome && isFinal(lastOutcome.outcome)) return 'in_progress'
  if (work.cancelled) return reviewed(work)
  if (work.hold) return 'on_hold'
  if (planned.length > 0) return 'scheduled'
  if (finished.length === 0 || openReturnNeeds(work).length > 0) return 'unscheduled'
  return reviewed(work)
}

function reviewed(work: WorkDocument): WorkOrderStatus {
  if (!work.review || work.billableVersion > work.review.version) return 'work_complete'
  if (work.review.result === 'not_billable') return 'not_billable'
  if (!work.invoiced || work.invoiced.review < work.review.version) return 'ready_to_invoice'
  return work.invoiced.settled ? 'closed' : 'invoiced'
}

/** Whether the field is done with it: what is left is the office's. */
export function isFieldDone(status: WorkOrderStatus): boolean {
  switch (status) {
    case 'work_complete':
    case 'ready_to_invoice':
    case 'not_billable':
    case 'invoiced':
    case 'closed':
    case 'cancelled':
      return true
    default:
      return false
  }
}
