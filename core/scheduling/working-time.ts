import { openOn, type Span, type WeekHours } from '../kit/hours.ts'
import { addDays, type Instant, localDate, type LocalDate, millisecondsOf, type Zone } from '../kit/time.ts'
import type { Openings } from './plan.ts'

/** Days that differ from the week: worked besides, or not at all. */
export type Exceptions = { extra: readonly Span[]; absent: readonly Span[] }

/**
 * When somebody works in a stretch of time: the hours of their week in their zone, none on holidays, with what they work
 * besides and without what they are away. In order and apart; what touches is one.
 */
export function workingTime(
  week: WeekHours,
  zone: Zone,
  holidays: ReadonlySet<LocalDate>,
  { extra, absent }: Exceptions,
  range: Span,
): Span[] {
  return without(joined([...weekIn(week, zone, holidays, range), ...extra]), absent).flatMap((span) =>
    within(span, range),
  )
}

/** When a place is open in a stretch of time: the hours of its week in its zone. */
export function openingTime(week: WeekHours, zone: Zone, range: Span): Span[] {
  return joined(weekIn(week, zone, new Set(), range)).flatMap((span) => within(span, range))
}

function weekIn(week: WeekHours, zone: Zone, holidays: ReadonlySet<LocalDate>, range: Span): Span[] {
  const closed = new Map([...holidays].map((date) => [date, []]))
  const calendar = { kind: 'hours' as const, zone, week, days: closed }
  const spans: Span[] = []
  const last = localDate(range.to, zone)
  for (let date = localDate(range.from, zone); date <= last; date = addDays(date, 1))
    spans.push(...openOn(calendar, date))
  return spans
}

/** Spans in order, what overlaps or touches made one. */
function joined(spans: readonly Span[]): Span[] {
  const apart: Span[] = []
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = apart.at(-1)
    if (last && span.from <= last.to) last.to = later(last.to, span.to)
    else apart.push({ ...span })
  }
  return apart
}

function without(spans: readonly Span[], gaps: readonly Span[]): Span[] {
  return gaps.reduce<Span[]>((left, gap) => left.flatMap((span) => cut(span, gap)), [...spans])
}

function cut(span: Span, gap: Span): Span[] {
  if (gap.to <= span.from || span.to <= gap.from) return [span]
  return [
    ...(span.from < gap.from ? [{ from: span.from, to: gap.from }] : []),
    ...(gap.to < span.to ? [{ from: gap.to, to: span.to }] : []),
  ]
}

function within(span: Span, range: Span): Span[] {
  const part = { from: later(span.from, range.from), to: span.to < range.to ? span.to : range.to }
  return part.from < part.to ? [part] : []
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b
}

/** Spans as a plan counts them: whole minutes, side by side. */
export function openingsOf(spans: readonly Span[]): Openings {
  return Int32Array.from(spans.flatMap(({ from, to }) => [momentOf(from), momentOf(to)]))
}

/** An instant in whole minutes since 1970. */
export function momentOf(instant: Instant): number {
  return Math.floor(millisecondsOf(instant) / 60_000)
}
