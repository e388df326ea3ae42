import type { Id } from '../kit/ids.ts'
import type { Visit, WorkDocument } from './document.ts'
import type { FlagCode, FlagParams, Payload, WorkOrderEvent } from './events.ts'
import { startCheck, wordsOf } from './forms.ts'
import { word } from './labels.ts'
import { type Missing, missing } from './missing.ts'
import { allTimeEntries, chainOf, findVisit, finishes, isWorking, overlaps, shownFinish, workState } from './visits.ts'
import { localDate, millisecondsOf } from '../kit/time.ts'

type Raise = { code: FlagCode; about: string; visit?: Id | null; fact?: Id | null; params?: FlagParams }

/** Settled once, they say so again with the next late fact: each is something nobody has looked at. */
const comesAgain: ReadonlySet<FlagCode> = new Set(['arrived_after_review', 'arrived_after_invoicing'])

/**
 * What a person has to look at after an entry was added. Flags never stop a fact; each has an id made of what it is about,
 * so the same cause is raised once however often it comes.
 */
export function flagsFor(before: WorkDocument | null, after: WorkDocument, event: WorkOrderEvent): Payload[] {
  const raised = [
    ...unknownPlaces(before, after, event),
    ...rowsToLookAt(event),
    ...(before && isFromField(event) ? ofFact(before, after, event) : []),
  ]
  const since = before ? sinceFinished(before, after, event) : []
  const settled = before ? settledBy(before, after, event) : []
  const known = new Set(
    after.flags.filter((flag) => !flag.settled || !comesAgain.has(flag.code)).map((flag) => flag.id),
  )
  const fresh = new Map(raised.map((one) => [`${one.code}:${one.about}`, one]))
  return [
    ...[...fresh].filter(([flag]) => !known.has(flag)).map(([flag, one]) => raisedAs(flag, one)),
    ...since,
    ...settled,
  ]
}

function raisedAs(flag: string, { code, visit = null, fact = null, params = {} }: Raise): Payload {
  return { type: 'flag_raised', data: { flag, code, visit, fact, params } }
}

function isFromField(event: WorkOrderEvent): boolean {
  return (
    event.by.source === 'self' ||
    event.by.source === 'crew' ||
    (event.by.source === 'office' && event.by.behalf !== undefined)
  )
}

function ofFact(before: WorkDocument, after: WorkDocument, event: WorkOrderEvent): Raise[] {
  const visit =
    'visit' in event.data && typeof event.data.visit === 'string' ? findVisit(after, event.data.visit) : undefined
  const technician = 'technician' in event.data ? event.data.technician : null
  return [
    ...lateFor(before, event),
    ...(visit && technician && event.type !== 'accepted' ? ofVisit(before, visit, technician, event) : []),
    ...(visit && event.type === 'finished' ? ofFinish(after, visit, event) : []),
    ...(visit && event.type === 'task_answered' ? startBlocked(after, visit, event) : []),
    ...(event.type === 'found' ? dangerous(event) : []),
    ...clockFlags(before, after),
  ]
}

/** Arrived after the office had looked at the order, or after it was billed. */
function lateFor(before: WorkDocument, event: WorkOrderEvent): Raise[] {
  if (before.invoiced) {
    return [
      {
        code: 'arrived_after_invoicing',
        about: `${before.invoiced.review}`,
        fact: event.id,
        params: { entry: event.type },
      },
    ]
  }
  if (before.review) {
    return [
      {
        code: 'arrived_after_review',
        about: `${before.review.version}`,
        fact: event.id,
        params: { entry: event.type },
      },
    ]
  }
  return []
}

function ofVisit(before: WorkDocument, visit: Visit, technician: Id, event: WorkOrderEvent): Raise[] {
  const raised: Raise[] = []
  const about = { visit: visit.id, fact: event.id, params: { technician } }
  if (!visit.plan.crew.includes(technician)) {
    raised.push({ code: 'performed_by_other', about: `${visit.id}:${technician}`, ...about })
  }
  if (visit.plan.state === 'cancelled' || before.cancelled) {
    raised.push({ code: 'worked_after_cancellation', about: visit.id, ...about })
  }
  if (visit.plan.state === 'scheduled' && event.by.source !== 'office') {
    raised.push({ code: 'worked_while_recalled', about: visit.id, ...about })
  }
  if (clashes(before, visit.id, technician, event)) {
    raised.push({ code: 'devices_clash', about: `${visit.id}:${technician}`, ...about })
  }
  return raised
}

