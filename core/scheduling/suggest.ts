import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { crewIn, type Mates, matesOf, skillsAt, skillsIn } from './crews.ts'
import { type Piece, type PlaceProblem, problemsOf } from './place.ts'
import type { Moment, Plan } from './plan.ts'
import { type Room, roomsOn, waysAt } from './rooms.ts'

/** Where a piece of work could go without a problem, and what it costs. */
export type Slot = {
  technician: Id
  /** Who comes along where the work takes more than one, with what they bring that the first lacks. */
  mates: { technician: Id; brings: string[] }[]
  /** Of the skills needed those that the first of them has. */
  skills: string[]
  start: Moment
  /** Driven more than without it, by all who go. */
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
  /** Where on their row it was found. */
  room: Room
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
  /** There is a place, but nobody to come along who brings what is missing. */
  | { code: 'no_mate' }
  /** There is a place, and five others are better. */
  | { code: 'dearer'; slot: Slot }

export type Suggestions = { best: Slot[]; others: { technician: Id; why: WhyNot[] }[] }

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
 * For everybody who goes to none of them why not. Work for more than one is judged by what the crew has together.
 */
export function suggest(plan: Plan, piece: Piece, now: Moment, until: Moment): Suggestions {
  const others: Suggestions['others'] = []
  const alone = piece.crewSize < 2
  const rooms = new Map<number, Room[]>()
  const leads: Slot[][] = []
  const along = { ...piece, skills: [] }
  for (const [row, { technician, hoursKnown }] of plan.rows.entries())
    if (hoursKnown && !piece.refused.has(technician))
      rooms.set(row, roomsOn(plan, row, alone ? piece : along, now, until))
  const mates = matesOf(plan, piece, alone ? [] : [...rooms.values()].flat())
  for (const [row, { technician, hoursKnown }] of plan.rows.entries()) {
    const own = ofOne(plan, row, piece)
    const never: WhyNot[] = hoursKnown ? neverBy(plan, row, own) : [{ code: 'no_hours' }]
    const slots = never.length > 0 ? [] : slotsIn(mates, rooms.get(row) ?? [], now)
    if (never.length > 0) others.push({ technician, why: never })
    else if (slots.length === 0) others.push({ technician, why: [noPlace(plan, row, own, now, until)] })
    else leads.push(slots.toSorted(cheaper))
  }
  const best = alone ? bestOf(leads) : bestCrews(mates, leads, now)
  const going = new Set(best.flatMap((slot) => [slot.technician, ...slot.mates.map(({ technician }) => technician)]))
  const passedOver = leads.flatMap((slots): (Slot & { why: WhyNot })[] => {
    const [first] = slots
    if (!first || going.has(first.technician)) return []
    const slot = alone ? first : cheapestCrew(mates, slots, now)
    return [{ ...(slot ?? first), why: slot ? { code: 'dearer', slot } : { code: 'no_mate' } }]
  })
  return {
    best,
    others: [
      ...passedOver.toSorted(cheaper).map(({ technician, why }) => ({ technician, why: [why] })),
      ...others.filter(({ technician }) => !going.has(technician)),
    ],
  }
}

function cheaper(a: Slot, b: Slot): number {
  return a.cost - b.cost || a.start - b.start || (a.technician < b.technician ? -1 : 1)
}

/** The best of everybody first, then of what else they have. */
function bestOf(leads: readonly Slot[][]): Slot[] {
  const best: Slot[] = []
  const perTechnician = new Map<Id, number>()
  const firsts = leads.flatMap((slots) => slots.slice(0, 1))
  const further = leads.flatMap((slots) => slots.slice(1, shown))
  for (const slot of [...firsts, ...further].toSorted(cheaper)) {
    if (best.length === shown) break
    const already = perTechnician.get(slot.technician) ?? 0
    if (already === mostOfOne && leads.length > 1) continue
    best.push(slot)
    perTechnician.set(slot.technician, already + 1)
  }
  return best
}

/** A crew costs at least what its first does alone: those who do not come cheaper than what was found are not asked about. */
function bestCrews(mates: Mates, leads: readonly Slot[][], now: Moment): Slot[] {
  let best: Slot[] = []
  for (const slot of leads.flat().toSorted(cheaper)) {
    const last = best[shown - 1]
    if (last && last.cost <= slot.cost) break
    const found = withCrew(mates, slot, now)
    if (found) best = amongBest([...best, found], leads.length)
  }
  return best
}

/** Each crew once a start, and of one technician at its head no more than some. */
function amongBest(slots: readonly Slot[], leads: number): Slot[] {
  const perTechnician = new Map<Id, number>()
  const known = new Set<string>()
  return slots
    .toSorted(cheaper)
    .filter(({ technician, mates, start }) => {
      const crew = `${start} ${[technician, ...mates.map((mate) => mate.technician)].toSorted().join(' ')}`
      const already = perTechnician.get(technician) ?? 0
      if (known.has(crew) || (already === mostOfOne && leads > 1)) return false
      known.add(crew)
      perTechnician.set(technician, already + 1)
      return true
    })
    .slice(0, shown)
}

function cheapestCrew(mates: Mates, slots: readonly Slot[], now: Moment): Slot | null {
  for (const slot of slots) {
    const found = withCrew(mates, slot, now)
    if (found) return found
  }
  return null
}

function withCrew(mates: Mates, slot: Slot, now: Moment): Slot | null {
  const known = mates.crews.get(slot.room)
  const crew = known === undefined ? crewIn(mates, slot.room) : known
  mates.crews.set(slot.room, crew)
  if (!crew) return null
  const { plan, piece } = mates
  const ways = crew.start === slot.start ? slot : waysAt(plan, slot.room.row, piece, crew.start)
  const found = {
    ...slot,
    ...ways,
    start: crew.start,
    skills: skillsIn(skillsAt(mates, slot.room.row, crew.start), piece.skills),
    mates: crew.mates,
    detour: ways.detour + crew.detour,
    beforeTarget: piece.target === null ? null : piece.target - crew.start,
  }
  return { ...found, cost: costOf(found, now) }
}

/** What is asked of one who leads a crew: of the skills those they have, one of them at least; the others bring the rest. */
export function ofOne(plan: Plan, row: number, piece: Piece): Piece {
  if (piece.crewSize < 2) return piece
  const own = piece.skills.filter((skill) => plan.rows[row]?.skills.has(skill))
  return own.length === 0 ? piece : { ...piece, skills: own }
}

/** What speaks against a technician at any time. */
export function neverBy(plan: Plan, row: number, piece: Piece): PlaceProblem[] {
  const lasting = new Set(['skill_missing', 'technician_refused'])
  return problemsOf(plan, row, piece, 0).filter(({ code }) => lasting.has(code))
}

const lastsAllDay = new Set(['skill_expired', 'site_closed', 'outside_window', 'outside_due_window'])

/** What stands in the way on the first day somebody works, where it is not that the day is full. */
function noPlace(plan: Plan, row: number, piece: Piece, now: Moment, until: Moment): WhyNot {
  const { open } = plan.rows[row] ?? { open: new Int32Array() }
  for (let at = 0; at + 1 < open.length; at += 2) {
    const [from, to] = [open[at] ?? 0, open[at + 1] ?? 0]
    if (from >= until || to <= now) continue
    const start = Math.max(from, now, piece.window?.from ?? 0, piece.due?.from ?? 0)
    const lasting = problemsOf(plan, row, { ...piece, target: null }, start)
    return lasting.find(({ code }) => lastsAllDay.has(code)) ?? { code: 'no_gap' }
  }
  return { code: 'not_working' }
}

/** A place for each room, at its first start; for one who would lead a crew only where they have a skill of those needed. */
function slotsIn(mates: Mates, rooms: readonly Room[], now: Moment): Slot[] {
  const { plan, piece } = mates
  return rooms.flatMap((room): Slot[] => {
    const bits = skillsAt(mates, room.row, room.first)
    if (piece.skills.length > 0 && bits === 0) return []
    const technician = plan.rows[room.row]?.technician ?? ''
    const slot = {
      technician,
      mates: [],
      skills: skillsIn(bits, piece.skills),
      start: room.first,
      detour: room.detour,
      travelBefore: room.travelBefore,
      travelAfter: room.travelAfter,
      preferred: piece.preferred.has(technician),
      elsewhere: room.elsewhere,
      beforeTarget: piece.target === null ? null : piece.target - room.first,
    }
    return [{ ...slot, room, cost: costOf(slot, now) }]
  })
}

/** Minutes driven more, dearer the later it is and the more of the target it misses; whom the customer knows is cheaper. */
export function costOf(slot: Omit<Slot, 'cost' | 'room'>, now: Moment): number {
  const late = slot.beforeTarget === null ? 0 : Math.max(0, -slot.beforeTarget)
  return (
    slot.detour +
    ((slot.start - now) / 60) * hourLater +
    (late > 0 ? missed + late / 4 : 0) -
    (slot.preferred ? preferredIsWorth : 0) +
    (slot.elsewhere ? elsewhereCosts : 0)
  )
}
