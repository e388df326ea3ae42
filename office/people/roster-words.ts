import {
  IconBeach,
  IconCalendarOff,
  IconClockPlus,
  IconHeartbeat,
  IconPhoneCall,
  IconSchool,
} from '@tabler/icons-react'
import type { Span } from '#core/kit/hours.ts'
import { formatClock, formatLocalDate, formatTime, type LocalDate, localDate, type Zone } from '#core/kit/time.ts'
import { wholeDays } from '#core/people/roster.ts'
import type { AbsenceReason, RosterEntry, RosterKind } from '#core/people/roster-api.ts'
import type { Mark } from '#ui/status.ts'

export const kindWords: Readonly<Record<RosterKind, string>> = {
  absent: 'Time off',
  extra: 'Extra hours',
  on_call: 'On call',
}

const absences: Readonly<Record<AbsenceReason, Mark>> = {
  holiday: { word: 'Holiday', tone: 'neutral', icon: IconBeach },
  sickness: { word: 'Sickness', tone: 'waiting', icon: IconHeartbeat },
  training: { word: 'Training', tone: 'neutral', icon: IconSchool },
  other: { word: 'Away', tone: 'neutral', icon: IconCalendarOff },
}
const others: Readonly<Record<Exclude<RosterKind, 'absent'>, Mark>> = {
  extra: { word: kindWords.extra, tone: 'planned', icon: IconClockPlus },
  on_call: { word: kindWords.on_call, tone: 'planned', icon: IconPhoneCall },
}

export const reasonWord = (reason: AbsenceReason) => absences[reason].word

export function rosterMark({ kind, reason }: Pick<RosterEntry, 'kind' | 'reason'>): Mark {
  return kind === 'absent' ? absences[reason === '' ? 'other' : reason] : others[kind]
}

/** `Mon 23 – Fri 27 Nov`, `Mon 23 Nov, 17:00 – 20:00 GMT`: days where it is of whole days, else with times. */
export function rosterWhen(span: Span, zone: Zone, locale: string, today: LocalDate): string {
  const days = wholeDays(span, zone)
  if (days) return daysWords(days.first, days.last, locale, today)
  const [first, last] = [localDate(span.from, zone), localDate(span.to, zone)]
  const end = formatTime(span.to, zone, locale)
  const begin = `${dayWords(first, locale, today)}, ${formatClock(span.from, zone, locale)}`
  return first === last ? `${begin} – ${end}` : `${begin} – ${dayWords(last, locale, today)}, ${end}`
}

function daysWords(first: LocalDate, last: LocalDate, locale: string, today: LocalDate): string {
  return first === last
    ? dayWords(first, locale, today)
    : `${dayWords(first, locale, today)} – ${dayWords(last, locale, today)}`
}

/** The year only where it is another. */
function dayWords(date: LocalDate, locale: string, today: LocalDate): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  return formatLocalDate(date, locale, { weekday: 'short', day: 'numeric', month: 'short', ...year })
}
