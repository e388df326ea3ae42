import type { Id } from '../kit/ids.ts'
import { divideHalfUp, type Minor, sum, type TaxRate, taxOn } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'
import type { PriceCatalogue } from './catalogue.ts'
import type { PricedLine, TaxTotal } from './priced-line.ts'

type Taxable = Pick<PricedLine, 'amount' | 'taxIncluded' | 'taxRate' | 'taxPercent' | 'exemption' | 'struck'>
export type Totals = { net: Minor; tax: Minor; gross: Minor; taxes: TaxTotal[] }

/** The tax in an amount that has it within: of 119.00 at 19 % it is 19.00. */
export function taxWithin(gross: Minor, rate: TaxRate): Minor {
  return divideHalfUp(BigInt(gross) * BigInt(rate), BigInt(10_000 + rate))
}

/**
 * Net and tax of lines: tax once per rate, half up, on the sum of its amounts. Each line gets the part of it that its
 * amount adds, so that the lines add up to the totals whatever was rounded. Struck lines count nothing.
 */
export function withTax<L extends Taxable>(
  lines: readonly L[],
): { lines: (L & { net: Minor; tax: Minor })[] } & Totals {
  const running = new Map<string, { total: TaxTotal; amounts: Minor }>()
  const taxed = lines.map((line) => {
    const key = `${line.taxRate}/${line.taxPercent}/${line.exemption ?? ''}/${line.taxIncluded}`
    const known = running.get(key) ?? { total: emptyTotal(line), amounts: 0 }
    const of = line.taxIncluded ? taxWithin : taxOn
    if (line.struck) {
      const tax = of(line.amount, line.taxPercent)
      return { ...line, tax, net: line.taxIncluded ? line.amount - tax : line.amount }
    }
    const amounts = known.amounts + line.amount
    const tax = of(amounts, line.taxPercent) - known.total.tax
    const net = line.taxIncluded ? line.amount - tax : line.amount
    running.set(key, {
      amounts,
      total: { ...known.total, net: known.total.net + net, tax: known.total.tax + tax },
    })
    return { ...line, net, tax }
  })
  return { lines: taxed, ...summed([...running.values()].map((one) => one.total)) }
}

/** The sums alone. */
export function totals(lines: readonly Taxable[]): Totals {
  const { net, tax, gross, taxes } = withTax(lines)
  return { net, tax, gross, taxes }
}

function summed(found: TaxTotal[]): Totals {
  const taxes = found.toSorted((a, b) => b.percent - a.percent || ((a.taxRate ?? '') < (b.taxRate ?? '') ? -1 : 1))
  const net = sum(taxes.map((total) => total.net))
  const tax = sum(taxes.map((total) => total.tax))
  return { net, tax, gross: net + tax, taxes }
}

function emptyTotal(line: Taxable): TaxTotal {
  return { taxRate: line.taxRate, percent: line.taxPercent, net: 0, tax: 0, exemption: line.exemption }
}

/** The rate of a line for a customer on a day: none where a certificate holds, else the line's own, else the default. */
export function taxOf(
  catalogue: PriceCatalogue,
  named: Id | null,
  customer: Id | null,
  day: LocalDate,
): Pick<PricedLine, 'taxRate' | 'taxPercent' | 'exemption'> {
  const taxRate = named ?? catalogue.defaultTaxRate
  const taxPercent = (taxRate === null ? undefined : catalogue.taxRates.get(taxRate)?.rate) ?? 0
  const held = customer === null ? null : (catalogue.customers.get(customer)?.exemption ?? null)
  const exempt = taxPercent > 0 && held !== null && (held.until === null || held.until >= day)
  return { taxRate, taxPercent: exempt ? 0 : taxPercent, exemption: exempt ? held.certificate : null }
}
