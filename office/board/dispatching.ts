import type { BoardVisit } from '#core/scheduling/board-api.ts'
import type { Line } from './rows.ts'

/** Visits that can go to the phones: with somebody to go, not sent yet, and work that is not on hold. */
export function dispatchable(visits: readonly BoardVisit[]): BoardVisit[] {
  return visits.filter(
    ({ status, crew, workOrderStatus }) => status === 'scheduled' && crew.length > 0 && workOrderStatus !== 'on_hold',
  )
}

/** Of visits those that somebody of the shown rows goes to. */
export function ofLines(visits: readonly BoardVisit[], lines: readonly Line[]): BoardVisit[] {
  const shown = new Set<string>(lines.flatMap((line) => (line.kind === 'row' ? [line.row.id] : [])))
  return visits.filter(({ crew }) => crew.some((technician) => shown.has(technician)))
}
