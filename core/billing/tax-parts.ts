import { sum } from '../kit/money.ts'
import type { PricedLine, TaxTotal } from './priced-line.ts'
import { withTax } from './tax.ts'

type Taxed = Pick<PricedLine, 'amount' | 'taxIncluded' | 'taxRate' | 'taxPercent' | 'exemption' | 'net' | 'tax'>

/** Lines of an invoice with each one’s part of its tax; those frozen before they had it are given it. */
export function withParts<L extends Taxed>(invoice: {
  lines: readonly L[]
  taxes: readonly TaxTotal[]
}): readonly (L & { net: number; tax: number })[] {
  const { lines, taxes } = invoice
  const whole = sum(lines.map((line) => line.tax)) === sum(taxes.map((total) => total.tax))
  return whole ? lines : withTax(lines.map((line) => ({ ...line, struck: null }))).lines
}
