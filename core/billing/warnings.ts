import { formatMinor, sum } from '../kit/money.ts'
import { sentence } from '../kit/sentences.ts'
import { formatLocalDate } from '../kit/time.ts'
import { liveBilledLines } from '../work-orders/evolve-money.ts'
import type { Mend, PricedLine, PriceWarning } from './priced-line.ts'
import type { Pricing } from './pricing.ts'

/** What somebody has to look at before these lines leave, each with where it is put right. */
export function warningsOf(pricing: Pricing, priced: { lines: readonly PricedLine[]; net: number }): PriceWarning[] {
  const lines = priced.lines.filter((line) => !line.struck)
  return [
    ...lines.flatMap((line) => unpriced(pricing, line)),
    ...untaxed(pricing, lines),
    ...expiredExemption(pricing, lines),
    ...aboveLimit(pricing, priced.net),
  ]
}

/** A price the office put on a line is one. */
function unpriced({ order }: Pricing, line: PricedLine): PriceWarning[] {
  if (line.changed && line.unitPrice !== line.changed.was.unitPrice) return []
  const of = (code: PriceWarning['code'], params: PriceWarning['params'], mend: Mend): PriceWarning[] => [
    { code, params, line: line.key, mend },
  ]
  const { site } = order.work.details
  switch (line.why.rule) {
    case 'no_rate':
      return of('rate_missing', { day: line.why.day, what: line.description }, { at: 'rates' })
    case 'no_price':
      return of('price_missing', { what: line.description }, { at: 'price_book' })
    case 'no_zone':
      return of('zone_missing', { card: line.why.rateCardName }, site ? { at: 'site', id: site } : { at: 'rates' })
    default:
      return []
  }
}

function untaxed({ catalogue }: Pricing, lines: readonly PricedLine[]): PriceWarning[] {
  const without = lines.find((line) => line.taxRate === null || !catalogue.taxRates.has(line.taxRate))
  return without
    ? [{ code: 'tax_rate_missing', params: { what: without.description }, line: without.key, mend: { at: 'rates' } }]
    : []
}

/** Taxed although a certificate is on file: it had ended by the day of the work. */
function expiredExemption({ catalogue, customer }: Pricing, lines: readonly PricedLine[]): PriceWarning[] {
  const held = customer === null ? null : catalogue.customers.get(customer)?.exemption
  const until = held?.until
  if (!customer || !held || !until) return []
  const after = lines.find((line) => line.taxPercent > 0 && line.day > until)
  if (!after) return []
  const params = { certificate: held.certificate, until, day: after.day }
  return [{ code: 'exemption_expired', params, line: after.key, mend: { at: 'customer', id: customer } }]
}

/** What was invoiced counts towards the limit as well. */
function aboveLimit({ order }: Pricing, net: number): PriceWarning[] {
  const { notToExceed } = order.money
  const all = net + sum(liveBilledLines(order.money).map((line) => line.net))
  if (notToExceed === null || all <= notToExceed) return []
  const params = { limit: notToExceed, over: all - notToExceed }
  return [{ code: 'over_limit', params, line: null, mend: { at: 'work_order', id: order.work.id } }]
}

/** What a warning says, in the organization's way of writing days and amounts. */
export function warningSentence({ code, params }: PriceWarning, currency: string, locale: string): string {
  const shown = Object.entries(params).map(([name, value]) => [name, shownParam(value, currency, locale)])
  return sentence(code, Object.fromEntries(shown))
}

function shownParam(value: string | number, currency: string, locale: string): string {
  if (typeof value === 'number') return formatMinor(value, currency, locale)
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatLocalDate(value, locale) : value
}
