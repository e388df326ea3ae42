import type { DayDocument } from '#core/fieldwork/day.ts'
import { dayMinutes } from '#core/fieldwork/day.ts'
import type { WorkOrder } from '#core/work-orders/document.ts'
import { project } from '#core/work-orders/project.ts'

/** Rows of a table by their key: what core projects, spelled as the tables spell it. */
export type Row = Readonly<Record<string, string | number | boolean | null>>
export type Rows = Readonly<Record<RowTable, ReadonlyMap<string, Row>>>

export const rowTables = [
  'work_order',
  'visit',
  'visit_crew',
  'flag',
  'evidence',
  'time_entry',
  'work_order_asset',
  'reading',
  'finding',
  'needed_part',
  'sign_off',
  'day_flag',
] as const
export type RowTable = (typeof rowTables)[number]

const none: Rows = {
  work_order: new Map(),
  visit: new Map(),
  visit_crew: new Map(),
  flag: new Map(),
  evidence: new Map(),
  time_entry: new Map(),
  work_order_asset: new Map(),
  reading: new Map(),
  finding: new Map(),
  needed_part: new Map(),
  sign_off: new Map(),
  day_flag: new Map(),
}

function keyed<T extends Row>(rows: readonly T[], key: (row: T) => string): Map<string, T> {
  return new Map(rows.map((row) => [key(row), row]))
}

/** The digits at the end: what numbers sort by. */
function serialOf(number: string | null): number {
  return Number(/\d{1,15}$/.exec(number ?? '')?.[0] ?? 0)
}

/** The rows of a work order; without one there are none. */
export function rowsOf(order: WorkOrder | null): Rows {
  if (!order) return none
  const projected = project(order)
  const { order: one } = projected
  const stream = { stream_kind: 'work_order', stream_id: one.id }
  return {
    work_order: keyed(
      [
        {
          id: one.id,
          number: serialOf(one.number),
          number_text: one.number ?? '',
          provisional: one.provisional ?? '',
          status: one.status,
          kind: one.kind,
          priority: one.priority,
          title: one.title,
          description: one.description,
          customer_id: one.customer,
          site_id: one.site,
          job_type_id: one.jobType,
          reported: one.reported,
          zone: one.zone,
          purchase_order: one.purchaseOrder,
          reference: one.reference,
          requested_at: one.requestedAt,
          target_at: one.targetAt,
          due_kind: one.dueKind,
          due_at: one.dueAt,
          due_risk_at: one.dueRiskAt,
          due_paused: one.duePaused,
          raised_at: one.raisedAt,
          hold_until: one.holdUntil,
          next_visit_id: one.nextVisit,
          next_start: one.nextStart,
          finished_at: one.finishedAt,
          open_flags: one.openFlags,
          evidence_stored: one.evidenceStored,
          evidence_total: one.evidenceTotal,
          open_return_needs: one.openReturnNeeds,
          return_reason: one.returnReason,
          parts_wanted: one.partsWanted,
          parts_waiting: one.partsWaiting,
          parts_expected: one.partsExpected,
        },
      ],
      (row) => row.id,
    ),
    visit: keyed(
      projected.visits.map((visit) => ({
        id: visit.id,
        work_order_id: one.id,
        number: visit.number,
        plan: visit.planState,
        status: visit.status,
        lead_technician_id: visit.lead,
        window_start: visit.windowFrom,
        window_end: visit.windowTo,
        planned_start: visit.start,
        planned_minutes: visit.minutes,
        outcome: visit.outcome,
        set_out_at: visit.setOutAt,
        arrived_at: visit.arrivedAt,
        finished_at: visit.finishedAt,
      })),
      (row) => row.id,
    ),
    visit_crew: keyed(
      projected.visits.flatMap((visit) =>
        visit.crew.map(({ technician, planned, actual }) => ({
          visit_id: visit.id,
          technician_id: technician,
          planned,
          actual,
          planned_start: visit.start,
          work_order_id: one.id,
        })),
      ),
      (row) => `${row.visit_id}/${row.technician_id}`,
    ),
    flag: keyed(
      projected.flags.map((flag) => ({
        work_order_id: one.id,
        flag: flag.flag,
        code: flag.code,
        visit_id: flag.visit,
        fact_id: flag.fact,
        params: flag.params,
        raised_at: flag.raisedAt,
        settled_at: flag.settledAt,
      })),
      (row) => row.flag,
    ),
    evidence: keyed(
      projected.evidence.map((row) => ({
        ...stream,
        id: row.fact,
        visit_id: row.visit,
        kind: row.kind,
        sha256: row.sha256,
        state: row.state,
        audience: row.audience,
        technician_id: row.technician,
        device_id: row.device,
      })),
      (row) => row.id,
    ),
    time_entry: keyed(
      projected.times.map((row) => ({
        ...stream,
        id: row.id,
        visit_id: row.visit,
        technician_id: row.technician,
        activity: row.activity,
        started_at: row.from,
        ended_at: row.to,
        minutes: row.minutes,
        corrected: row.corrected,
      })),
      (row) => row.id,
    ),
    work_order_asset: keyed(
      projected.assets.map((asset) => ({ work_order_id: one.id, asset_id: asset })),
      (row) => row.asset_id,
    ),
    reading: keyed(
      projected.readings.map((row) => ({
        id: row.id,
        work_order_id: one.id,
        visit_id: row.visit,
        asset_id: row.asset,
        technician_id: row.technician,
        label: row.label,
        unit: row.unit,
        value: row.value,
        out_of_range: row.outOfRange,
        read_at: row.at,
      })),
      (row) => row.id,
    ),
    finding: keyed(
      projected.findings.map((row) => ({
        id: row.id,
        work_order_id: one.id,
        visit_id: row.visit,
        asset_id: row.asset,
        technician_id: row.technician,
        severity: row.severity,
        text: row.text,
        recommendation: row.recommendation,
        state: row.state,
        followed_by: row.followedBy,
        found_at: row.at,
      })),
      (row) => row.id,
    ),
    needed_part: keyed(
      projected.neededParts.map((row) => ({
        id: row.id,
        work_order_id: one.id,
        visit_id: row.visit,
        name: row.name,
        sku: row.sku,
        quantity: row.quantity,
        unit: row.unit,
        state: row.state,
        expected: row.expected,
        needed_at: row.at,
      })),
      (row) => row.id,
    ),
    sign_off: keyed(
      projected.signOffs.map((row) => ({
        id: row.id,
        work_order_id: one.id,
        visit_id: row.visit,
        kind: row.kind,
        name: row.name,
        summary_hash: row.summaryHash,
        signed_at: row.at,
      })),
      (row) => row.id,
    ),
    day_flag: none.day_flag,
  }
}

