import type { Id } from '../kit/ids.ts'
import type { Minor } from '../kit/money.ts'
import { localDate, type LocalDate } from '../kit/time.ts'
import type { FixedPrice } from '../work-orders/document.ts'
import type { PriceRateCard } from './catalogue.ts'
import { asUnitPrice } from './price-fees.ts'
import { cardWhy, type LineDraft, type PricedVisit, type Pricing, settledBefore } from './pricing.ts'

/** What was agreed for all of the work: on the work order itself, else by the card of the first visit somebody came to. */
export type Fixed = FixedPrice & { card: PriceRateCard | null }

export function fixedPriceOf({ order }: Pricing, visits: readonly PricedVisit[]): Fixed | null {
  const { fixedPrice } = order.money
  if (fixedPrice) return { ...fixedPrice, card: null }
  const card = visits.find((on) => on.entries.length > 0)?.card
  if (!card || card.fixedPrice === null) return null
  return { amount: card.fixedPrice, includesParts: card.fixedIncludesParts, card }
}

const fixedKey = 'fixed'

/** The one line of it, less what was billed of it before. What it settles is the amount. */
export function fixedLine(pricing: Pricing, fixed: Fixed | null, day: LocalDate): LineDraft[] {
  const before: Minor = settledBefore(pricing, fixedKey)
  const amount = fixed?.amount ?? 0
  const open = amount - before
  if (open === 0) return []
  return [
    {
      key: fixedKey,
      kind: 'fee',
      visit: null,
      day,
      description: 'Fixed price as agreed',
      quantity: 1000,
      settles: open,
      unit: '',
      unitPrice: asUnitPrice(open, pricing.catalogue.currency),
      taxRate: fixed?.card?.taxRateId ?? null,
      takes: 'nothing',
      why: {
        rule: 'fixed_price',
        ...(fixed?.card ? cardWhy(fixed.card) : {}),
        amount,
        billedBefore: before,
        includesParts: fixed?.includesParts ?? false,
      },
      from: [],
      covers: [],
    },
  ]
}

/** What the office put on the bill itself. */
export function addedLines(pricing: Pricing): LineDraft[] {
  const { work, money } = pricing.order
  return money.addedLines
    .filter((line) => !isBilled(pricing, `added/${line.id}`))
    .map((line) => ({
      key: `added/${line.id}`,
      kind: 'added' as const,
      visit: null,
      day: localDate(line.at, work.zone),
      description: line.description,
      quantity: line.quantity,
      unit: line.unit,
      unitPrice: line.unitPrice,
      taxRate: line.taxRate,
      takes: 'nothing' as const,
      why: { rule: 'added' as const, by: line.by, reason: line.reason },
      from: [line.id],
      covers: [line.id],
    }))
}

function isBilled({ billed }: Pricing, key: Id): boolean {
  return billed.has(key)
}
