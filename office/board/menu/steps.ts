import type { Id } from '#core/kit/ids.ts'
import type { Minutes } from '#core/kit/money.ts'
import {
  addDays,
  daysBetween,
  type Instant,
  type LocalDate,
  localDate,
  localTime,
  resolveLocal,
  type Zone,
} from '#core/kit/time.ts'
import type { BoardVisit, SuggestedPlace, TrayItem } from '#core/scheduling/board-api.ts'
import { type Change, type PlanOf, planOf, type Proposed, type Step } from '../changes.ts'
import { type Judge, judged, workOfItem, workOfVisit } from './judged.ts'
import { isDispatched, whyNotChange, whyNotDispatch, whyNotRecall } from './reasons.ts'

/** What a visit is called in what was done: its work order's number, or what it is about. */
export function nameOf({ reference, title }: Pick<BoardVisit, 'reference' | 'title'>): string {
  return reference || title
}

function counted(visits: readonly BoardVisit[], did: string): string {
  const [first] = visits
  return visits.length === 1 && first ? `${nameOf(first)} ${did}` : `${visits.length} visits ${did}`
}

function each(visits: readonly BoardVisit[], did: string, changes: (visit: BoardVisit) => Change[]): Step | null {
  return visits.length === 0 ? null : { words: counted(visits, did), changes: visits.flatMap(changes) }
}

const of = ({ workOrder, id }: BoardVisit) => ({ workOrder, visit: id })

/** Only those of them that can go. */
export function dispatchStep(visits: readonly BoardVisit[]): Step | null {
  const ready = visits.filter((visit) => whyNotDispatch(visit) === null)
  return each(ready, 'dispatched', (visit) => [{ ...of(visit), kind: 'dispatch' }])
}

export function recallStep(visits: readonly BoardVisit[]): Step | null {
  const sent = visits.filter((visit) => whyNotRecall(visit) === null)
  return each(sent, 'recalled', (visit) => [{ ...of(visit), kind: 'recall' }])
}

/** Without a time and a crew a visit waits again; what is on phones is recalled first, in the same step. */
export function unplanStep(visits: readonly BoardVisit[]): Step | null {
  const open = visits.filter((visit) => whyNotChange(visit) === null)
  return each(open, 'unplanned', (visit) => [
    ...(isDispatched(visit) ? [{ ...of(visit), kind: 'recall' as const }] : []),
    {
      ...of(visit),
      kind: 'replan',
      from: planOf(visit),
      to: { ...planOf(visit), start: null, crew: [], lead: null },
    },
  ])
}

/** As late on another day's clock as on its own: 09:00 stays 09:00, also across a change of clocks. */
export function sameTimeOn(start: Instant, date: LocalDate, zone: Zone): Instant {
  const found = resolveLocal(date, localTime(start, zone), zone)
  return found.kind === 'one' ? found.instant : found.kind === 'two' ? found.first : found.after
}

/** All to one day; each at the time it has. */
export function dayStep(judge: Judge, visits: readonly BoardVisit[], date: LocalDate): Step | null {
  const { zone } = judge.board
  const moving = visits.filter((visit) => whyNotChange(visit) === null && localDate(visit.start, zone) !== date)
  return each(moving, 'moved to another day', (visit) => {
    const days = daysBetween(localDate(visit.start, zone), date)
    const along = (at: Instant) => sameTimeOn(at, addDays(localDate(at, zone), days), zone)
    const { window } = visit
    const to = {
      ...planOf(visit),
      start: along(visit.start),
      window: window && { from: along(window.from), to: along(window.to) },
    }
    return [replanned(judge, visit, to)]
  })
}

/** What stays where it is in time does not begin in the past by this. */
function replanned(judge: Judge, visit: BoardVisit, to: PlanOf): Change {
  const problems = judged(judge, workOfVisit(visit), to)
  const despite = to.start === visit.start ? problems.filter(({ code }) => code !== 'in_the_past') : problems
  return { ...of(visit), kind: 'replan', from: planOf(visit), to, despite }
}

export function addStep(judge: Judge, visit: BoardVisit, technician: Id): Step {
  const crew = [...visit.crew.filter((one) => one !== technician), technician]
  const to = { ...planOf(visit), crew, lead: visit.lead ?? technician }
  return {
    words: `${judge.names.technician(technician)} added to ${nameOf(visit)}`,
    changes: [replanned(judge, visit, to)],
  }
}

/** Whoever led hands on to the next. */
export function removeStep(judge: Judge, visit: BoardVisit, technician: Id): Step {
  const crew = visit.crew.filter((one) => one !== technician)
  const lead = visit.lead === technician ? (crew[0] ?? null) : visit.lead
  return {
    words: `${judge.names.technician(technician)} taken off ${nameOf(visit)}`,
    changes: [replanned(judge, visit, { ...planOf(visit), crew, lead })],
  }
}

