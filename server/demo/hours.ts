import {
  addDays,
  addMinutes,
  dayOfWeek,
  type Instant,
  localDate,
  type LocalDate,
  minutesBetween,
} from '#core/kit/time.ts'
import { type LocalTime, resolveLocal, type Zone } from '#core/kit/time.ts'
import { company } from './data/company.ts'

/** Visits are planned and, but for one that ran late, worked between these, on the clock of their site. */
export const opens: LocalTime = '07:00'
export const closes: LocalTime = '17:00'

/** When somebody is at a desk, on the company's clock. */
const desk: { from: LocalTime; to: LocalTime } = { from: '07:30', to: '17:30' }
/** Office minutes of a working day. */
export const deskDay = 600

export function instantAt(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  const found = resolveLocal(date, time, zone)
  return found.kind === 'one' ? found.instant : found.kind === 'two' ? found.first : found.after
}

export const isWorkday = (date: LocalDate): boolean => dayOfWeek(date) <= 5

export function nextWorkday(date: LocalDate, ahead = 1): LocalDate {
  let next = addDays(date, ahead)
  while (!isWorkday(next)) next = addDays(next, 1)
  return next
}

export function workdaysBefore(date: LocalDate, count: number): LocalDate {
  let day = date
  for (let left = count; left > 0; ) {
    day = addDays(day, -1)
    if (isWorkday(day)) left--
  }
  return day
}

/** So many minutes earlier by the office's clock, which stands still at night and over the weekend. */
export function officeMinutesBefore(at: Instant, minutes: number): Instant {
  let left = minutes
  for (let date = localDate(at, company.zone); ; date = addDays(date, -1)) {
    if (!isWorkday(date)) continue
    const end = earlier(at, instantAt(date, desk.to, company.zone))
    const there = minutesBetween(instantAt(date, desk.from, company.zone), end)
    if (there < 0) continue
    if (there >= left) return addMinutes(end, -left)
    left -= there
  }
}

export function earlier(...instants: Instant[]): Instant {
  return instants.reduce((a, b) => (a < b ? a : b))
}

export function later(...instants: Instant[]): Instant {
  return instants.reduce((a, b) => (a > b ? a : b))
}
