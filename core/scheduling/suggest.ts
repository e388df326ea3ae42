import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { neighboursOf, type Piece, type PlaceProblem, problemsOf } from './place.ts'
import { type Moment, openingAt, type Plan } from './plan.ts'
import type { Position } from '../kit/fields.ts'

/** Where a piece of work could go without a problem, and what it costs. */
export type Slot = {
  technician: Id
  /** Who comes along where the work takes more than one: whoever is free then and drives least. */
  mates: Id[]
  start: Moment
  /** Driven more than without it. */
  detour: Minutes
  travelBefore: Minutes
  travelAfter: Minutes
  preferred: boolean
  /** Outside where they usually work. */
  elsewhere: boolean
  /** Minutes before the target somebody is there; null without a target. */
  beforeTarget: Minutes | null
  /** Lower is better, in minutes of what it costs (`costOf`). */
  cost: number
}

/** Why somebody is not among the suggestions. */
export type WhyNot =
  | PlaceProblem
  /** Nobody said when they work. */
  | { code: 'no_hours' }
  /** No hours of work in the time that was looked at. */
  | { code: 'not_working' }
  /** Nothing between the visits is long enough. */
  | { code: 'no_gap' }
  /** There is a place, but nobody to come along. */
  | { code: 'no_mate' }
  /** There is a place, and five others are better. */
  | { code: 'dearer'; slot: Slot }

export type Suggestions = { best: Slot[]; others: { technician: Id; why: WhyNot[] }[] }

/** Starts are looked for at full five minutes. */
const step: Minutes = 5
const shown = 5
/** Of one technician no more places than this are among the best while others could do it too. */
const mostOfOne = 3
/** What an hour of waiting costs beside a minute driven: the sooner the better, but not across the country. */
const hourLater = 1.5
const preferredIsWorth: Minutes = 30
const elsewhereCosts: Minutes = 20
/** Too late for what was promised costs this at once, and a minute for each of four. */
const missed: Minutes = 240

/**
 * The best places for a piece of work from `now` to `until`, at most three of one technician while others could do it too.
 * For everybody without a place among them why not.
 */
export function suggest(plan: Plan, piece: Piece, now: Moment, until: Moment): Suggestions {
  const firsts: Slot[] = []
  const further: Slot[] = []
  const others: Suggestions['others'] = []
  for (const [row, technician] of plan.rows.entries()) {
    const never: WhyNot[] = technician.hoursKnown ? neverBy(plan, row, piece) : [{ code: 'no_hours' }]
    if (never.length > 0) {
      others.push({ technician: technician.technician, why: never })
      continue
    }
    const [best, ...rest] = slotsOn(plan, row, piece, now, until)
    if (!best) others.push({ technician: technician.technician, why: [noPlace(plan, row, piece, now, until)] })
    else {
      firsts.push(best)
      further.push(...rest)
    }
  }
  const rows = firsts.length
  const best: Slot[] = []
  const perTechnician = new Map<Id, number>()
  for (const slot of [...firsts, ...further].toSorted(cheaper)) {
    if (best.length === shown) break
    const already = perTechnician.get(slot.technician) ?? 0
    const mates = already < mostOfOne || rows === 1 ? matesFor(plan, piece, slot) : null
    if (!mates) continue
    best.push({ ...slot, mates })
    perTechnician.set(slot.technician, already + 1)
  }
  const chosen = new Set(best.map(({ technician }) => technician))
  const passedOver = firsts
    .toSorted(cheaper)
    .filter(({ technician }) => !chosen.has(technician))
    .map((slot) => ({ technician: slot.technician, why: [whyPassedOver(plan, piece, slot)] }))
  return { best: best.toSorted(cheaper), others: [...passedOver, ...others] }
}

function cheaper(a: Slot, b: Slot): number {
  return a.cost - b.cost || a.start - b.start || (a.technician < b.technician ? -1 : 1)
}

function whyPassedOver(plan: Plan, piece: Piece, slot: Slot): WhyNot {
  return matesFor(plan, piece, slot) ? { code: 'dearer', slot } : { code: 'no_mate' }
}

/** Who comes along: free at the same time, those who drive least; null where there are not enough. */
function matesFor(plan: Plan, piece: Piece, slot: Slot): Id[] | null {
  if (piece.crewSize < 2) return []
  const along = { ...piece, skills: [], target: null }
  const free = plan.rows.flatMap(({ technician }, row) => {
    if (technician === slot.technician) return []
    if (problemsOf(plan, row, along, slot.start).some(({ code }) => code !== 'outside_territory')) return []
    const { before } = neighboursOf(plan, row, along, slot.start)
    return [{ technician, travel: before?.travel ?? 0 }]
  })
  if (free.length < piece.crewSize - 1) return null
  return free
    .toSorted((a, b) => a.travel - b.travel || (a.technician < b.technician ? -1 : 1))
    .slice(0, piece.crewSize - 1)
    .map(({ technician }) => technician)
}

/** What speaks against a technician at any time. */
function neverBy(plan: Plan, row: number, piece: Piece): PlaceProblem[] {
  const lasting = new Set(['skill_missing', 'technician_refused'])
  return problemsOf(plan, row, piece, 0).filter(({ code }) => lasting.has(code))
}

/** What stands in the way on the first day somebody works, where it is not that the day is full. */
function noPlace(plan: Plan, row: number, piece: Piece, now: Moment, until: Moment): WhyNot {
  const { open } = plan.rows[row] ?? { open: new Int32Array() }
  for (let at = 0; at + 1 < open.length; at += 2) {
    const [from, to] = [open[at] ?? 0, open[at + 1] ?? 0]
    if (from >= until || to <= now) continue
    const start = Math.max(from, now, piece.window?.from ?? 0)
    const lasting = problemsOf(plan, row, { ...piece, target: null }, start)
    return (
      lasting.find(({ code }) => code === 'skill_expired' || code === 'site_closed' || code === 'outside_window') ?? {
        code: 'no_gap',
      }
    )
  }
  return { code: 'not_working' }
}

