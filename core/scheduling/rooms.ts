import type { Position } from '../kit/fields.ts'
import type { Minutes } from '../kit/money.ts'
import { neighboursOf, type Piece, problemsOf } from './place.ts'
import type { Moment, Openings, Plan } from './plan.ts'

/** Starts on one row at which a piece of work has no problem, all between the same two visits. */
export type Room = {
  row: number
  first: Moment
  last: Moment
  travelBefore: Minutes
  travelAfter: Minutes
  /** Driven more than without it. */
  detour: Minutes
  /** Outside where they usually work. */
  elsewhere: boolean
}

/** Starts are looked for at full five minutes. */
const step: Minutes = 5

const always: Openings = Int32Array.of(0, 2 ** 31 - 1)

/** All room on a row for a piece of work from `now` to before `until`, in the order of time. A target does not narrow it. */
export function roomsOn(plan: Plan, row: number, piece: Piece, now: Moment, until: Moment): Room[] {
  const wanted = { ...piece, target: null }
  const rooms: Room[] = []
  for (const [before, after] of gapsOf(plan, row, piece, now, until))
    for (const [opens, closes] of timesOf(piece, until)) {
      const room = roomIn(plan, row, wanted, { now, before, after, opens, closes })
      if (room) rooms.push(room)
    }
  return rooms
}

/** The stretches a start may lie in whoever goes: within the window and the due window, while the site is open for all of it. */
function* timesOf(piece: Piece, until: Moment): Generator<[Moment, Moment]> {
  const { siteOpen, window, due, minutes } = piece
  const open = siteOpen ?? always
  for (let at = 0; at + 1 < open.length; at += 2) {
    const from = Math.max(open[at] ?? 0, window?.from ?? 0, due?.from ?? 0)
    const closes = (open[at + 1] ?? 0) - minutes
    const last = Math.min(closes, window?.to ?? closes, due ? due.to - 1 : closes, until - 1)
    if (from <= last) yield [from, last]
  }
}

/** What stands at an end of a gap: a visit, or the technician's home at the end of the day. */
type Edge = { at: Moment; place: Position | null; home: boolean }

/** The gaps of a row's days, the piece's own old place among them. */
function* gapsOf(plan: Plan, row: number, piece: Piece, now: Moment, until: Moment): Generator<[Edge, Edge]> {
  const technician = plan.rows[row]
  if (!technician) return
  const last = plan.first[row + 1] ?? 0
  let at = plan.first[row] ?? 0
  for (let day = 0; day + 1 < technician.open.length; day += 2) {
    const [opens, closes] = [technician.open[day] ?? 0, technician.open[day + 1] ?? 0]
    if (closes <= now) continue
    if (opens >= until) return
    let before: Edge = { at: opens, place: technician.start, home: true }
    for (; at < last && (plan.from[at] ?? 0) < closes; at++) {
      if (plan.ids[at] === piece.visit || (plan.to[at] ?? 0) <= opens) continue
      const place = plan.places[at] ?? null
      yield [before, { at: plan.from[at] ?? 0, place, home: false }]
      before = { at: Math.max(before.at, plan.to[at] ?? 0), place, home: false }
    }
    yield [before, { at: closes, place: technician.home, home: true }]
  }
}

type Gap = { now: Moment; before: Edge; after: Edge; opens: Moment; closes: Moment }

function roomIn(plan: Plan, row: number, piece: Piece, { now, before, after, opens, closes }: Gap): Room | null {
  // The way from home and back home is outside the hours.
  const from = before.home ? before.at : before.at + plan.travel(before.place, piece.place)
  const to = (after.home ? after.at : after.at - plan.travel(piece.place, after.place)) - piece.minutes
  const last = Math.min(to, closes)
  const first = firstWithout(plan, row, piece, Math.max(from, opens, now), last, now)
  if (!first) return null
  const { start, elsewhere } = first
  const { travelBefore, travelAfter, detour } = waysAt(plan, row, piece, start)
  return { row, first: start, last, travelBefore, travelAfter, detour, elsewhere }
}

/** At a full five minutes, or at the last moment there is. */
const rounded = (at: Moment, last: Moment) => (at > last ? at : Math.min(Math.ceil(at / step) * step, last))

/** The first start without a problem: what the morning left is known only when a start in the afternoon is tried. */
function firstWithout(
  plan: Plan,
  row: number,
  piece: Piece,
  from: Moment,
  last: Moment,
  now: Moment,
): { start: Moment; elsewhere: boolean } | null {
  for (let start = rounded(from, last); start <= last; ) {
    const reached = now + (neighboursOf(plan, row, piece, start).before?.travel ?? 0)
    const all = problemsOf(plan, row, piece, start)
    const problems = all.filter(({ code }) => code !== 'outside_territory')
    const later = problems.map((problem) =>
      problem.code === 'overlap' ? problem.minutes : problem.code === 'travel_before' ? problem.short : null,
    )
    if (later.includes(null)) return null
    const next = Math.max(reached, start, ...later.map((minutes) => start + (minutes ?? 0)))
    if (next === start) return { start, elsewhere: problems.length < all.length }
    start = rounded(next, last)
  }
  return null
}

/** The ways to a place and on from it, and how much more that is than going on without it. */
export function waysAt(
  plan: Plan,
  row: number,
  piece: Piece,
  start: Moment,
): Pick<Room, 'travelBefore' | 'travelAfter' | 'detour'> {
  const { before, after } = neighboursOf(plan, row, piece, start)
  const [travelBefore, travelAfter] = [before?.travel ?? 0, after?.travel ?? 0]
  const direct = plan.travel(before?.place ?? null, after?.place ?? null)
  return { travelBefore, travelAfter, detour: Math.max(0, travelBefore + travelAfter - direct) }
}