/** A second arrive, or any step after a finish, from another device of the same person. */
function clashes(before: WorkDocument, visitId: Id, technician: Id, event: WorkOrderEvent): boolean {
  const visit = findVisit(before, visitId)
  if (!visit || !isStep(event)) return false
  const own = new Set(chainOf(visit, technician, event.by.device).map((step) => step.id))
  const elsewhere = visit.steps.filter((step) => step.technician === technician && !own.has(step.id))
  if (elsewhere.some((step) => step.kind === 'finish')) return true
  return (
    event.type === 'arrived' &&
    isWorking(workState(visit, technician)) &&
    elsewhere.some((step) => step.kind === 'arrive')
  )
}

function isStep(event: WorkOrderEvent): boolean {
  return ['travelled', 'arrived', 'paused', 'resumed', 'left', 'finished'].includes(event.type)
}

function ofFinish(after: WorkDocument, visit: Visit, event: Extract<WorkOrderEvent, { type: 'finished' }>): Raise[] {
  const raised: Raise[] = []
  const others = [...new Set(visit.steps.map((step) => step.technician))].filter(
    (technician) => technician !== event.data.technician && isWorking(workState(visit, technician)),
  )
  for (const technician of others) {
    raised.push({
      code: 'others_still_on_site',
      about: `${visit.id}:${technician}`,
      visit: visit.id,
      fact: event.id,
      params: { technician },
    })
  }
  const outcomes = [...new Set(finishes(visit).map((finish) => finish.outcome))]
  if (outcomes.length > 1) {
    const [shown = '', other = ''] = outcomes
    raised.push({ code: 'outcomes_differ', about: visit.id, visit: visit.id, fact: event.id, params: { shown, other } })
  }
  const open = missing(after, visit, event.data.outcome)
  if (open.length > 0) raised.push(requirementsMissing(visit.id, event.id, open))
  return raised
}

/** Somebody answered that work must not start; said by that answer, whatever stands for the day. */
function startBlocked(
  after: WorkDocument,
  visit: Visit,
  event: Extract<WorkOrderEvent, { type: 'task_answered' }>,
): Raise[] {
  const day = localDate(event.data.at, after.zone)
  const found = startCheck(after, visit, day).blocked.find(({ answer }) => answer.id === event.id)
  if (!found) return []
  const params = { question: found.task.label, answer: wordsOf(found.answer.answer).map(word).join(', ') }
  return [{ code: 'start_blocked', about: `${visit.id}:${day}`, visit: visit.id, fact: event.id, params }]
}

/** What is dangerous and was left as it is waits for somebody to do something about it. */
function dangerous({ id, data }: Extract<WorkOrderEvent, { type: 'found' }>): Raise[] {
  if (data.severity !== 'dangerous' || data.repaired) return []
  const params = { text: data.text.slice(0, 200) }
  return [{ code: 'dangerous_finding', about: id, visit: data.visit, fact: id, params }]
}

function requirementsMissing(visit: Id, fact: Id, open: readonly Missing[]): Raise {
  const params = { count: open.length, first: open[0]?.label ?? '' }
  return { code: 'requirements_missing', about: visit, visit, fact, params }
}

/**
 * What a finish lacked may come after it, as a sign-off that was captured later, and go again: the flag says what is missing
 * now, settles itself when nothing is, and comes back when something is taken back. Tasks the office adds afterwards are
 * nothing the finish lacked.
 */
function sinceFinished(before: WorkDocument, after: WorkDocument, event: WorkOrderEvent): Payload[] {
  if (event.type === 'finished') return []
  return before.visits.flatMap((was): Payload[] => {
    const finish = shownFinish(was)
    if (!finish) return []
    const id = `requirements_missing:${was.id}`
    const flag = before.flags.find((one) => one.id === id && !one.settled)
    const is = findVisit(after, was.id)
    const stands = is && shownFinish(is)
    const open = is && stands ? missing(after, is, stands.outcome) : []
    if (flag && open.length === 0) {
      const note = stands ? 'What was missing came since.' : 'The finish was taken back.'
      return [{ type: 'flag_settled', data: { flag: id, note } }]
    }
    const lacked = missing(before, was, finish.outcome)
    const tookBack = (event.type === 'withdrawn' || event.type === 'amended') && open.length > lacked.length
    const changed = flag ? open.length < lacked.length || tookBack : tookBack && lacked.length === 0
    return changed ? [raisedAs(id, requirementsMissing(was.id, finish.id, open))] : []
  })
}

