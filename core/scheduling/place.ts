import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { isOpen, type Moment, type Openings, openingAt, type Plan, type PlanRow, touches } from './plan.ts'
import type { Position } from '../kit/fields.ts'

/** A piece of work that wants a place on the board: a new visit, or one that is moved. */
export type Piece = {
  /** The visit that is moved: its old place is in nobody's way. */
  visit: Id | null
  minutes: Minutes
  place: Position | null
  /** What at least one of the crew has to have. */
  skills: readonly string[]
  /** How many it takes. */
  crewSize: number
  /** When the customer was told somebody comes: the visit begins within it. */
  window: { from: Moment; to: Moment } | null
  /** The days an obligation asks for it, from the first moment to before the last; null: nothing does. */
  due: { from: Moment; to: Moment } | null
  /** By when somebody has to be there. */
  target: Moment | null
  /** When the site can be entered; null: always. */
  siteOpen: Openings | null
  refused: ReadonlySet<Id>
  preferred: ReadonlySet<Id>
  /** Where the site is; null: nowhere in particular. */
  territory: Id | null
  /** Whoever is on call may be sent. */
  urgent: boolean
  /** What begins before it begins in the past. */
  now: Moment | null
}

/** How far it is to the place or from it; where one of the two is unknown, no way at all, and not `known`. */
type WayOf = { travel: Minutes; known: boolean; place: Position | null }

/** Where on a row a time falls: what stands before and after it the same day, and how far that is. */
export type Neighbours = {
  before: ({ visit: Id | null; until: Moment } & WayOf) | null
  after: ({ visit: Id | null; from: Moment } & WayOf) | null
}

/** What is wrong with a place. Nothing of it forbids; who plans in spite of it is on the record. */
export type PlaceProblem =
  | { code: 'overlap'; visit: Id; minutes: Minutes }
  | { code: 'travel_before'; visit: Id | null; short: Minutes }
  | { code: 'travel_after'; visit: Id | null; short: Minutes }
  | { code: 'skill_missing'; skill: string }
  | { code: 'skill_expired'; skill: string; since: Moment }
  | { code: 'outside_hours' }
  | { code: 'absent' }
  | { code: 'outside_territory' }
  | { code: 'outside_window'; minutes: Minutes }
  | { code: 'outside_due_window'; due: { from: Moment; to: Moment }; early: boolean }
  | { code: 'target_missed'; minutes: Minutes }
  | { code: 'site_closed' }
  | { code: 'technician_refused' }
  | { code: 'in_the_past'; minutes: Minutes }
  | { code: 'crew_too_small'; wanted: number; planned: number }

/** The ways to and from a place: from home or the visit before, to the visit after or home. */
export function neighboursOf(plan: Plan, row: number, piece: Piece, start: Moment): Neighbours {
  const technician = plan.rows[row]
  if (!technician) return { before: null, after: null }
  const end = start + piece.minutes
  const day = dayAround(technician.open, start)
  let [before, after] = [-1, -1]
  for (let at = plan.first[row] ?? 0; at < (plan.first[row + 1] ?? 0); at++) {
    if (plan.ids[at] === piece.visit) continue
    // Of what is on at the same time neither comes before nor after; of what comes before the one that ends last.
    const to = momentAt(plan.to, at)
    if (to <= start && to > day.from && (before < 0 || to > momentAt(plan.to, before))) before = at
    const from = momentAt(plan.from, at)
    if (from >= end) {
      if (from < day.to) after = at
      break
    }
  }
  const beforePlace = before >= 0 ? (plan.places[before] ?? null) : technician.start
  const afterPlace = after >= 0 ? (plan.places[after] ?? null) : technician.home
  const way = (place: Position | null): WayOf => ({
    travel: plan.travel(place, piece.place),
    known: place !== null && piece.place !== null,
    place,
  })
  return {
    before: {
      visit: before >= 0 ? (plan.ids[before] ?? null) : null,
      until: before >= 0 ? momentAt(plan.to, before) : day.from,
      ...way(beforePlace),
    },
    after: {
      visit: after >= 0 ? (plan.ids[after] ?? null) : null,
      from: after >= 0 ? momentAt(plan.from, after) : day.to,
      ...way(afterPlace),
    },
  }
}

