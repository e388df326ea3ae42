import type { Minutes } from './money.ts'
import {
  dayBounds,
  type Instant,
  instantFrom,
  localDate,
  type LocalDate,
  type LocalTime,
  millisecondsOf,
  resolveLocal,
  type Zone,
} from './time.ts'

/** From one instant to another, the second not of it. */
export type Span = { from: Instant; to: Instant }

/** Open from one wall clock time to another of the same day; `24:00` is its end. */
export type DayHours = { from: LocalTime; to: LocalTime }

/** The hours of each weekday, Monday first; a day with none is closed. */
export type WeekHours = readonly [
  readonly DayHours[],
  readonly DayHours[],
  readonly DayHours[],
  readonly DayHours[],
  readonly DayHours[],
  readonly DayHours[],
  readonly DayHours[],
]

/**
 * When time counts. Around the clock it always does. Else by the hours of the week, in a zone, but for the days that have
 * hours of their own: a holiday has none.
 */
export type Calendar =
  | { kind: 'around_the_clock' }
  | { kind: 'hours'; zone: Zone; week: WeekHours; days: ReadonlyMap<LocalDate, readonly DayHours[]> }

/** The same hours from Monday to Friday. */
export function weekdays(hours: DayHours): WeekHours {
  const open = [hours]
  return [open, open, open, open, open, [], []]
}

/** How far ahead time is looked for in a calendar that may be closed for good: ten years. */
const farthest = 3660

/** When a day is open, in order, as instants: a day on which the clocks change is as long as it is. */
export function openOn(calendar: Extract<Calendar, { kind: 'hours' }>, date: LocalDate): Span[] {
  const hours = calendar.days.get(date) ?? calendar.week[dayOfWeek(date) - 1] ?? []
  if (hours.length === 0) return []
  return hours
    .map((open) => spanOf(date, open, calendar.zone))
    .filter((span) => span.from < span.to)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

/** What wall clock times were resolved to: a work order counts the same days at every change of it, at 40 µs a time. */
const resolved = new Map<string, Span>()
const mostResolved = 20_000

function spanOf(date: LocalDate, { from, to }: DayHours, zone: Zone): Span {
  const key = `${date} ${from} ${to} ${zone}`
  const known = resolved.get(key)
  if (known) return known
  const span = { from: openingAt(date, from, zone), to: closingAt(date, to, zone) }
  if (resolved.size >= mostResolved) resolved.clear()
  resolved.set(key, span)
  return span
}

/** A door that opens at a time which exists twice opens at the first of the two, and closes at the second. */
function openingAt(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  const at = resolveLocal(date, time, zone)
  return at.kind === 'one' ? at.instant : at.kind === 'two' ? at.first : at.after
}

function closingAt(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  if (time === '24:00') return dayBounds(date, zone).to
  const at = resolveLocal(date, time, zone)
  return at.kind === 'one' ? at.instant : at.kind === 'two' ? at.second : at.after
}

/** Open time from an instant on, piece by piece, without what is left out; ends where ten years hold nothing more. */
export function* openTime(calendar: Calendar, from: Instant, without: readonly Span[] = []): Generator<Span> {
  const gaps = without.filter((span) => span.from < span.to).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  for (const span of openFrom(calendar, from)) yield* cutOut(span, gaps)
}

/** After every instant there is: what is open for good ends here. */
const endOfTime = instantFrom(8.64e15)

function* openFrom(calendar: Calendar, from: Instant): Generator<Span> {
  if (calendar.kind === 'around_the_clock') {
    yield { from, to: endOfTime }
    return
  }
  const first = localDate(from, calendar.zone)
  for (let day = 0; day < farthest; day++) {
    for (const span of openOn(calendar, daysAfter(first, day))) {
      if (span.to > from) yield { from: later(span.from, from), to: span.to }
    }
  }
}

/** A calendar day has no clock changes: counted in UTC, without the cost of a calendar. */
const dayLength = 86_400_000
const daysAfter = (date: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(date) + days * dayLength).toISOString().slice(0, 10)
/** 1 is Monday, 7 is Sunday. */
const dayOfWeek = (date: LocalDate): number => new Date(Date.parse(date)).getUTCDay() || 7

function* cutOut(span: Span, gaps: readonly Span[]): Generator<Span> {
  let { from } = span
  for (const gap of gaps) {
    if (before(gap.to, from) || gap.to === from) continue
    if (!before(gap.from, span.to)) break
    if (before(from, gap.from)) yield { from, to: gap.from }
    from = gap.to
    if (!before(from, span.to)) return
  }
  yield { from, to: span.to }
}

/** By the clock: the end of time is written with more digits than other instants. */
const before = (a: Instant, b: Instant) => millisecondsOf(a) < millisecondsOf(b)
const later = (a: Instant, b: Instant) => (before(a, b) ? b : a)

/**
 * When so much open time has passed since an instant, without what is left out (a target that waits for the customer).
 * Null where the calendar never has as much.
 */
export function afterOpenMinutes(
  calendar: Calendar,
  from: Instant,
  minutes: Minutes,
  without: readonly Span[] = [],
): Instant | null {
  let left = minutes * 60_000
  for (const span of openTime(calendar, from, without)) {
    const start = millisecondsOf(span.from)
    const length = millisecondsOf(span.to) - start
    if (left <= length) return instantFrom(start + left)
    left -= length
  }
  return null
}

/** How many open minutes lie between two instants, whole ones, without what is left out. */
export function openMinutesBetween(
  calendar: Calendar,
  from: Instant,
  to: Instant,
  without: readonly Span[] = [],
): Minutes {
  let milliseconds = 0
  for (const span of openTime(calendar, from, without)) {
    if (!before(span.from, to)) break
    milliseconds += millisecondsOf(before(to, span.to) ? to : span.to) - millisecondsOf(span.from)
  }
  return Math.floor(milliseconds / 60_000)
}
