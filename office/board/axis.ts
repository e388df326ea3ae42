import {
  dayBounds,
  type Instant,
  instantFrom,
  type LocalDate,
  localTime,
  millisecondsOf,
  resolveLocal,
  type Zone,
} from '#core/kit/time.ts'

/** One day across the board: the shown part of it, as instants in milliseconds and as pixels from the left. */
export type AxisDay = { date: LocalDate; from: number; to: number; x: number; width: number }

/** Time across: the same hours of each day side by side. Between the days, where nothing is shown, time jumps. */
export type Axis = { days: readonly AxisDay[]; width: number; hours: readonly [from: number, to: number]; zone: Zone }

const hour = 3_600_000

/** When a wall clock hour is: on the days clocks change the nearest there is. `24` is the end of the day. */
export function hourOf(date: LocalDate, at: number, zone: Zone): number {
  if (at >= 24) return millisecondsOf(dayBounds(date, zone).to)
  const found = resolveLocal(date, `${String(at).padStart(2, '0')}:00`, zone)
  return millisecondsOf(found.kind === 'one' ? found.instant : found.kind === 'two' ? found.first : found.after)
}

/** @param hourWidth pixels an hour takes */
export function axisOf(
  dates: readonly LocalDate[],
  hours: readonly [from: number, to: number],
  zone: Zone,
  hourWidth: number,
): Axis {
  let x = 0
  const days = dates.map((date) => {
    const [from, to] = [hourOf(date, hours[0], zone), hourOf(date, hours[1], zone)]
    // A day of 23 hours is as much narrower: an hour is an hour everywhere.
    const day = { date, from, to, x, width: ((to - from) / hour) * hourWidth }
    x += day.width
    return day
  })
  return { days, width: x, hours, zone }
}

/** Where an instant is; what lies between the days is at the nearest edge. */
export function xOf(axis: Axis, at: number): number {
  for (const day of axis.days) {
    if (at <= day.from) return day.x
    if (at < day.to) return day.x + ((at - day.from) / (day.to - day.from)) * day.width
  }
  return axis.width
}

/** What instant a place stands for; beyond the ends it is the nearest end. */
export function timeAt(axis: Axis, x: number): number {
  const [first] = axis.days
  const last = axis.days.at(-1)
  if (!first || !last) return 0
  const day = axis.days.find((one) => x < one.x + one.width) ?? last
  const within = Math.min(Math.max(x - day.x, 0), day.width)
  return day.from + (day.width === 0 ? 0 : (within / day.width) * (day.to - day.from))
}

/** To full steps of the wall clock (no zone is off by less than a quarter of an hour). */
export function snapped(at: number, minutes: number): number {
  const step = minutes * 60_000
  return Math.round(at / step) * step
}

/** The hour on the clock, with its part: on most days that is how long the day has lasted. */
function hoursInto(day: { from: number; to: number }, at: number, zone: Zone): number {
  if (day.to - day.from === 24 * hour) return (at - day.from) / hour
  const [hours = 0, minutes = 0] = localTime(instantFrom(at), zone).split(':').map(Number)
  return hours + minutes / 60
}

/** Hours that hold everything there is to show: at least 7 to 18, whole, wider where something lies outside. */
export function hoursFor(
  spans: Iterable<{ from: Instant; to: Instant }>,
  dates: readonly LocalDate[],
  zone: Zone,
): [from: number, to: number] {
  let [from, to] = [7, 18]
  const bounds = dates.map((date) => ({ from: hourOf(date, 0, zone), to: hourOf(date, 24, zone) }))
  for (const span of spans) {
    const [begin, end] = [millisecondsOf(span.from), millisecondsOf(span.to)]
    for (const day of bounds) {
      if (end <= day.from || begin >= day.to) continue
      if (begin > day.from) from = Math.min(from, Math.floor(hoursInto(day, begin, zone)))
      else from = 0
      to = Math.max(to, end < day.to ? Math.ceil(hoursInto(day, end, zone)) : 24)
    }
  }
  return [Math.max(0, from), Math.min(24, to)]
}
