import {
  type Instant,
  type LocalDate,
  localDate,
  type LocalTime,
  localTime,
  resolveLocal,
  type Zone,
} from '#core/kit/time.ts'

/** A wall clock time as it is being typed; `choice` answers the question where clocks change. */
export type Moment = { date: LocalDate; time: LocalTime; choice: 'earlier' | 'later' | null }

export const noMoment: Moment = { date: '', time: '', choice: null }

export function momentOf(instant: Instant | null, zone: Zone): Moment {
  return instant === null ? noMoment : { date: localDate(instant, zone), time: localTime(instant, zone), choice: null }
}

/** Asked when the time does not exist that day, or exists twice. */
export type Question = { kind: 'none' | 'two'; earlier: Instant; later: Instant }
export type Read = { state: 'empty' } | { state: 'asks'; question: Question } | { state: 'known'; instant: Instant }

export function readMoment({ date, time, choice }: Moment, zone: Zone): Read {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time)) return { state: 'empty' }
  const resolved = resolveLocal(date, time, zone)
  if (resolved.kind === 'one') return { state: 'known', instant: resolved.instant }
  const question: Question =
    resolved.kind === 'none'
      ? { kind: 'none', earlier: resolved.before, later: resolved.after }
      : { kind: 'two', earlier: resolved.first, later: resolved.second }
  return choice === null ? { state: 'asks', question } : { state: 'known', instant: question[choice] }
}

export function instantOf(moment: Moment, zone: Zone): Instant | null {
  const read = readMoment(moment, zone)
  return read.state === 'known' ? read.instant : null
}

/** As `instantOf`, but what was not touched stays what it was, seconds included, so that it counts as unchanged. */
export function instantKept(moment: Moment, was: Instant | null, zone: Zone): Instant | null {
  const { date, time } = momentOf(was, zone)
  return moment.date === date && moment.time === time && moment.choice === null ? was : instantOf(moment, zone)
}
