import type { DayHours, WeekHours } from '#core/kit/hours.ts'
import { zDayHours } from '#core/kit/hours-fields.ts'
import { dayNames } from '#core/kit/hours-words.ts'

/** The week with other hours on one of its days. */
export function withDay(week: WeekHours, place: number, hours: readonly DayHours[]): WeekHours {
  const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = week.map((day, at) =>
    at === place ? hours : day,
  )
  const none: DayHours[] = []
  return [
    monday ?? none,
    tuesday ?? none,
    wednesday ?? none,
    thursday ?? none,
    friday ?? none,
    saturday ?? none,
    sunday ?? none,
  ]
}

/** The hours of one day on every day from Monday to Friday. */
export function onWeekdays(week: WeekHours, hours: readonly DayHours[]): WeekHours {
  return [hours, hours, hours, hours, hours, week[5], week[6]]
}

/** The span a day is given next: its usual hours at first, then the afternoon after what is there. */
export function nextSpan(hours: readonly DayHours[]): DayHours {
  const last = hours.at(-1)
  if (!last) return { from: '08:00', to: '17:00' }
  const begins = last.to < '17:00' ? last.to : '20:00'
  return begins < last.to ? { from: last.to, to: '24:00' } : { from: begins, to: begins < '17:00' ? '17:00' : '24:00' }
}

/** What is wrong with the hours of a day, in a sentence. */
export function dayProblem(hours: readonly DayHours[]): string | null {
  if (hours.some(({ from, to }) => from === '' || to === '')) return 'Give a beginning and an end, or remove it.'
  const read = zDayHours.safeParse(hours)
  return read.success ? null : (read.error.issues[0]?.message ?? null)
}

/** Why a week cannot be saved; null when it can. */
export function weekProblem(week: WeekHours | null): string | null {
  const wrong = week?.findIndex((day) => dayProblem(day) !== null) ?? -1
  return wrong === -1 ? null : `Look at the hours of ${dayNames[wrong] ?? 'the week'}.`
}