/** Openings nearer than this to each other are of one day: a lunch, not a night. */
const pause: Minutes = 5 * 60
/** Where nobody works by plan, what is nearer than this is of the same day. */
const halfDay: Minutes = 10 * 60

/** The day of work that a moment lies in, over its pauses; outside any the hours around it. */
function dayAround(open: Openings, at: Moment): { from: Moment; to: Moment } {
  const day = openingAt(open, at)
  if (!day) return { from: at - halfDay, to: at + halfDay }
  const days = { ...day }
  for (let one = open.length - 2; one >= 0; one -= 2) {
    const to = open[one + 1] ?? 0
    if (to <= days.from && days.from - to < pause) days.from = open[one] ?? 0
  }
  for (let one = 0; one + 1 < open.length; one += 2) {
    const from = open[one] ?? 0
    if (from >= days.to && from - days.to < pause) days.to = open[one + 1] ?? 0
  }
  return days
}

const momentAt = (moments: Int32Array, at: number): Moment => moments[at] ?? 0

/**
 * Everything that is wrong with a piece of work at a time with a technician. The drive to the first visit of a day and
 * from the last is the technician's own: it may lie outside their hours.
 */
export function problemsOf(plan: Plan, row: number, piece: Piece, start: Moment): PlaceProblem[] {
  const technician = plan.rows[row]
  if (!technician) return []
  const end = start + piece.minutes
  const problems: PlaceProblem[] = overlapsOf(plan, row, piece, start)
  const { before, after } = neighboursOf(plan, row, piece, start)
  if (before?.visit && before.until + before.travel > start)
    problems.push({ code: 'travel_before', visit: before.visit, short: before.until + before.travel - start })
  if (after?.visit && end + after.travel > after.from)
    problems.push({ code: 'travel_after', visit: after.visit, short: end + after.travel - after.from })
  problems.push(...skillsLacking(technician.skills, piece.skills, end))
  if (touches(technician.away, start, end)) problems.push({ code: 'absent' })
  else if (!works(technician, piece, start, end)) problems.push({ code: 'outside_hours' })
  const off = piece.window && Math.max(piece.window.from - start, start - piece.window.to)
  if (off !== null && off > 0) problems.push({ code: 'outside_window', minutes: off })
  if (piece.due && (start < piece.due.from || start >= piece.due.to))
    problems.push({ code: 'outside_due_window', due: piece.due, early: start < piece.due.from })
  if (piece.target !== null && start > piece.target)
    problems.push({ code: 'target_missed', minutes: start - piece.target })
  if (piece.siteOpen && !isOpen(piece.siteOpen, start, end)) problems.push({ code: 'site_closed' })
  if (piece.refused.has(technician.technician)) problems.push({ code: 'technician_refused' })
  if (piece.territory && technician.territories.size > 0 && !technician.territories.has(piece.territory))
    problems.push({ code: 'outside_territory' })
  if (piece.now !== null && start < piece.now) problems.push({ code: 'in_the_past', minutes: piece.now - start })
  return problems
}

function works({ open, onCall }: PlanRow, { urgent }: Piece, start: Moment, end: Moment): boolean {
  return isOpen(open, start, end) || (urgent && isOpen(onCall, start, end))
}

function overlapsOf(plan: Plan, row: number, piece: Piece, start: Moment): PlaceProblem[] {
  const end = start + piece.minutes
  const overlaps: PlaceProblem[] = []
  for (let at = plan.first[row] ?? 0; at < (plan.first[row + 1] ?? 0); at++) {
    const [from, to, visit] = [momentAt(plan.from, at), momentAt(plan.to, at), plan.ids[at]]
    if (from >= end) break
    if (to > start && visit && visit !== piece.visit)
      overlaps.push({ code: 'overlap', visit, minutes: Math.min(to, end) - Math.max(from, start) })
  }
  return overlaps
}

/** A certificate has to last until the work is done. */
function skillsLacking(has: Plan['rows'][number]['skills'], wanted: readonly string[], until: Moment): PlaceProblem[] {
  return wanted.flatMap((skill): PlaceProblem[] => {
    const ends = has.get(skill)
    if (ends === undefined) return [{ code: 'skill_missing', skill }]
    return ends !== null && ends < until ? [{ code: 'skill_expired', skill, since: ends }] : []
  })
}
