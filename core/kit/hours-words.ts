import type { DayHours, WeekHours } from './hours.ts'
import { formatClock, type LocalTime } from './time.ts'

/** Monday first. */
export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** The places of the week's days, beginning with the day a calendar begins with: 1 is Monday, 7 is Sunday. */
export function daysFrom(firstDayOfWeek: number): number[] {
  return dayNames.map((_, place) => (place + firstDayOfWeek - 1) % 7)
}

/** `Mon – Fri 08:00 – 17:00, Sat 09:00 – 12:00`: days with the same hours together, closed ones left out. */
export function weekHoursWords(week: WeekHours, locale: string): string {
  const runs: { first: number; last: number; hours: string }[] = []
  week.forEach((day, place) => {
    const hours = dayHoursWords(day, locale)
    const run = runs.at(-1)
    if (run?.hours === hours) run.last = place
    else runs.push({ first: place, last: place, hours })
  })
  return runs
    .filter(({ hours }) => hours !== '')
    .map(({ first, last, hours }) => `${daysWords(first, last)} ${hours}`)
    .join(', ')
}

const short = (place: number) => dayNames[place]?.slice(0, 3) ?? ''

function daysWords(first: number, last: number): string {
  if (first === 0 && last === 6) return 'every day'
  return first === last ? short(first) : `${short(first)} – ${short(last)}`
}

/** `08:00 – 12:00 and 13:00 – 17:00`, or nothing. */
export function dayHoursWords(day: readonly DayHours[], locale: string): string {
  return day.map(({ from, to }) => `${clock(from, locale)} – ${clock(to, locale)}`).join(' and ')
}

function clock(time: LocalTime, locale: string): string {
  return time === '24:00' ? 'midnight' : formatClock(`2026-01-05T${time}:00.000Z`, 'UTC', locale).replace(' ', '\u00a0')
}

/** Nobody works in it, nothing is open. */
export function isClosedAllWeek(week: WeekHours): boolean {
  return week.every((day) => day.length === 0)
}