export function leadStep(judge: Judge, visit: BoardVisit, technician: Id): Step {
  const to = { ...planOf(visit), lead: technician }
  return {
    words: `${judge.names.technician(technician)} leads ${nameOf(visit)}`,
    changes: [replanned(judge, visit, to)],
  }
}

export function timeStep(judge: Judge, visit: BoardVisit, start: Instant, minutes: Minutes): Step {
  return { words: `${nameOf(visit)} moved`, changes: [replanned(judge, visit, { ...planOf(visit), start, minutes })] }
}

export function windowStep(judge: Judge, visit: BoardVisit, window: PlanOf['window']): Step {
  const words = window ? `Arrival window of ${nameOf(visit)} set` : `Arrival window of ${nameOf(visit)} removed`
  return { words, changes: [replanned(judge, visit, { ...planOf(visit), window })] }
}

/** Another visit of the same work with the same crew. What the customer was told holds for the first one alone. */
export function copyStep(judge: Judge, visit: BoardVisit, start: Instant, id: Id): Step {
  const to = { ...planOf(visit), start, window: null }
  return { words: `${nameOf(visit)} planned once more`, changes: [made(judge, visit, to, id)] }
}

function made(judge: Judge, visit: BoardVisit, to: PlanOf, id: Id): Change {
  const despite = judged(judge, { ...workOfVisit(visit), visit: null }, to)
  return { kind: 'plan', workOrder: visit.workOrder, visit: id, to, despite }
}

/** What is not done today is done in a return by the same crew. While somebody is there, today's part stays as it is. */
export function splitStep(
  judge: Judge,
  visit: BoardVisit,
  parts: { today: Minutes; start: Instant; minutes: Minutes },
  id: Id,
): Step {
  const shorter = whyNotChange(visit) === null && parts.today !== visit.minutes
  const back = { ...planOf(visit), start: parts.start, minutes: parts.minutes, window: null }
  return {
    words: `${nameOf(visit)} split into a return visit`,
    changes: [
      ...(shorter ? [replanned(judge, visit, { ...planOf(visit), minutes: parts.today })] : []),
      made(judge, visit, back, id),
    ],
  }
}

export function cancelStep(visit: BoardVisit, reason: string): Step {
  return {
    words: `${nameOf(visit)} cancelled`,
    changes: [{ ...of(visit), kind: 'cancel', from: planOf(visit), reason }],
  }
}

/** What a place is planned for: work that waits, what is proposed, or a visit that would stand better elsewhere. */
export type Placeable = TrayItem | BoardVisit

export function isWaiting(work: Placeable): work is TrayItem {
  return 'kindOf' in work
}

export function isProposed(work: Placeable): work is Proposed {
  return isWaiting(work) && work.kindOf === 'proposed'
}

type Place = Pick<SuggestedPlace, 'technician' | 'mates' | 'start'>

/** Plans work where it was suggested. What waits as a visit keeps being that visit; what is proposed is raised first. */
export function placeStep(judge: Judge, work: Placeable, place: Place, minutes: Minutes, newId: () => Id): Step {
  const { technician, start } = place
  const crew = [technician, ...place.mates]
  const name = isProposed(work) ? `${work.title} raised and` : nameOf(work)
  const words = `${name} planned for ${judge.names.technician(technician)}`
  if (!isWaiting(work)) {
    const to = { ...planOf(work), start, minutes, crew, lead: technician }
    return { words, changes: [replanned(judge, work, to)] }
  }
  const window = isProposed(work) ? null : work.window
  const to: PlanOf = { start, minutes, window, crew, lead: technician }
  const despite = judged(judge, workOfItem(work), to)
  if (isProposed(work)) {
    const ids = { workOrder: newId(), visit: newId(), proposed: work.id }
    return { words, changes: [{ kind: 'plan', ...ids, to, despite }] }
  }
  const { workOrder, visit } = work
  if (visit === null) return { words, changes: [{ kind: 'plan', workOrder, visit: newId(), to, despite, beside: [] }] }
  const from: PlanOf = { start: null, minutes: work.minutes, window, crew: work.crew, lead: work.lead }
  return { words, changes: [{ kind: 'replan', workOrder, visit, from, to, despite }] }
}

/** The day after the one it is on, at the same time. */
export function nextDay(visit: BoardVisit, zone: Zone): Instant {
  return sameTimeOn(visit.start, addDays(localDate(visit.start, zone), 1), zone)
}
