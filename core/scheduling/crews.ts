import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { type Piece, problemsOf } from './place.ts'
import type { Moment, Plan } from './plan.ts'
import { type Room, waysAt } from './rooms.ts'

/** Who goes besides the one who leads, and when all of them can. */
export type Crew = {
  start: Moment
  mates: { technician: Id; brings: string[] }[]
  /** Driven more by the mates. */
  detour: Minutes
}

/** Who may go where the work takes more than one: everybody's rooms side by side, and until when they have which skill. */
export type Mates = {
  plan: Plan
  piece: Piece
  rooms: readonly Room[]
  first: Int32Array
  last: Int32Array
  /** By row and skill: the moment it ends; before all time where they never had it. */
  has: Float64Array
  /** What was found so far, by the room of the one who leads. */
  crews: Map<Room, Crew | null>
}

/** Of a gap no more moments than this are tried at which somebody else becomes free. */
const triesOfRoom = 12
/** Of the crews that bring different skills so many are followed up. */
const crewsFollowed = 256

export function matesOf(plan: Plan, piece: Piece, rooms: readonly Room[]): Mates {
  const { skills } = piece
  const has = new Float64Array(plan.rows.length * skills.length)
  for (const [row, technician] of plan.rows.entries())
    for (const [at, skill] of skills.entries()) {
      const ends = technician.skills.get(skill)
      has[row * skills.length + at] = ends === undefined ? Number.NEGATIVE_INFINITY : (ends ?? Number.POSITIVE_INFINITY)
    }
  const first = Int32Array.from(rooms, (room) => room.first)
  const last = Int32Array.from(rooms, (room) => room.last)
  return { plan, piece, rooms, first, last, has, crews: new Map() }
}

/** What a technician has of the skills the work needs, until it is done, a bit for each. */
export function skillsAt({ piece, has }: Mates, row: number, start: Moment): number {
  const count = piece.skills.length
  let bits = 0
  for (let at = 0; at < count; at++)
    if ((has[row * count + at] ?? Number.NEGATIVE_INFINITY) >= start + piece.minutes) bits |= 1 << at
  return bits
}

export function skillsIn(bits: number, skills: readonly string[]): string[] {
  return skills.filter((_, at) => bits & (1 << at))
}

/** The first start of a room at which others are free who bring what its technician lacks, those who drive least more. */
export function crewIn(mates: Mates, lead: Room): Crew | null {
  const { piece, rooms, first, last } = mates
  const beside: Room[] = []
  for (const [at, room] of rooms.entries())
    if (room.row !== lead.row && (first[at] ?? 0) <= lead.last && (last[at] ?? 0) >= lead.first) beside.push(room)
  if (beside.length < piece.crewSize - 1) return null
  const starts = new Set([lead.first, ...beside.map((room) => room.first).filter((at) => at > lead.first)])
  let tries = 0
  for (const start of [...starts].toSorted((a, b) => a - b)) {
    if (tries === triesOfRoom) break
    const free = beside.filter((room) => room.first <= start && start <= room.last)
    if (free.length < piece.crewSize - 1 || !isFree(mates, lead.row, start)) continue
    const lacking = ((1 << piece.skills.length) - 1) & ~skillsAt(mates, lead.row, start)
    if (!bringsAll(mates, free, lacking, start)) continue
    tries++
    const crew = nearestWith(mates, free, lacking, start)
    if (crew) return crew
  }
  return null
}

function bringsAll(mates: Mates, free: readonly Room[], lacking: number, start: Moment): boolean {
  let left = lacking
  for (const { row } of free) {
    if (left === 0) return true
    left &= ~skillsAt(mates, row, start)
  }
  return left === 0
}

function isFree({ plan, piece }: Mates, row: number, start: Moment): boolean {
  const along = { ...piece, skills: [], target: null }
  return problemsOf(plan, row, along, start).every(({ code }) => code === 'outside_territory')
}

type Mate = { row: number; technician: Id; bits: number; detour: Minutes }
type Part = { bits: number; detour: Minutes; mates: readonly Mate[] }

/** So many as the work takes, all skills among them, with the least way: crew by crew one more, the cheapest of each that bring the same. */
function nearestWith(mates: Mates, free: readonly Room[], lacking: number, start: Moment): Crew | null {
  const { piece } = mates
  const wanted = piece.crewSize - 1
  const parts: Map<number, Part>[] = Array.from({ length: wanted + 1 }, () => new Map())
  parts[0]?.set(0, { bits: 0, detour: 0, mates: [] })
  for (const mate of usefulOf(mates, free, lacking, wanted, start))
    for (let size = wanted - 1; size >= 0; size--)
      for (const part of parts[size]?.values() ?? []) {
        const bits = part.bits | mate.bits
        const detour = part.detour + mate.detour
        const larger = parts[size + 1]
        const known = larger?.get(bits)
        if (known ? detour < known.detour : (larger?.size ?? 0) < crewsFollowed)
          larger?.set(bits, { bits, detour, mates: [...part.mates, mate] })
      }
  const crew = parts[wanted]?.get(lacking)
  if (!crew) return null
  return {
    start,
    detour: crew.detour,
    mates: crew.mates.map(({ technician, bits }) => ({ technician, brings: skillsIn(bits, piece.skills) })),
  }
}

/** Of those who bring the same only as many as could go, those who drive least more. */
function usefulOf(mates: Mates, free: readonly Room[], lacking: number, wanted: number, start: Moment): Mate[] {
  const { plan, piece } = mates
  const taken = new Map<number, number>()
  return free
    .map(({ row, detour, first }) => ({
      row,
      technician: plan.rows[row]?.technician ?? '',
      bits: skillsAt(mates, row, start) & lacking,
      detour: first === start ? detour : waysAt(plan, row, piece, start).detour,
    }))
    .toSorted((a, b) => a.detour - b.detour || (a.technician < b.technician ? -1 : 1))
    .filter(({ row, bits }) => {
      const already = taken.get(bits) ?? 0
      if (already === wanted || !isFree(mates, row, start)) return false
      taken.set(bits, already + 1)
      return true
    })
}
