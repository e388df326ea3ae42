import { Temporal } from 'temporal-polyfill'
import type { Minutes } from './money.ts'
import { zoneAbbreviation } from './zone-abbreviations.ts'

/** A moment, UTC, with milliseconds: `2026-11-23T10:08:00.000Z`. Two of them compare as text. */
export type Instant = string
/** A calendar day without a zone: `2026-11-23`. */
export type LocalDate = string
/** A wall clock time without a zone: `07:30`. */
export type LocalTime = string
/** An IANA zone: `Europe/Berlin`. */
export type Zone = string

export function instantFrom(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString()
}

export function millisecondsOf(instant: Instant): number {
  return Date.parse(instant)
}

/** In its one spelling, on a day every month has: nearly every instant there is, known without making a date of it. */
const spelled = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** The instant in its one spelling, or null when the text is not an instant. */
export function parseInstant(text: string): Instant | null {
  if (spelled.test(text)) return text
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/.test(text)) return null
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? null : instantFrom(milliseconds)
}

export function addMinutes(instant: Instant, minutes: Minutes): Instant {
  return instantFrom(millisecondsOf(instant) + minutes * 60_000)
}

/**
 * Whole minutes from one instant to another, each cut to its minute as every screen and paper shows it: 8:01 – 9:16 is 75
 * whatever the seconds were, and what follows one another adds up to the whole. A night across a clock change is right by
 * itself.
 */
export function minutesBetween(from: Instant, to: Instant): Minutes {
  return minuteOf(to) - minuteOf(from)
}

function minuteOf(instant: Instant): number {
  return Math.floor(millisecondsOf(instant) / 60_000)
}

export function isZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function zoned(instant: Instant, zone: Zone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(millisecondsOf(instant)).toZonedDateTimeISO(zone)
}

function offsetMinutes(time: Temporal.ZonedDateTime): Minutes {
  return Math.round(time.offsetNanoseconds / 60_000_000_000)
}

export function localDate(instant: Instant, zone: Zone): LocalDate {
  return zoned(instant, zone).toPlainDate().toString()
}

export function localTime(instant: Instant, zone: Zone): LocalTime {
  return zoned(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' })
}

const abbreviations = new Map<string, string>()
const mostAbbreviations = 10_000

/** Remembered by the minute, in which no zone changes twice: a board asks for thousands of a few. */
export function abbreviation(instant: Instant, zone: Zone): string {
  const key = `${zone}|${Math.floor(millisecondsOf(instant) / 60_000)}`
  const known = abbreviations.get(key)
  if (known !== undefined) return known
  const found = zoneAbbreviation(zone, offsetMinutes(zoned(instant, zone)))
  if (abbreviations.size >= mostAbbreviations) abbreviations.clear()
  abbreviations.set(key, found)
  return found
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
}

/** 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: LocalDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

/** From the first instant of a day in a zone to the first of the next (23, 24 or 25 hours). */
export function dayBounds(date: LocalDate, zone: Zone): { from: Instant; to: Instant } {
  const start = Temporal.PlainDate.from(date)
  return {
    from: instantFrom(start.toZonedDateTime(zone).epochMilliseconds),
    to: instantFrom(start.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds),
  }
}

/** What a wall clock time means: one instant, none (clocks went forward over it) or two (clocks went back over it). */
export type Resolved =
  | { kind: 'one'; instant: Instant }
  | { kind: 'none'; before: Instant; after: Instant }
  | { kind: 'two'; first: Instant; second: Instant }

/** A local time that does not exist or exists twice is asked about, not guessed. */
export function resolveLocal(date: LocalDate, time: LocalTime, zone: Zone): Resolved {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return { kind: 'one', instant: instantFrom(earlier.epochMilliseconds) }
  }
  const exists = earlier.toPlainDateTime().equals(local)
  const [first, second] = [instantFrom(earlier.epochMilliseconds), instantFrom(later.epochMilliseconds)]
  return exists ? { kind: 'two', first, second } : { kind: 'none', before: first, after: second }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  formats.set(key, made)
  return made
}

/** `23:30 CEST`: the hour as the locale writes it, the zone by our own table. */
export function formatTime(instant: Instant, zone: Zone, locale: string): string {
  return `${formatClock(instant, zone, locale)} ${abbreviation(instant, zone)}`
}

/** The hour alone; only beside another time that names the zone. */
export function formatClock(instant: Instant, zone: Zone, locale: string): string {
  return clock(locale, zone)
    .format(millisecondsOf(instant))
    .replace(/\u202f/g, ' ')
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clock(locale: string, zone: Zone): Intl.DateTimeFormat {
  const key = `${locale}|${zone}`
  const known = clocks.get(key)
  if (known) return known
  const made = format(locale, zone, { hour: twelveHours(locale) ? 'numeric' : '2-digit', minute: '2-digit' })
  clocks.set(key, made)
  return made
}

const twelve = new Map<string, boolean>()

function twelveHours(locale: string): boolean {
  const known = twelve.get(locale)
  if (known !== undefined) return known
  const found = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true
  twelve.set(locale, found)
  return found
}

/** `Sat 24 Oct 2026` in the words of the locale. */
export function formatDate(instant: Instant, zone: Zone, locale: string): string {
  return format(locale, zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(
    millisecondsOf(instant),
  )
}

/** A calendar day as the locale writes it. */
export function formatLocalDate(date: LocalDate, locale: string, options?: Intl.DateTimeFormatOptions): string {
  const shape: Intl.DateTimeFormatOptions = options ?? {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }
  return format(locale, 'UTC', shape).format(Date.parse(`${date}T00:00:00Z`))
}

export function formatDateTime(instant: Instant, zone: Zone, locale: string): string {
  return `${formatDate(instant, zone, locale)}, ${formatTime(instant, zone, locale)}`
}

/** `23:30 CEST – 04:00 CET` over a clock change, `08:00 – 10:00 CET` within one offset; the day where it changes. */
export function formatSpan(from: Instant, to: Instant, zone: Zone, locale: string): string {
  const [before, after] = [abbreviation(from, zone), abbreviation(to, zone)]
  const start = formatClock(from, zone, locale)
  return `${before === after ? start : `${start} ${before}`} – ${formatClock(to, zone, locale)} ${after}`
}

/** `5 h 30 min`, `45 min`. */
export function formatMinutes(minutes: Minutes): string {
  const absolute = Math.abs(minutes)
  const hours = Math.floor(absolute / 60)
  const rest = absolute % 60
  const text = hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
  return minutes < 0 ? `-${text}` : text
}
