import Papa from 'papaparse'
import type { Id } from '../kit/ids.ts'
import { type Minutes, sum } from '../kit/money.ts'
import {
  abbreviation,
  addDays,
  dayBounds,
  type Instant,
  localDate,
  type LocalDate,
  localTime,
  minutesBetween,
  type Zone,
} from '../kit/time.ts'

/** Time of a technician as it was recorded. */
export type Worked = {
  id: Id
  technician: Id
  technicianName: string
  activity: string
  from: Instant
  /** Null: the clock still runs. */
  to: Instant | null
  /** Number of the work order, and which it is; empty for the technician's own day. */
  workOrder: string
  workOrderId: Id | null
}

/** A piece of it that lies on one pay day. */
export type PayrollRow = Omit<Worked, 'to'> & { to: Instant; day: LocalDate; minutes: Minutes }

export type PayrollProblem =
  | { kind: 'open'; technician: string; entry: Worked }
  | { kind: 'overlap'; technician: string; entry: Worked; other: Worked }

/**
 * Time by pay day, cut at the organization's midnight: a night shift is on both days, and the night the clocks change has
 * the hours it had. What is cut adds up to the whole, to the minute. Time whose clock still runs is not in it.
 */
export function payrollRows(
  worked: readonly Worked[],
  { from, to, zone }: { from: LocalDate; to: LocalDate; zone: Zone },
): PayrollRow[] {
  return worked
    .flatMap((entry) => (entry.to === null ? [] : pieces({ ...entry, to: entry.to }, zone)))
    .filter((row) => row.day >= from && row.day <= to)
    .sort(
      (a, b) =>
        a.technicianName.localeCompare(b.technicianName) ||
        a.technician.localeCompare(b.technician) ||
        a.from.localeCompare(b.from),
    )
}

function pieces(entry: Worked & { to: Instant }, zone: Zone): PayrollRow[] {
  const rows: PayrollRow[] = []
  let start = entry.from
  let before = 0
  for (let day = localDate(start, zone); ; day = addDays(day, 1)) {
    const midnight = dayBounds(day, zone).to
    const end = entry.to < midnight ? entry.to : midnight
    const whole = minutesBetween(entry.from, end)
    rows.push({ ...entry, from: start, to: end, day, minutes: whole - before })
    if (end === entry.to) return rows
    start = end
    before = whole
  }
}

/** What has to be looked at before it leaves: clocks that run, and somebody in two places at once. */
export function payrollProblems(worked: readonly Worked[]): PayrollProblem[] {
  const open = worked
    .filter((entry) => entry.to === null)
    .map((entry): PayrollProblem => ({ kind: 'open', technician: entry.technicianName, entry }))
  const own = Map.groupBy(
    worked.filter((entry) => entry.to !== null),
    (entry) => entry.technician,
  )
  return [...open, ...[...own.values()].flatMap(overlapsOf)]
}

/** Each entry that begins before one of the same person has ended. */
function overlapsOf(entries: readonly Worked[]): PayrollProblem[] {
  const found: PayrollProblem[] = []
  let last: Worked | null = null
  for (const entry of entries.toSorted((a, b) => a.from.localeCompare(b.from))) {
    if (last && entry.from < (last.to ?? ''))
      found.push({ kind: 'overlap', technician: entry.technicianName, entry, other: last })
    if (!last || (entry.to ?? '') > (last.to ?? '')) last = entry
  }
  return found
}

/** Minutes of each technician and activity. */
export function payrollTotals(
  rows: readonly PayrollRow[],
): { technician: Id; name: string; days: number; minutes: Minutes; byActivity: Map<string, Minutes> }[] {
  return [...Map.groupBy(rows, (row) => row.technician)].map(([technician, own]) => ({
    technician,
    name: own[0]?.technicianName ?? '',
    days: new Set(own.map((row) => row.day)).size,
    minutes: sum(own.map((row) => row.minutes)),
    byActivity: new Map(
      [...Map.groupBy(own, (row) => row.activity)].map(([activity, some]) => [
        activity,
        sum(some.map((row) => row.minutes)),
      ]),
    ),
  }))
}

/** For a payroll program: a row a piece of time, with its zone said; hours with two digits for those who want no minutes. */
export function payrollCsv(rows: readonly PayrollRow[], zone: Zone, harmless: (cell: string) => string): string {
  const clock = (at: Instant) => `${localTime(at, zone)} ${abbreviation(at, zone)}`
  const cells = rows.map((row) => ({
    technician: harmless(row.technicianName),
    date: row.day,
    activity: row.activity,
    from: clock(row.from),
    to: clock(row.to),
    minutes: row.minutes,
    hours: (Math.round((row.minutes * 100) / 60) / 100).toFixed(2),
    work_order: harmless(row.workOrder),
    from_utc: row.from,
    to_utc: row.to,
    zone,
  }))
  return `\ufeff${Papa.unparse(cells, { newline: '\r\n' })}\r\n`
}
