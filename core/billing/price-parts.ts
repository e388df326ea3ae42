import { localDate } from '../kit/time.ts'
import type { Part } from '../work-orders/document.ts'
import { chargedBefore, type LineDraft, type PricedVisit, type Pricing, settledBefore } from './pricing.ts'
import { partPrice } from './resolve.ts'

/** Parts in the order they were fitted, at the price of the day of their visit. */
export function partLines(pricing: Pricing, visits: readonly PricedVisit[]): LineDraft[] {
  const { work } = pricing.order
  const days = new Map(visits.map(({ visit, day }) => [visit.id, day]))
  const fitted = new Map(work.parts.map((part) => [`part/${part.id}`, part]))
  // What was billed and is not on the record any more comes off again.
  const gone = [...pricing.billed.keys()].filter((key) => key.startsWith('part/') && !fitted.has(key)).sort()
  return [
    ...work.parts
      .toSorted(byTime)
      .flatMap((part) => partLine(pricing, part, days.get(part.visit) ?? localDate(part.at, work.zone))),
    ...gone.flatMap((key) => takenBack(pricing, key)),
  ]
}

const takenAs = { part: 'parts', labour: 'labour', fee: 'fee' } as const

function byTime(a: Part, b: Part): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.id < b.id ? -1 : 1
}

function partLine(pricing: Pricing, part: Part, day: string): LineDraft[] {
  const key = `part/${part.id}`
  const quantity = part.quantity - settledBefore(pricing, key)
  if (quantity === 0) return []
  const { unitPrice, why, agreed } = partPrice(pricing.catalogue, part.item, pricing.customer, day)
  const item = part.item === null ? undefined : pricing.catalogue.items.get(part.item)
  return [
    {
      key,
      kind: 'part',
      visit: part.visit,
      day,
      description: part.name,
      quantity,
      unit: part.unit,
      unitPrice,
      taxRate: item?.taxRateId ?? null,
      takes: takenAs[item?.kind ?? 'part'],
      category: item?.category ?? '',
      agreed,
      why,
      from: [part.id],
      covers: pricing.settled.has(part.id) ? [] : [part.id],
    },
  ]
}

/** A part taken off the record after it was invoiced: what was charged for it is owed back. */
function takenBack(pricing: Pricing, key: string): LineDraft[] {
  const settled = settledBefore(pricing, key)
  const [first] = pricing.billed.get(key) ?? []
  if (settled === 0 || !first || chargedBefore(pricing, key) === 0) return []
  return [
    {
      key,
      kind: 'part',
      visit: null,
      day: localDate(pricing.order.work.raisedAt, pricing.order.work.zone),
      description: first.description ?? 'Part taken back',
      quantity: -settled,
      unit: '',
      unitPrice: 0,
      taxRate: first.taxRate ?? null,
      takes: 'nothing',
      why: { rule: 'taken_back' },
      from: [key.slice('part/'.length)],
      covers: [],
    },
  ]
}
