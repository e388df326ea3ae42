import type { Span } from '../kit/hours.ts'
import type { Id } from '../kit/ids.ts'
import {
  addDays,
  dayBounds,
  daysBetween,
  type Instant,
  instantFrom,
  localDate,
  type LocalDate,
  type LocalTime,
  millisecondsOf,
  resolveLocal,
  type Zone,
} from '../kit/time.ts'

/** The time from the first instant of one day to the last of another, both of it. */
export function spanOfDays(first: LocalDate, last: LocalDate, zone: Zone): Span {
  return { from: dayBounds(first, zone).from, to: dayBounds(last, zone).to }
}

/** The days a span consists of, or null where it begins or ends within one. */
export function wholeDays({ from, to }: Span, zone: Zone): { first: LocalDate; last: LocalDate } | null {
  const first = localDate(from, zone)
  const last = localDate(instantFrom(millisecondsOf(to) - 1), zone)
  const days = spanOfDays(first, last, zone)
  return days.from === from && days.to === to ? { first, last } : null
}

/** These in turn, each for so many days, handing over at the same time of day, from one day to another. */
export type Rota = {
  technicianIds: readonly Id[]
  from: LocalDate
  /** The last turn ends on it, at the time of handing over. */
  until: LocalDate
  days: number
  time: LocalTime
  /** Which is meant on a day on which that time does not exist or exists twice. */
  choice: 'earlier' | 'later' | null
}

export type RotaTurn = { technicianId: Id } & Span
/** A time that does not exist on a day of handing over, or exists twice, is asked about. */
export type RotaQuestion = { kind: 'none' | 'two'; date: LocalDate; earlier: Instant; later: Instant }
export type RotaTurns = { turns: RotaTurn[]; question: RotaQuestion | null }

/** How many turns there are; none where the last day is not after the first. */
export function countRotaTurns({ from, until, days }: Pick<Rota, 'from' | 'until' | 'days'>): number {
  return Math.max(0, Math.ceil(daysBetween(from, until) / days))
}

/** Whose turn is when, in order. With a question open there are no turns yet. */
export function rotaTurns({ technicianIds, from, until, days, time, choice }: Rota, zone: Zone): RotaTurns {
  const count = countRotaTurns({ from, until, days })
  if (count === 0) return { turns: [], question: null }
  const dates = Array.from({ length: count + 1 }, (_, turn) => (turn < count ? addDays(from, turn * days) : until))
  const handovers: Instant[] = []
  let question: RotaQuestion | null = null
  for (const date of dates) {
    const at = resolveLocal(date, time, zone)
    if (at.kind === 'one') {
      handovers.push(at.instant)
      continue
    }
    const [earlier, later] = at.kind === 'two' ? [at.first, at.second] : [at.before, at.after]
    question ??= { kind: at.kind, date, earlier, later }
    handovers.push(choice === 'earlier' ? earlier : later)
  }
  if (question && choice === null) return { turns: [], question }
  return { turns: turnsBetween(handovers, technicianIds), question }
}

function turnsBetween(handovers: readonly Instant[], technicianIds: readonly Id[]): RotaTurn[] {
  return handovers.slice(1).flatMap((to, turn) => {
    const from = handovers[turn]
    const technicianId = technicianIds[turn % technicianIds.length]
    return from !== undefined && technicianId !== undefined ? [{ technicianId, from, to }] : []
  })
}
