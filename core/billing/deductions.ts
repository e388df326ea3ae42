import { shareOf, type UnitPrice } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'
import type { Fixed } from './price-agreed.ts'
import type { Less } from './priced-line.ts'
import type { LineDraft, Pricing } from './pricing.ts'

/**
 * What comes off a line's price: all of it where a fixed price includes it or it is covered, else the customer's discount.
 * The price that is left is whole again, so that quantity times price stays what the line says.
 */
export function takenOff(
  pricing: Pricing,
  draft: LineDraft,
  fixed: Fixed | null,
): { unitPrice: UnitPrice; less: Less[] } {
  const { unitPrice: from, takes } = draft
  if (takes === 'nothing') return { unitPrice: from, less: [] }
  const of = takes === 'parts' ? 'parts' : 'labour'
  if (fixed && (of === 'labour' || fixed.includesParts)) return { unitPrice: 0, less: [{ kind: 'fixed_price', from }] }
  const covered = coverOf(pricing, of, draft.day, from)
  if (covered) return { unitPrice: 0, less: [covered] }
  const discount = discountOf(pricing, draft)
  if (!discount) return { unitPrice: from, less: [] }
  return { unitPrice: from - shareOf(from, discount.percent), less: [discount] }
}

/** What the office said of the work order holds; else the warranties of the assets it is about, where all of them have one. */
export function coverOf(
  { order, catalogue }: Pricing,
  of: 'labour' | 'parts',
  day: LocalDate,
  from: UnitPrice,
): Less | null {
  const said = order.money.coverage
  if (said) {
    const holds = said[of] && (said.until === null || said.until >= day)
    return holds ? { kind: 'covered', of, until: said.until, reason: said.reason, from } : null
  }
  const until = order.work.details.assets.map((id) => {
    const asset = catalogue.assets.get(id)
    const last = of === 'labour' ? asset?.labourUntil : asset?.partsUntil
    return asset && last && last >= day ? { asset: asset.name, until: last } : null
  })
  const [first, ...others] = until.toSorted((a, b) => ((a?.until ?? '') < (b?.until ?? '') ? -1 : 1))
  if (!first || others.includes(null)) return null
  return { kind: 'warranty', of, ...first, from }
}

function discountOf(
  { catalogue, customer }: Pricing,
  { takes, category, agreed, unitPrice: from }: LineDraft,
): Extract<Less, { kind: 'discount' }> | null {
  const terms = customer === null ? undefined : catalogue.customers.get(customer)
  if (!terms || agreed || from === 0 || takes === 'fee') return null
  const own = category ? terms.categoryDiscounts.find((one) => one.category === category) : undefined
  if (own)
    return own.percent > 0
      ? { kind: 'discount', of: 'category', category: own.category, percent: own.percent, from }
      : null
  const [of, percent] =
    takes === 'labour' ? (['labour', terms.labourDiscount] as const) : (['parts', terms.partsDiscount] as const)
  return percent > 0 ? { kind: 'discount', of, percent, from } : null
}
