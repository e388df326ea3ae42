import {
  addDays,
  instantFrom,
  type LocalDate,
  localDate,
  localTime,
  millisecondsOf,
  resolveLocal,
  type Zone,
} from '#core/kit/time.ts'
import { type Axis, hourOf } from '../axis.ts'
import type { Target } from '../carry.ts'
import type { Row } from '../rows.ts'

/** Which way what is carried goes with one press. */
export type Course =
  | 'earlier'
  | 'later'
  | 'hour_earlier'
  | 'hour_later'
  | 'day_before'
  | 'day_after'
  | 'row_before'
  | 'row_after'

/** The board as far as the keyboard carries over it; rows from the top, a step in minutes. */
export type Ground = { axis: Axis; rows: readonly Row['id'][]; step: number }

const minute = 60_000

/** Where a press brings what is carried; null: the board ends there, or whoever is added comes at the time there is. */
export function carriedOn(target: Target, course: Course, { axis, rows, step }: Ground): Target | null {
  const at = (start: number | null): Target | null =>
    start === null || target.mode === 'add' ? null : { ...target, start }
  switch (course) {
    case 'earlier':
      return at(within(axis, (Math.ceil(target.start / (step * minute)) - 1) * step * minute, target.start, step))
    case 'later':
      return at(within(axis, (Math.floor(target.start / (step * minute)) + 1) * step * minute, target.start, step))
    case 'hour_earlier':
      return at(within(axis, target.start - 60 * minute, target.start, step))
    case 'hour_later':
      return at(within(axis, target.start + 60 * minute, target.start, step))
    case 'day_before':
      return at(onDay(axis, target.start, -1))
    case 'day_after':
      return at(onDay(axis, target.start, 1))
    case 'row_before':
    case 'row_after': {
      const here = rows.indexOf(target.row)
      const row = course === 'row_after' ? rows[here + 1] : rows[here - 1]
      return row === undefined ? null : { ...target, row }
    }
  }
}

/** Past the shown hours of a day it goes on with the next day that is shown. */
function within({ days }: Axis, start: number, before: number, step: number): number | null {
  const today = Math.max(
    0,
    days.findLastIndex(({ from }) => from <= before),
  )
  const day = days[today]
  if (!day) return null
  if (start >= day.to && start > before) return days[today + 1]?.from ?? null
  if (start < day.from && start < before) {
    const earlier = days[today - 1]
    return earlier ? earlier.to - step * minute : null
  }
  return start
}

/**
 * The same on the clock another day; where the clock shows it twice the first, where it jumps over it as much later.
 */
function onDay({ days, zone }: Axis, start: number, by: 1 | -1): number | null {
  const from = instantFrom(start)
  const date: LocalDate = addDays(localDate(from, zone), by)
  if (!days.some((day) => day.date === date)) return null
  const found = resolveLocal(date, localTime(from, zone), zone)
  return millisecondsOf(found.kind === 'one' ? found.instant : found.kind === 'two' ? found.first : found.after)
}

/**
 * What was taken where a day further the clock shows the time twice or not at all, in words; null: it shows it once.
 * @param before where it was carried from
 */
export function takenOnClock(before: number, after: number, zone: Zone): string | null {
  const [from, to] = [instantFrom(before), instantFrom(after)]
  const time = localTime(from, zone)
  const found = resolveLocal(localDate(to, zone), time, zone)
  switch (found.kind) {
    case 'one':
      return null
    case 'two':
      return `${time} exists twice that day; the first is meant`
    case 'none':
      return `${time} does not exist that day; ${localTime(to, zone)} is meant`
  }
}

/** Where work that waits is first held: now, or when the technician of the row begins, or at eight. */
export function firstHeld(row: Row, minutes: number, { axis, step }: Ground, now: number): Target {
  const soon = Math.ceil(now / (step * minute)) * step * minute
  const [first] = axis.days
  const isShown = axis.days.some(({ from, to }) => from <= now && soon < to)
  const opens = row.technician?.open
    ?.map(({ from }) => millisecondsOf(from))
    .find((from) => first && from >= first.from)
  const eight = first ? hourOf(first.date, 8, axis.zone) : soon
  return { row: row.id, start: isShown ? soon : (opens ?? eight), minutes, mode: 'move' }
}
