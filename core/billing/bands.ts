import { openOn } from '../kit/hours.ts'
import type { Minutes } from '../kit/money.ts'
import { addDays, dayBounds, type Instant, localDate, type LocalDate, minutesBetween, type Zone } from '../kit/time.ts'
import type { Band, PriceCatalogue } from './catalogue.ts'

export type Piece = { band: Band; minutes: Minutes }

/**
 * A time cut into the bands it was in, in order: days as the site's calendar has them, a holiday from midnight to midnight,
 * the hours of the week as its clock shows them. Minutes add up to the whole, also where clocks change.
 */
export function bandsOf(from: Instant, to: Instant, zone: Zone, catalogue: PriceCatalogue): Piece[] {
  const pieces: Piece[] = []
  const add = (band: Band, start: Instant, end: Instant) => {
    const minutes = minutesBetween(start, end)
    if (minutes <= 0) return
    const last = pieces.at(-1)
    if (last?.band === band) last.minutes += minutes
    else pieces.push({ band, minutes })
  }
  let at = from
  for (let day = localDate(from, zone); at < to; day = addDays(day, 1)) {
    const end = earlier(midnightAfter(day, zone), to)
    if (catalogue.holidays.has(day)) add('holiday', at, end)
    else cutDay(at, end, day, zone, catalogue, add)
    at = end
  }
  return pieces
}

function cutDay(
  from: Instant,
  to: Instant,
  day: LocalDate,
  zone: Zone,
  { workingHours }: PriceCatalogue,
  add: (band: Band, start: Instant, end: Instant) => void,
): void {
  let at = from
  for (const open of openOn({ kind: 'hours', zone, week: workingHours, days: noDays }, day)) {
    if (open.to <= at || open.from >= to) continue
    if (open.from > at) add('after_hours', at, open.from)
    const start = open.from > at ? open.from : at
    at = earlier(open.to, to)
    add('standard', start, at)
  }
  add('after_hours', at, to)
}

const noDays = new Map<LocalDate, []>()

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b
}

/** Midnights are asked for again and again, and finding one takes a calendar. */
const midnights = new Map<string, Instant>()
const mostKept = 10_000

function midnightAfter(day: LocalDate, zone: Zone): Instant {
  const key = `${day} ${zone}`
  const known = midnights.get(key)
  if (known) return known
  const { to } = dayBounds(day, zone)
  if (midnights.size >= mostKept) midnights.clear()
  midnights.set(key, to)
  return to
}

/** As many minutes from the beginning; what is more than there were lengthens the end. */
export function firstMinutes(pieces: readonly Piece[], minutes: Minutes): Piece[] {
  const kept: Piece[] = []
  let left = minutes
  for (const piece of pieces) {
    const taken = Math.min(piece.minutes, left)
    if (taken > 0) kept.push({ band: piece.band, minutes: taken })
    left -= taken
  }
  if (left <= 0) return kept
  const last = kept.at(-1)
  if (last) last.minutes += left
  else kept.push({ band: pieces.at(-1)?.band ?? 'standard', minutes: left })
  return kept
}
