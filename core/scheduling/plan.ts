import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import type { Position } from '../kit/fields.ts'
import type { TravelTimes } from './travel.ts'

/** Whole minutes since 1970: a plan counts in them, as instants as text would cost more than what is counted. */
export type Moment = number

/** Pairs of moments, from and to, in order and apart: [from, to, from, to …]. */
export type Openings = Int32Array

/** Skills a technician has, each with the moment its certificate ends; none: it does not end. */
export type Skills = ReadonlyMap<string, Moment | null>

export type PlanRow = {
  technician: Id
  skills: Skills
  /** When they work, absences cut out; where nobody said any hours, all of each day. */
  open: Openings
  hoursKnown: boolean
  /** When they are away, and when on call: what is urgent may be planned then too. */
  away: Openings
  onCall: Openings
  /** Where their day begins and where it ends; unknown counts as no way at all. */
  start: Position | null
  home: Position | null
  /** Where they usually work; none: anywhere. */
  territories: ReadonlySet<Id>
}

export type PlanVisit = {
  id: Id
  technician: Id
  from: Moment
  to: Moment
  /** Unknown counts as no way at all. */
  place: Position | null
}

/**
 * What is planned, technician by technician in the order of time, in typed arrays: to try a place for a piece of work is
 * to read a few numbers side by side. A visit with a crew of two is there twice.
 */
export type Plan = {
  rows: readonly PlanRow[]
  /** Which row a technician has. */
  rowOf: ReadonlyMap<Id, number>
  /** The visits of row `n` are those from `first[n]` to before `first[n + 1]`. */
  first: Int32Array
  from: Int32Array
  to: Int32Array
  ids: readonly Id[]
  places: readonly (Position | null)[]
  travel: (from: Position | null, to: Position | null) => Minutes
}

/** Builds a plan. Visits of technicians without a row are left out. */
export function planFrom(rows: readonly PlanRow[], visits: readonly PlanVisit[], travel: TravelTimes): Plan {
  const rowOf = new Map(rows.map((row, index) => [row.technician, index]))
  const known = visits
    .map((visit) => ({ ...visit, row: rowOf.get(visit.technician) ?? -1 }))
    .filter(({ row }) => row >= 0)
    .toSorted((a, b) => a.row - b.row || a.from - b.from || (a.id < b.id ? -1 : 1))
  const first = new Int32Array(rows.length + 1)
  for (const { row } of known) first[row + 1] = (first[row + 1] ?? 0) + 1
  for (let row = 0; row < rows.length; row++) first[row + 1] = (first[row + 1] ?? 0) + (first[row] ?? 0)
  return {
    rows,
    rowOf,
    first,
    from: Int32Array.from(known, (visit) => visit.from),
    to: Int32Array.from(known, (visit) => visit.to),
    ids: known.map((visit) => visit.id),
    places: known.map((visit) => visit.place),
    travel: (from, to) => (from && to ? travel(from, to) : 0),
  }
}

/** The opening that a moment lies in, or that begins there; null outside. */
export function openingAt(open: Openings, at: Moment): { from: Moment; to: Moment } | null {
  let [low, high] = [0, open.length / 2]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((open[middle * 2 + 1] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  const [from, to] = [open[low * 2], open[low * 2 + 1]]
  return from !== undefined && to !== undefined && from <= at ? { from, to } : null
}

/** Whether any of a time lies within an opening. */
export function touches(open: Openings, from: Moment, to: Moment): boolean {
  for (let at = 0; at + 1 < open.length; at += 2) {
    if ((open[at] ?? 0) >= to) return false
    if ((open[at + 1] ?? 0) > from) return true
  }
  return false
}

/** Whether all of a time lies within one opening. */
export function isOpen(open: Openings, from: Moment, to: Moment): boolean {
  const opening = openingAt(open, from)
  return opening !== null && to <= opening.to
}