/** Time of one person that runs twice, or backwards because the device's clock was set. */
function clockFlags(before: WorkDocument, after: WorkDocument): Raise[] {
  if (
    before.visits === after.visits &&
    before.times === after.times &&
    before.timeCorrections === after.timeCorrections
  )
    return []
  const entries = allTimeEntries(after)
  const backwards = entries.filter(
    (entry) => entry.to !== null && millisecondsOf(entry.to) < millisecondsOf(entry.from),
  )
  return [
    ...overlaps(entries).map(
      ([a, b]): Raise => ({
        code: 'times_overlap',
        about: `${a.id}:${b.id}`,
        visit: b.visit,
        fact: b.id,
        params: { technician: a.technician },
      }),
    ),
    ...backwards.map(
      (entry): Raise => ({
        code: 'clock_stepped',
        about: entry.id,
        visit: entry.visit,
        fact: entry.id,
        params: { technician: entry.technician },
      }),
    ),
  ]
}

/** What was added on a phone, where a list says otherwise. */
function rowsToLookAt(event: WorkOrderEvent): Raise[] {
  if (event.type === 'row_left') {
    const { code, fact, row, name } = event.data
    return [{ code, about: row, fact, params: { name } }]
  }
  if (event.type !== 'row_kept' || event.data.alike === undefined) return []
  const { fact, row, name, alike } = event.data
  return [{ code: 'asset_serial_known', about: row, fact, params: { name, alike } }]
}

function unknownPlaces(before: WorkDocument | null, after: WorkDocument, event: WorkOrderEvent): Raise[] {
  const raised: Raise[] = []
  if (event.type === 'bytes_refused')
    raised.push({ code: 'bytes_refused', about: event.data.sha256, params: { reason: event.data.code } })
  if (before || !after.reported) return raised
  if (!after.details.customer)
    raised.push({ code: 'customer_unknown', about: after.id, params: { reported: after.reported.customer } })
  if (!after.details.site)
    raised.push({ code: 'site_unknown', about: after.id, params: { reported: after.reported.site } })
  return raised
}

/** Flags that what was done settles by itself: a customer linked, a sole overlap corrected. */
function settledBy(before: WorkDocument, after: WorkDocument, event: WorkOrderEvent): Payload[] {
  const open = new Set(before.flags.filter((flag) => !flag.settled).map((flag) => flag.id))
  const settle = (flag: string): Payload => ({ type: 'flag_settled', data: { flag, note: '' } })
  const done: string[] = []
  if (event.type === 'details_edited') {
    if (after.details.customer) done.push(`customer_unknown:${after.id}`)
    if (after.details.site) done.push(`site_unknown:${after.id}`)
  }
  if (event.type === 'time_corrected' || event.type === 'withdrawn' || event.type === 'amended') {
    const still = new Set(overlaps(allTimeEntries(after)).map(([a, b]) => `times_overlap:${a.id}:${b.id}`))
    for (const flag of open) if (flag.startsWith('times_overlap:') && !still.has(flag)) done.push(flag)
  }
  if (event.type === 'left' || event.type === 'finished') {
    done.push(`others_still_on_site:${event.data.visit}:${event.data.technician}`)
  }
  if (event.type === 'finding_followed' || event.type === 'finding_closed')
    done.push(`dangerous_finding:${event.data.finding}`)
  if (event.type === 'withdrawn') done.push(`dangerous_finding:${event.data.fact}`)
  if (event.type === 'task_answered') {
    const { visit, at } = event.data
    const on = findVisit(after, visit)
    const day = localDate(at, after.zone)
    if (on && startCheck(after, on, day).blocked.length === 0) done.push(`start_blocked:${visit}:${day}`)
  }
  if (event.type === 'bytes_stored') done.push(`bytes_refused:${event.data.sha256}`)
  return done.filter((flag) => open.has(flag)).map(settle)
}
