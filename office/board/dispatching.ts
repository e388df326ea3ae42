import type { BoardVisit } from '#core/scheduling/board-api.ts'

/** Visits that can go to the phones: with somebody to go, not sent yet, and work that is not on hold. */
export function dispatchable(visits: readonly BoardVisit[]): BoardVisit[] {
  return visits.filter(
    ({ status, crew, workOrderStatus }) => status === 'scheduled' && crew.length > 0 && workOrderStatus !== 'on_hold',
  )
}
