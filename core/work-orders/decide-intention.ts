import type { Refusal } from '../kit/refusal.ts'
import type { Command, CommandBody } from './commands.ts'
import type { Visit, WorkDocument, WorkOrder } from './document.ts'
import { findingsOf, findingState } from './findings.ts'
import { formProblems } from './form-problems.ts'
import { type BillingPolicy, blockers, evidenceOf } from './missing.ts'
import { neededParts, neededPartState } from './needed-parts.ts'
import { isFieldDone, isPlanned, openReturnNeeds, statusOf } from './status.ts'
import { allTimeEntries, findVisit, visitStatus } from './visits.ts'

/** What somebody wants is judged by what is known when it arrives; it may come too late. */
export function judgeIntention(order: WorkOrder, command: Command, policy: BillingPolicy): Refusal | null {
  const { work, money } = order
  switch (command.type) {
    case 'plan_visit':
      return firstOf(
        notCancelled(work),
        findVisit(work, command.body.visit) ? { code: 'visit_exists' } : null,
        besideAsSeen(work, command.body.beside),
        windowOrdered(command.body.window),
        leadInCrew(command.body.crew, command.body.lead),
      )
    case 'replan_visit':
      return onOpenVisit(work, command.body.visit, (visit) =>
        firstOf(
          planAsSeen(visit, command.body.was),
          windowOrdered(command.body.window),
          leadInCrew(command.body.crew, command.body.lead),
          command.body.start === null && visit.plan.state === 'dispatched' ? { code: 'recall_first' } : null,
        ),
      )
    case 'reschedule_visit':
      return onOpenVisit(work, command.body.visit, (visit) =>
        firstOf(planAsSeen(visit, command.body.was), windowOrdered(command.body.window)),
      )
    case 'assign_visit':
      return onUnfinishedVisit(work, command.body.visit, (visit) =>
        firstOf(planAsSeen(visit, command.body.was), leadInCrew(command.body.crew, command.body.lead)),
      )
    case 'change_crew':
      return onUnfinishedVisit(work, command.body.visit, () => null)
    case 'dispatch_visit':
      return onOpenVisit(work, command.body.visit, (visit) =>
        firstOf(
          work.hold ? { code: 'order_on_hold' } : null,
          visit.plan.state === 'dispatched' ? { code: 'already_dispatched' } : null,
          visit.plan.start ? null : { code: 'visit_without_time' },
          visit.plan.crew.length > 0 ? null : { code: 'visit_without_crew' },
        ),
      )
    case 'recall_visit':
      return onOpenVisit(work, command.body.visit, (visit) =>
        visit.plan.state === 'dispatched' ? null : { code: 'not_dispatched' },
      )
    case 'cancel_visit':
      return onOpenVisit(work, command.body.visit, (visit) => planAsSeen(visit, command.body.was))
    case 'hold':
      return firstOf(notCancelled(work), isFieldDone(statusOf(work)) ? { code: 'order_complete' } : null)
    case 'release':
      return work.hold ? null : { code: 'not_on_hold' }
    case 'cancel':
      return firstOf(notCancelled(work), work.invoiced ? { code: 'already_invoiced' } : null)
    case 'close_return':
      return openReturnNeeds(work).some((visit) => visit.id === command.body.visit) ? null : { code: 'no_return_need' }
    case 'close_finding':
      return openFinding(work, command.body.finding)
    case 'mark_part_ordered':
    case 'mark_part_arrived':
    case 'drop_part':
      return waitingPart(work, command.body.part)
    case 'renew_form':
      return newerForm(work, command.body)
    case 'settle_flag': {
      const flag = work.flags.find((one) => one.id === command.body.flag)
      if (!flag) return { code: 'flag_unknown' }
      return flag.settled ? { code: 'flag_settled_already', params: { by: flag.settled.by } } : null
    }
    case 'return_to_field':
      return findVisit(work, command.body.visit) ? null : { code: 'visit_unknown' }
    case 'approve':
      return firstOf(reviewable(work, command.body.version), asRefusal(blockers(work, money.purchaseOrder, policy)[0]))
    case 'mark_not_billable':
      return firstOf(
        // Approved, but nothing to bill came of it or nobody wants to: until it is issued the office may say so.
        statusOf(work) === 'ready_to_invoice' ? null : reviewable(work, command.body.version),
        asRefusal(
          blockers(work, money.purchaseOrder, policy).find(
            (one) => one.code !== 'purchase_order_missing' && one.code !== 'customer_missing',
          ),
        ),
      )
    case 'adjust_time':
      return allTimeEntries(work).some((entry) => entry.id === command.body.entry) ? null : { code: 'entry_unknown' }
    case 'add_line':
    case 'change_line':
    case 'strike_line':
    case 'restore_line':
      return null
    case 'waive_evidence': {
      const awaited = new Set(evidenceOf(work).awaited.map((one) => one.fact))
      return command.body.facts.every((fact) => awaited.has(fact)) ? null : { code: 'evidence_unknown' }
    }
    default:
      return null
  }
}

