import type { Span } from '#core/kit/hours.ts'
import { addDays, type LocalDate, type Zone } from '#core/kit/time.ts'
import { spanOfDays, wholeDays } from '#core/people/roster.ts'
import type { RosterEntry, RosterKind } from '#core/people/roster-api.ts'
import { instantKept, type Moment, momentOf } from '../kit/moment.ts'

/** When an entry is, as it is being typed: whole days, both of it, or from one moment to another. */
export type Times = { days: boolean; first: LocalDate; last: LocalDate; begin: Moment; end: Moment }

/** What a new entry begins with: today for time off, this evening for extra hours, until morning for being on call. */
export function timesFor(kind: RosterKind, today: LocalDate): Times {
  const end =
    kind === 'on_call'
      ? { date: addDays(today, 1), time: '07:00', choice: null }
      : { date: today, time: '20:00', choice: null }
  return {
    days: kind === 'absent',
    first: today,
    last: today,
    begin: { date: today, time: '17:00', choice: null },
    end,
  }
}

export function timesOf(span: Span, zone: Zone): Times {
  const days = wholeDays(span, zone)
  const [begin, end] = [momentOf(span.from, zone), momentOf(span.to, zone)]
  return { days: days !== null, first: days?.first ?? begin.date, last: days?.last ?? end.date, begin, end }
}

/** What was typed as instants; null while something is missing or a question is open. */
export function spanOf(times: Times, zone: Zone, was: Pick<RosterEntry, 'from' | 'to'> | null): Span | null {
  if (times.days) {
    if (times.first === '' || times.last === '' || times.last < times.first) return null
    return spanOfDays(times.first, times.last, zone)
  }
  const from = instantKept(times.begin, was?.from ?? null, zone)
  const to = instantKept(times.end, was?.to ?? null, zone)
  return from !== null && to !== null && from < to ? { from, to } : null
}