/** The rows of a technician's day: its time entries and flags. */
export function rowsOfDay(day: DayDocument | null): Rows {
  if (!day) return none
  const rows = day.entries.map((entry) => ({
    stream_kind: 'day',
    stream_id: day.id,
    id: entry.id,
    visit_id: null,
    technician_id: day.id,
    activity: entry.activity,
    started_at: entry.from,
    ended_at: entry.to,
    minutes: dayMinutes(entry),
    corrected: entry.corrected,
  }))
  const flags = (day.flags ?? []).map((flag) => ({
    technician_id: day.id,
    flag: flag.id,
    code: flag.code,
    params: JSON.stringify(flag.params),
    raised_at: flag.raisedAt,
    settled_at: flag.settled?.at ?? null,
  }))
  return { ...none, time_entry: keyed(rows, (row) => row.id), day_flag: keyed(flags, (row) => row.flag) }
}

/**
 * `make`: rows that were not there. Only these may not exist yet: the id of a visit that another work order has is a
 * fault, and must not take that row away from it.
 */
export type RowChanges = { make: Record<RowTable, Row[]>; put: Record<RowTable, Row[]>; drop: Record<RowTable, Row[]> }

export function noRowChanges(): RowChanges {
  const empty = (): Record<RowTable, Row[]> => ({
    work_order: [],
    visit: [],
    visit_crew: [],
    flag: [],
    evidence: [],
    time_entry: [],
    work_order_asset: [],
    reading: [],
    finding: [],
    needed_part: [],
    sign_off: [],
    day_flag: [],
  })
  return { make: empty(), put: empty(), drop: empty() }
}

/** Adds what has to be written and what has to go, so that the rows are those after. */
export function addDifference(changes: RowChanges, before: Rows, after: Rows): void {
  for (const table of rowTables) {
    for (const [key, row] of after[table]) {
      const earlier = before[table].get(key)
      if (!earlier) changes.make[table].push(row)
      else if (!sameRow(earlier, row)) changes.put[table].push(row)
    }
    for (const [key, row] of before[table]) if (!after[table].has(key)) changes.drop[table].push(row)
  }
}

export function sameRow(a: Row, b: Row): boolean {
  return Object.keys(b).every((column) => a[column] === b[column])
}
