import type { Id } from '../kit/ids.ts'
import { type Minor, type Minutes, type Quantity, sum } from '../kit/money.ts'
import { localDate, type LocalDate } from '../kit/time.ts'
import type { InvoiceRef, Visit, WorkOrder } from '../work-orders/document.ts'
import { liveBilledLines } from '../work-orders/evolve-money.ts'
import { timeEntries, type TimeEntry } from '../work-orders/visits.ts'
import type { PriceCatalogue, PriceRateCard } from './catalogue.ts'
import type { PricedLine } from './priced-line.ts'
import { cardFor } from './resolve.ts'

/** What a kind of line makes: the price before anything comes off it, without sums. */
export type LineDraft = Pick<
  PricedLine,
  | 'key'
  | 'kind'
  | 'visit'
  | 'day'
  | 'description'
  | 'quantity'
  | 'unit'
  | 'unitPrice'
  | 'taxRate'
  | 'why'
  | 'from'
  | 'covers'
> & {
  /** What may be taken off it: a discount and coverage of labour or parts, of a fee coverage alone, of the rest nothing. */
  takes: 'labour' | 'fee' | 'parts' | 'nothing'
  /** The category of the price book, for its discount. */
  category?: string
  /** Whether the price is the customer's own already. */
  agreed?: boolean
  /** Where it is not the quantity. */
  settles?: Quantity
}

/** A work order about to be priced: its record, what prices are taken from, and what live invoices billed. */
export type Pricing = {
  order: WorkOrder
  catalogue: PriceCatalogue
  customer: Id | null
  jobType: Id | null
  /** Lines on live invoices by key. */
  billed: ReadonlyMap<string, InvoiceRef['lines']>
  /** Facts those lines settled. */
  settled: ReadonlySet<Id>
}

export function pricingOf(order: WorkOrder, catalogue: PriceCatalogue): Pricing {
  const billed = liveBilledLines(order.money)
  const { customer, jobType } = order.work.details
  return {
    order,
    catalogue,
    customer,
    jobType,
    billed: Map.groupBy(billed, (line) => line.key),
    settled: new Set(billed.flatMap((line) => line.covers)),
  }
}

/** How much of a line was settled before, in the unit it settles. */
export function settledBefore({ billed }: Pricing, key: string): Quantity {
  return sum((billed.get(key) ?? []).map((line) => line.settles))
}

/** What came of it for the customer: what those lines charged for all they settled. */
export function chargedBefore({ billed }: Pricing, key: string): Minor {
  return sum((billed.get(key) ?? []).map((line) => line.amount ?? line.net))
}

/** A visit with the time on it, in the order it was worked, and the card that fees and ways are taken from. */
export type PricedVisit = { visit: Visit; entries: TimeEntry[]; day: LocalDate; card: PriceRateCard | null }

export function pricedVisits(pricing: Pricing): PricedVisit[] {
  return pricing.order.work.visits.toSorted((a, b) => a.number - b.number).map((visit) => pricedVisit(pricing, visit))
}

function pricedVisit(pricing: Pricing, visit: Visit): PricedVisit {
  const { work } = pricing.order
  const entries = timeEntries(work, visit)
    .filter((entry) => entry.to !== null)
    .sort(byTime)
  const first = entries.find(isBillable)
  const day = localDate(first?.from ?? visit.plan.start ?? work.raisedAt, work.zone)
  return { visit, entries, day, card: visitCard(pricing, first ?? entries[0], day) }
}

export function isBillable(entry: TimeEntry): boolean {
  return entry.activity === 'work' || entry.activity === 'travel'
}

function byTime(a: TimeEntry, b: TimeEntry): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1
  return a.id < b.id ? -1 : 1
}

/** Fees are one a visit whoever came: by the card that holds for any grade, else by that of who was first. */
function visitCard(pricing: Pricing, first: TimeEntry | undefined, day: LocalDate): PriceRateCard | null {
  const { catalogue, customer, jobType } = pricing
  const forAll = cardFor(catalogue, { customer, jobType, grade: null }, day)
  return forAll ?? (first ? technicianCard(pricing, first.technician, day) : null)
}

export function technicianCard(pricing: Pricing, technician: Id, day: LocalDate): PriceRateCard | null {
  const { catalogue, customer, jobType } = pricing
  const grade = catalogue.technicians.get(technician)?.grade ?? null
  return cardFor(catalogue, { customer, jobType, grade }, day)
}

/** Who has time of an activity on a visit, in the order they began, and who was billed for it before. */
export function techniciansOf(
  { billed }: Pricing,
  kind: 'labour' | 'travel',
  visit: Visit,
  entries: readonly TimeEntry[],
): Id[] {
  const front = `${kind}/${visit.id}/`
  const before = [...billed.keys()].filter((key) => key.startsWith(front)).map((key) => key.slice(front.length))
  return [
    ...new Set([
      ...entries.map((entry) => entry.technician),
      ...before.map((rest) => rest.split('/')[0] ?? rest).sort(),
    ]),
  ]
}

/** Minutes as billed: the office's adjustment where there is one, else what was recorded. */
export function billedMinutes({ order }: Pricing, entry: TimeEntry): Minutes {
  return order.money.timeAdjustments.find((one) => one.entry === entry.id)?.minutes ?? entry.minutes
}

export function cardWhy(card: PriceRateCard) {
  return { rateCard: card.id, rateCardName: card.name, rateCardVersion: card.version, scope: card.scopeWords }
}