/** What stands at an end of a gap: a visit, or the technician's home at the end of the day. */
type Edge = { at: Moment; place: Position | null; home: boolean }

/** The places on one row, the best first, no more than can be shown. */
function slotsOn(plan: Plan, row: number, piece: Piece, now: Moment, until: Moment): Slot[] {
  const slots: Slot[] = []
  for (const [before, after] of gapsOf(plan, row, piece, now, until)) {
    const slot = slotIn(plan, row, piece, now, before, after)
    if (slot && slot.start < until) slots.push(slot)
  }
  return slots.toSorted(cheaper).slice(0, shown)
}

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

/** The first start in a gap that has no problem; null where there is none. */
function slotIn(plan: Plan, row: number, piece: Piece, now: Moment, before: Edge, after: Edge): Slot | null {
  const travelBefore = plan.travel(before.place, piece.place)
  const travelAfter = plan.travel(piece.place, after.place)
  // The way from home and back home is outside the hours.
  const from = Math.max(before.home ? before.at : before.at + travelBefore, now + travelBefore, piece.window?.from ?? 0)
  const latest = Math.min(
    (after.home ? after.at : after.at - travelAfter) - piece.minutes,
    piece.window?.to ?? Number.POSITIVE_INFINITY,
  )
  const start = firstOpen(piece, Math.ceil(from / step) * step)
  if (start === null || start > latest) return null
  const technician = plan.rows[row]
  if (!technician) return null
  const problems = problemsOf(plan, row, { ...piece, target: null }, start)
  if (problems.some(({ code }) => code !== 'outside_territory')) return null
  const detour = travelBefore + travelAfter - plan.travel(before.place, after.place)
  const slot = {
    technician: technician.technician,
    mates: [],
    start,
    detour: Math.max(0, detour),
    travelBefore,
    travelAfter,
    preferred: piece.preferred.has(technician.technician),
    elsewhere: problems.length > 0,
    beforeTarget: piece.target === null ? null : piece.target - start,
  }
  return { ...slot, cost: costOf(slot, now) }
}

/** The first moment from which the site is open for all of the work. */
function firstOpen({ siteOpen, minutes }: Piece, from: Moment): Moment | null {
  if (!siteOpen) return from
  for (let at = 0; at + 1 < siteOpen.length; at += 2) {
    const start = Math.max(from, Math.ceil((siteOpen[at] ?? 0) / step) * step)
    if (start + minutes <= (siteOpen[at + 1] ?? 0)) return start
  }
  return null
}

/** Minutes driven more, dearer the later it is and the more of the target it misses; whom the customer knows is cheaper. */
export function costOf(slot: Omit<Slot, 'cost'>, now: Moment): number {
  const late = slot.beforeTarget === null ? 0 : Math.max(0, -slot.beforeTarget)
  return (
    slot.detour +
    ((slot.start - now) / 60) * hourLater +
    (late > 0 ? missed + late / 4 : 0) -
    (slot.preferred ? preferredIsWorth : 0) +
    (slot.elsewhere ? elsewhereCosts : 0)
  )
}

/** Who could be there at once, leaving what they are at, and what has to wait for it. */
export type FirstThere = { technician: Id; arrives: Moment; travel: Minutes; displaces: Id[] }

/** For an emergency: who works now and has the skills, the first to arrive first; what they have planned does not hold them. */
export function whoIsThereFirst(plan: Plan, piece: Piece, now: Moment): FirstThere[] {
  const found: FirstThere[] = []
  for (const [row, technician] of plan.rows.entries()) {
    if (neverBy(plan, row, piece).length > 0) continue
    const travel = plan.travel(whereAt(plan, row, now), piece.place)
    const arrives = now + travel
    const problems = problemsOf(plan, row, { ...piece, target: null, window: null, siteOpen: null }, arrives)
    if (problems.some(({ code }) => code === 'absent' || code === 'skill_expired')) continue
    // Whoever is at work, or on call, when they come is sent; that the work lasts longer than their day does not hold them.
    if (!openingAt(technician.open, arrives) && !openingAt(technician.onCall, arrives)) continue
    const displaces = problems.flatMap((problem) =>
      (problem.code === 'overlap' || problem.code === 'travel_after') && problem.visit ? [problem.visit] : [],
    )
    const current = currentVisit(plan, row, now)
    if (current && !displaces.includes(current)) displaces.unshift(current)
    found.push({ technician: technician.technician, arrives, travel, displaces })
  }
  return found.toSorted((a, b) => a.arrives - b.arrives || a.displaces.length - b.displaces.length)
}

function currentVisit(plan: Plan, row: number, now: Moment): Id | null {
  for (let at = plan.first[row] ?? 0; at < (plan.first[row + 1] ?? 0); at++)
    if ((plan.from[at] ?? 0) <= now && now < (plan.to[at] ?? 0)) return plan.ids[at] ?? null
  return null
}

/** By plan: at the visit that is on, else at the last of the day, else at home. */
function whereAt(plan: Plan, row: number, now: Moment): Position | null {
  const technician = plan.rows[row]
  if (!technician) return null
  let place = technician.start
  for (let at = plan.first[row] ?? 0; at < (plan.first[row + 1] ?? 0); at++) {
    if ((plan.from[at] ?? 0) > now) break
    if (now - (plan.to[at] ?? 0) < 12 * 60) place = plan.places[at] ?? place
  }
  return place
}
