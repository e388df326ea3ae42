import type { Id } from '../kit/ids.ts'
import type { Minutes } from '../kit/money.ts'
import { addDays, dayBounds, type Instant, type LocalDate, type Zone } from '../kit/time.ts'
import type { Due } from '../work-orders/due.ts'
import type { Board, BoardSite, BoardTechnician, BoardVisit } from './board-api.ts'
import type { Piece } from './place.ts'
import { type Moment, type Plan, planFrom, type PlanRow } from './plan.ts'
import { estimatedTravel, type TravelTimes } from './travel.ts'
import { momentOf, openingsOf } from './working-time.ts'

/** What is on the board, as places on it are judged: the same for the ghost under the pointer and for suggestions. */
export function planOfBoard(
  board: Pick<Board, 'technicians' | 'visits' | 'sites' | 'from' | 'days'>,
  now: Instant,
  travel: TravelTimes = estimatedTravel,
): Plan {
  const sites = new Map(board.sites.map((site) => [site.id, site]))
  const visits = board.visits.flatMap((visit) => {
    const { from, to } = shownTime(visit, now)
    const place = (visit.site && sites.get(visit.site)?.position) || null
    return visit.crew.map((technician) => ({ id: visit.id, technician, from, to, place }))
  })
  return planFrom(
    board.technicians.map((technician) => rowOf(technician, board)),
    visits,
    travel,
  )
}

function rowOf(technician: BoardTechnician, { from, days }: Pick<Board, 'from' | 'days'>): PlanRow {
  const wholeDays = () => Array.from({ length: days }, (_, day) => dayBounds(addDays(from, day), technician.zone))
  return {
    technician: technician.id,
    skills: new Map(technician.skills.map(({ id, until }) => [id, until === null ? null : momentOf(until)])),
    open: openingsOf(technician.open ?? wholeDays()),
    hoursKnown: technician.open !== null,
    away: openingsOf(technician.away),
    onCall: openingsOf(technician.onCall),
    start: technician.start,
    home: technician.home,
    territories: new Set(technician.territories),
  }
}

/**
 * When a visit takes place, as far as is known: as planned, from when somebody came, until it was finished, and as long as
 * it is not, at least until now.
 */
export function shownTime(
  { start, minutes, arrivedAt, finishedAt, status }: BoardVisit,
  now: Instant,
): { from: Moment; to: Moment } {
  const planned = momentOf(start)
  const from = arrivedAt ? momentOf(arrivedAt) : planned
  if (finishedAt) return { from: Math.min(from, momentOf(finishedAt)), to: Math.max(from + 1, momentOf(finishedAt)) }
  const there = status === 'on_site' || status === 'paused'
  return { from, to: Math.max(from + minutes, there ? momentOf(now) : 0) }
}

type Wanted = {
  visit: Id | null
  minutes: Minutes
  skills: readonly Id[]
  crewSize: number
  priority: string
  window: { from: Instant; to: Instant } | null
  due: Due | null
  zone: Zone
  /** Of what an obligation asks for: local days at the site, both of it. */
  dueFrom?: LocalDate
  dueTo?: LocalDate
}

/** A piece of work as it wants a place. A P1 may go to whoever is on call. */
export function pieceOf(wanted: Wanted, site: BoardSite | undefined, now: Instant | null): Piece {
  const { visit, minutes, skills, crewSize, window } = wanted
  return {
    visit,
    minutes,
    skills,
    crewSize,
    place: site?.position ?? null,
    window: window && { from: momentOf(window.from), to: momentOf(window.to) },
    due: dueWindow(wanted),
    target: startBy(wanted),
    siteOpen: site?.open ? openingsOf(site.open) : null,
    refused: new Set(site?.refused),
    preferred: new Set(site?.preferred),
    territory: site?.territory ?? null,
    urgent: wanted.priority === 'P1',
    now: now === null ? null : momentOf(now),
  }
}

/** The days an obligation asks for, as moments at the site. */
export function dueWindow({ dueFrom, dueTo, zone }: Pick<Wanted, 'dueFrom' | 'dueTo' | 'zone'>): Piece['due'] {
  if (!dueFrom || !dueTo) return null
  return { from: momentOf(dayBounds(dueFrom, zone).from), to: momentOf(dayBounds(dueTo, zone).to) }
}

/** The latest start that keeps the next promise; a clock that stands promises nothing. */
function startBy({ due, minutes }: Wanted): Moment | null {
  if (!due || due.paused || due.kind === 'acknowledge') return null
  return momentOf(due.at) - (due.kind === 'resolve' ? minutes : 0)
}

/** A piece of work as one of a crew has to answer for it: without the skills somebody else of the crew brings along. */
export function leftTo(plan: Plan, piece: Piece, crew: readonly Id[], technician: Id, start: Moment): Piece {
  if (piece.skills.length === 0 || crew.length < 2) return piece
  const end = start + piece.minutes
  const others = crew.filter((one) => one !== technician)
  const brought = (skill: Id) =>
    others.some((one) => {
      const ends = plan.rows[plan.rowOf.get(one) ?? -1]?.skills.get(skill)
      return ends !== undefined && (ends === null || ends >= end)
    })
  return { ...piece, skills: piece.skills.filter((skill) => !brought(skill)) }
}
