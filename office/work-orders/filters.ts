import { targetFilters } from '#core/work-orders/api.ts'
import {
  priorities,
  type Priority,
  workOrderKinds,
  type WorkOrderKind,
  workOrderStatuses,
  type WorkOrderStatus,
} from '#core/work-orders/words.ts'

/** The filters of the work orders screen as they stand in its address: text, lists with commas. */
export type Filters = Partial<Record<FilterName, string>>
export const filterNames = [
  'q',
  'status',
  'priority',
  'kind',
  'customer',
  'site',
  'technician',
  'flagged',
  'target',
  'raisedFrom',
  'raisedTo',
] as const
export type FilterName = (typeof filterNames)[number]

export const sorts = ['-raised', 'raised', 'target', '-changed', 'priority', 'next_visit', 'number'] as const
export type Sort = (typeof sorts)[number]

export function partsOf<T extends string>(text: string | undefined, known: readonly T[]): T[] {
  const parts = new Set((text ?? '').split(','))
  return known.filter((one) => parts.has(one))
}

export function sortOf(text: string | undefined): Sort {
  return sorts.find((one) => one === text) ?? '-raised'
}

/** What is asked of the API: only what it knows, so that an old link with a slip in it still shows a list. */
export function queryOf(search: Filters & { sort?: string }) {
  const statuses: WorkOrderStatus[] = partsOf(search.status, workOrderStatuses)
  const chosenPriorities: Priority[] = partsOf(search.priority, priorities)
  const kinds: WorkOrderKind[] = partsOf(search.kind, workOrderKinds)
  return {
    q: search.q || undefined,
    status: statuses.join(',') || undefined,
    priority: chosenPriorities.join(',') || undefined,
    kind: kinds.join(',') || undefined,
    customer: search.customer,
    site: search.site,
    technician: search.technician,
    flagged: search.flagged === 'yes' ? ('yes' as const) : undefined,
    target: targetFilters.find((one) => one === search.target),
    raisedFrom: search.raisedFrom,
    raisedTo: search.raisedTo,
    sort: sortOf(search.sort),
  }
}