function openFinding(work: WorkDocument, id: string): Refusal | null {
  const finding = findingsOf(work).find((one) => one.id === id)
  if (!finding) return { code: 'finding_unknown' }
  return findingState(finding) === 'open' ? null : { code: 'finding_settled_already' }
}

function waitingPart(work: WorkDocument, id: string): Refusal | null {
  const part = neededParts(work).find((one) => one.id === id)
  if (!part) return { code: 'needed_part_unknown' }
  const state = neededPartState(part)
  return state === 'needed' || state === 'ordered' ? null : { code: 'needed_part_settled_already' }
}

function newerForm(work: WorkDocument, { formVersion, tasks, sections }: CommandBody<'renew_form'>): Refusal | null {
  if (!work.form) return { code: 'form_without_version' }
  if (formVersion <= work.form.version) return { code: 'form_not_newer' }
  const [problem] = formProblems({ tasks, sections })
  return problem ? { code: problem.code, params: problem.params } : null
}

function firstOf(...refusals: (Refusal | null)[]): Refusal | null {
  return refusals.find((refusal) => refusal !== null) ?? null
}

function notCancelled(work: WorkDocument): Refusal | null {
  return work.cancelled ? { code: 'order_cancelled' } : null
}

function windowOrdered(window: { from: string; to: string } | null): Refusal | null {
  return window && window.to <= window.from ? { code: 'window_upside_down' } : null
}

/** Two who plan at once: whoever looked at another plan than the one that stands is told, and overwrites nothing. */
function planAsSeen({ plan }: Visit, was: CommandBody<'replan_visit'>['was']): Refusal | null {
  if (!was) return null
  const same =
    was.start === plan.start &&
    was.minutes === plan.minutes &&
    was.crew.length === plan.crew.length &&
    was.crew.every((one) => plan.crew.includes(one)) &&
    (was.lead === undefined || was.lead === plan.lead) &&
    (was.window === undefined || (was.window?.from === plan.window?.from && was.window?.to === plan.window?.to))
  return same ? null : { code: 'plan_changed_since' }
}

function besideAsSeen(work: WorkDocument, beside: CommandBody<'plan_visit'>['beside']): Refusal | null {
  if (!beside) return null
  const open = work.visits.filter(isPlanned)
  return open.length === beside.length && open.every(({ id }) => beside.includes(id))
    ? null
    : { code: 'plan_changed_since' }
}

function leadInCrew(crew: readonly string[], lead: string | null): Refusal | null {
  return lead && !crew.includes(lead) ? { code: 'lead_not_in_crew' } : null
}

/** A visit whose plan may still change as a whole: nobody has set out. */
function onOpenVisit(work: WorkDocument, id: string, then: (visit: Visit) => Refusal | null): Refusal | null {
  return onUnfinishedVisit(work, id, (visit) => {
    const status = visitStatus(visit)
    return status === 'scheduled' || status === 'dispatched' || status === 'accepted'
      ? then(visit)
      : { code: 'visit_started' }
  })
}

function onUnfinishedVisit(work: WorkDocument, id: string, then: (visit: Visit) => Refusal | null): Refusal | null {
  const visit = findVisit(work, id)
  if (!visit) return { code: 'visit_unknown' }
  if (visitStatus(visit) === 'finished') return { code: 'visit_finished' }
  if (visit.plan.state === 'cancelled') return { code: 'visit_cancelled' }
  return then(visit)
}

/** A review names the version it looked at: what became billable after it was not looked at. */
function reviewable(work: WorkDocument, version: number): Refusal | null {
  const status = statusOf(work)
  if (status === 'ready_to_invoice' || status === 'not_billable' || status === 'invoiced' || status === 'closed') {
    return { code: 'already_reviewed' }
  }
  return work.billableVersion > version ? { code: 'changed_since_review' } : null
}

function asRefusal(blocker: ReturnType<typeof blockers>[number] | undefined): Refusal | null {
  if (!blocker) return null
  if ('params' in blocker) return { code: blocker.code, params: blocker.params }
  return 'count' in blocker ? { code: blocker.code, params: { count: blocker.count } } : { code: blocker.code }
}
