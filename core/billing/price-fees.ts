import { currencyExponent, type Minor, type UnitPrice } from '../kit/money.ts'
import { bandsOf } from './bands.ts'
import type { Band, PriceRateCard } from './catalogue.ts'
import type { Why } from './priced-line.ts'
import { cardWhy, isBillable, type LineDraft, type PricedVisit, type Pricing, settledBefore } from './pricing.ts'
import { pricedAs } from './price-labour.ts'

/** The call-out of a visit, in the band it began in. */
export function callOutLine(pricing: Pricing, on: PricedVisit): LineDraft[] {
  const { card, entries } = on
  if (!card) return []
  const first = entries.find(isBillable) ?? entries[0]
  const [began] = first?.to ? bandsOf(first.from, first.to, pricing.order.work.zone, pricing.catalogue) : []
  const band = pricedAs(card, began?.band ?? 'standard')
  return feeLine(pricing, on, card, {
    key: `call_out/${on.visit.id}`,
    description: 'Call-out fee',
    fee: callOutIn(card, band),
    why: { rule: 'call_out_fee', ...cardWhy(card), band },
  })
}

function callOutIn(card: PriceRateCard, band: Band): Minor {
  const after = card.afterHours?.callOutFee ?? card.callOutFee
  if (band === 'holiday') return card.holiday?.callOutFee ?? after
  return band === 'after_hours' ? after : card.callOutFee
}

type Fee = { key: string; description: string; fee: Minor; why: Why }

/** A fee once a visit somebody came to; it comes back off where it turns out that nobody did. */
export function feeLine(pricing: Pricing, on: PricedVisit, card: PriceRateCard, fee: Fee): LineDraft[] {
  const owed = on.entries.length > 0 ? 1000 : 0
  const quantity = owed - settledBefore(pricing, fee.key)
  if (quantity === 0 || (fee.fee === 0 && fee.why.rule !== 'no_zone')) return []
  return [
    {
      key: fee.key,
      kind: 'fee',
      visit: on.visit.id,
      day: on.day,
      description: fee.description,
      quantity,
      unit: '',
      unitPrice: asUnitPrice(fee.fee, pricing.catalogue.currency),
      taxRate: card.taxRateId,
      takes: 'fee',
      why: fee.why,
      from: on.entries.map((entry) => entry.id),
      covers: [],
    },
  ]
}

/** An amount as the price of one. */
export function asUnitPrice(amount: Minor, currency: string): UnitPrice {
  return amount * 10 ** (4 - currencyExponent(currency))
}
