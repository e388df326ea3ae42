import { addDays, dayOfWeek, type Instant, type LocalDate, localDate, minutesBetween } from '#core/kit/time.ts'
import { findFact } from '#core/work-orders/corrections.ts'
import type { RecordedBy } from '#core/work-orders/events.ts'
import { timeEntries } from '#core/work-orders/visits.ts'
import { streamName } from '#core/sync/envelope.ts'
import type { Holdings } from '../holdings.ts'
import { type FactState, isShownAsFact, stateOf } from '../states.ts'
import type { TimeLine, TimeView } from './types.ts'
import { referenceOf, siteNameOf } from './visits.ts'
import { ownStates } from './work-order.ts'

/** One's own time of the week a date is in, of visits and of the day, cut into pay days in the organization's zone. */
export function timeOf(holdings: Holdings, now: Instant, date?: LocalDate): TimeView {
  const { zone, firstDayOfWeek } = organizationOf(holdings)
  const today = localDate(now, zone)
  const first = weekStart(date ?? today, firstDayOfWeek)
  const lines = [...visitLines(holdings, now), ...dayLines(holdings, now)].sort((a, b) => a.from.localeCompare(b.from))
  const week = Array.from({ length: 7 }, (_, n) => {
    const day = addDays(first, n)
    const own = lines.filter((line) => localDate(line.from, zone) === day)
    return { date: day, zone, lines: own, minutes: sum(own) }
  })
  return { zone, today, running: lines.findLast((line) => line.to === null) ?? null, week, minutes: sum(week) }
}

function organizationOf(holdings: Holdings) {
  return holdings.documents('settings')[0]?.body.organization ?? holdings.meta().account.organization
}

function weekStart(date: LocalDate, firstDayOfWeek: number): LocalDate {
  return addDays(date, -((dayOfWeek(date) - firstDayOfWeek + 7) % 7))
}

function sum(lines: readonly { minutes: number }[]): number {
  return lines.reduce((total, line) => total + line.minutes, 0)
}

function minutesOf(entry: { from: Instant; to: Instant | null }, now: Instant): number {
  return Math.max(0, minutesBetween(entry.from, entry.to ?? now))
}

function visitLines(holdings: Holdings, now: Instant): TimeLine[] {
  const technician = holdings.author.technician
  return holdings.workOrders().flatMap((id) => {
    const work = holdings.shown(id)?.work
    if (!work) return []
    const states = ownStates(holdings, id)
    return work.visits.flatMap((visit) =>
      timeEntries(work, visit)
        .filter((entry) => entry.technician === technician)
        .map((entry) => ({
          id: entry.id,
          kind: 'visit' as const,
          activity: entry.activity,
          from: entry.from,
          to: entry.to,
          minutes: minutesOf(entry, now),
          zone: work.zone,
          note: work.times.find((time) => time.id === entry.id)?.note ?? '',
          corrected: entry.corrected,
          recordedBy: saidBy(findFact(work, entry.id)?.by),
          state: states.get(entry.id) ?? ('on_record' as const),
          workOrder: {
            id,
            visit: visit.id,
            reference: referenceOf(work),
            title: work.details.title,
            siteName: siteNameOf(holdings, work),
          },
        })),
    )
  })
}

function saidBy(by: RecordedBy | undefined): string | null {
  return by === undefined || by.source === 'self' ? null : by.name
}

function dayLines(holdings: Holdings, now: Instant): TimeLine[] {
  const rows = holdings.commandsOf(streamName({ kind: 'day', id: holdings.author.technician }))
  const states = new Map(rows.map((row) => [row.id, stateOf(row)]))
  return holdings.shownDay().entries.map((entry) => ({
    id: entry.id,
    kind: 'day',
    activity: entry.activity,
    from: entry.from,
    to: entry.to,
    minutes: minutesOf(entry, now),
    zone: organizationOf(holdings).zone,
    note: entry.note,
    corrected: entry.corrected,
    recordedBy: entry.recordedBy ?? null,
    state: factState(states.get(entry.id)),
    workOrder: null,
  }))
}

function factState(state: ReturnType<typeof stateOf> | undefined): FactState {
  return state !== undefined && isShownAsFact(state) ? state : 'on_record'
}
