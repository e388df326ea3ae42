import { amountOf, divideHalfUp, labourAmount, type Minor, type UnitPrice } from '../kit/money.ts'
import type { LineChange, WorkOrder } from '../work-orders/document.ts'
import { liveChange, liveStrike } from '../work-orders/evolve-money.ts'
import type { PriceCatalogue } from './catalogue.ts'
import { takenOff } from './deductions.ts'
import { addedLines, type Fixed, fixedLine, fixedPriceOf } from './price-agreed.ts'
import { asUnitPrice, callOutLine } from './price-fees.ts'
import { labourLines } from './price-labour.ts'
import { partLines } from './price-parts.ts'
import { travelLines } from './price-travel.ts'
import type { Priced, PricedLine } from './priced-line.ts'
import { chargedBefore, type LineDraft, type Pricing, pricedVisits, pricingOf, settledBefore } from './pricing.ts'
import { taxOf, withTax } from './tax.ts'
import { warningsOf } from './warnings.ts'

/**
 * What can be billed for a record now: every line with its why, less what is on live invoices already, and what to look at
 * before it leaves. Pricing again gives the same; after an invoice only the difference is left.
 */
export function price(order: WorkOrder, catalogue: PriceCatalogue): Priced {
  const pricing = pricingOf(order, catalogue)
  const visits = pricedVisits(pricing)
  const fixed = fixedPriceOf(pricing, visits)
  const worked = visits.find((on) => on.entries.length > 0) ?? visits[0]
  const drafts = [
    ...(worked ? fixedLine(pricing, fixed, worked.day) : []),
    ...visits.flatMap((on) => [...callOutLine(pricing, on), ...labourLines(pricing, on), ...travelLines(pricing, on)]),
    ...partLines(pricing, visits),
    ...addedLines(pricing),
  ]
  const priced = withTax(drafts.map((draft) => finish(draft, pricing, fixed)))
  return { ...priced, warnings: warningsOf(pricing, priced) }
}

type Untaxed = Omit<PricedLine, 'net' | 'tax'>

/** Takes off what is taken off, puts the office's changes on a line and does its sum, half up once. */
function finish(draft: LineDraft, pricing: Pricing, fixed: Fixed | null): Untaxed {
  const { catalogue, customer, order } = pricing
  const { takes: _takes, category: _category, agreed: _agreed, settles, ...line } = draft
  const base = { ...line, ...(asBilled(draft, pricing) ?? takenOff(pricing, draft, fixed)) }
  const change = liveChange(order.money, draft.key)
  const struck = liveStrike(order.money, draft.key)
  const shown = change ? { ...base, ...changesOf(change) } : base
  const { currency } = catalogue
  return {
    ...shown,
    settles: settles ?? base.quantity,
    amount: lineAmount(shown, currency),
    taxIncluded: catalogue.taxIncluded,
    currency,
    ...taxOf(catalogue, shown.taxRate, customer, shown.day),
    changed: change
      ? {
          by: change.by,
          reason: change.reason,
          was: { quantity: base.quantity, unitPrice: base.unitPrice, net: lineAmount(base, currency) },
        }
      : null,
    struck: struck ? { by: struck.by, reason: struck.reason } : null,
  }
}

/** What is owed back costs what was charged for it, whatever prices, discounts and coverage say by now. */
function asBilled(draft: LineDraft, pricing: Pricing): { unitPrice: UnitPrice; less: [] } | null {
  const settled = settledBefore(pricing, draft.key)
  if (draft.settles !== undefined || draft.quantity * settled >= 0) return null
  const charged = asUnitPrice(chargedBefore(pricing, draft.key), pricing.catalogue.currency) * Math.sign(settled)
  const perUnit = isTimed(draft) ? 60_000n : 1000n
  return { unitPrice: divideHalfUp(BigInt(charged) * perUnit, BigInt(Math.abs(settled))), less: [] }
}

/** Billed by the hour, in minutes. */
export function isTimed({ kind }: Pick<PricedLine, 'kind'>): boolean {
  return kind === 'labour' || kind === 'travel'
}

function changesOf(change: LineChange): Partial<Pick<LineDraft, 'description' | 'quantity' | 'unitPrice' | 'taxRate'>> {
  const { description, quantity, unitPrice, taxRate } = change
  return {
    ...(description === undefined ? {} : { description }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(unitPrice === undefined ? {} : { unitPrice }),
    ...(taxRate === undefined ? {} : { taxRate }),
  }
}

/** Quantity at the unit price, half up once. */
export function lineAmount(line: Pick<PricedLine, 'kind' | 'quantity' | 'unitPrice'>, currency: string): Minor {
  return isTimed(line)
    ? labourAmount(Math.round(line.quantity / 1000), line.unitPrice, currency)
    : amountOf(line.quantity, line.unitPrice, currency)
}
