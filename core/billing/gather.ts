import type { Ready } from './api.ts'

export const gatherWays = ['customer', 'site', 'purchase_order', 'month', 'one'] as const
export type GatherBy = (typeof gatherWays)[number]
export type Gathering = { key: string; items: Ready[] }

/** What would be one invoice each, in the order of the customers’ names: always of one customer and one purchase order. */
export function gatherings(items: readonly Ready[], by: GatherBy): Gathering[] {
  const groups = new Map<string, Ready[]>()
  for (const one of items) {
    const key = [one.customer.id, one.purchaseOrder, apart(one, by)].join(' / ')
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups]
    .map(([key, own]) => ({ key, items: own }))
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b)) || a.key.localeCompare(b.key))
}

function nameOf({ items: [first] }: Gathering): string {
  return first?.customer.name ?? ''
}

function apart(one: Ready, by: GatherBy): string {
  switch (by) {
    case 'customer':
    case 'purchase_order':
      return ''
    case 'site':
      return one.site?.id ?? ''
    case 'month':
      return one.month
    case 'one':
      return one.workOrder
  }
}
