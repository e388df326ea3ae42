import type { Calendar, WeekHours } from '../kit/hours.ts'
import type { Minutes } from '../kit/money.ts'
import { type Instant, localDate, type LocalDate, type Zone } from '../kit/time.ts'
import type { ResponseTargets } from '../people/response-targets.ts'
import { type Priority, type PauseReason, type TargetKind } from './words.ts'

/**
 * What was promised when a work order was raised, or its priority or site changed: kept in the record, so that settings
 * changed later promise nothing else in hindsight. Hours are wall clock time at the site.
 */
export type ResponseTerms = {
  minutes: Readonly<Record<TargetKind, Minutes | null>>
  calendar: { kind: 'around_the_clock' } | { kind: 'working_hours'; week: WeekHours; holidays: readonly LocalDate[] }
  /** What its clocks stand still for. */
  pauses: readonly PauseReason[]
}

/** What an organization promises, from its settings. */
export type ResponsePolicy = {
  targets: ResponseTargets
  pauses: readonly PauseReason[]
  workingHours: WeekHours
  holidays: readonly { date: LocalDate }[]
}

/** What is promised for work asked for at a moment at a site; of the holidays those ahead. */
export function termsOf(policy: ResponsePolicy, priority: Priority, requestedAt: Instant, zone: Zone): ResponseTerms {
  const { calendar, acknowledge, arrive, resolve } = policy.targets[priority]
  const first = localDate(requestedAt, zone)
  return {
    minutes: { acknowledge, arrive, resolve },
    calendar:
      calendar === 'around_the_clock'
        ? { kind: calendar }
        : {
            kind: calendar,
            week: policy.workingHours,
            holidays: policy.holidays.map(({ date }) => date).filter((date) => date >= first),
          },
    pauses: policy.pauses,
  }
}

/** When its time counts; null where it never does, a week without hours. */
export function calendarOf({ calendar }: ResponseTerms, zone: Zone): Calendar | null {
  if (calendar.kind === 'around_the_clock') return calendar
  if (calendar.week.every((day) => day.length === 0)) return null
  return { kind: 'hours', zone, week: calendar.week, days: new Map(calendar.holidays.map((date) => [date, []])) }
}
