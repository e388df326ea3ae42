import type { Id } from '../kit/ids.ts'
import { currencyExponent, divideHalfUp, type Minor, sum } from '../kit/money.ts'
import type { Refusal } from '../kit/refusal.ts'
import type { PricedLine, TaxTotal } from './priced-line.ts'
import { withParts } from './tax-parts.ts'

/** What is wanted of a line: so much of its net is credited. */
export type CreditWish = { line: Id; net: Minor }

/** A line of the invoice and what credit notes took of it before. */
export type CreditableLine = Pick<PricedLine, 'kind' | 'description' | 'quantity' | 'unit' | 'unitPrice' | 'net'> &
  Pick<
    PricedLine,
    'visit' | 'taxRate' | 'taxPercent' | 'day' | 'amount' | 'taxIncluded' | 'tax' | 'currency' | 'exemption'
  > & { id: Id; workOrder: Id; credited: Minor }

export type CreditLine = PricedLine & { workOrder: Id; credits: Id }
export type Credit = {
  lines: CreditLine[]
  net: Minor
  tax: Minor
  gross: Minor
  taxes: TaxTotal[]
  /** Lines whose work is to bill again. */
  frees: Id[]
}

/** What of a line can still be credited; its sign is the line's. */
export function creditable({ net, credited }: Pick<CreditableLine, 'net' | 'credited'>): Minor {
  return net + credited
}

/** Everything that is left of an invoice. */
export function wholeCredit(lines: readonly CreditableLine[]): CreditWish[] {
  return lines.map((line) => ({ line: line.id, net: creditable(line) })).filter(({ net }) => net !== 0)
}

/** Why these lines cannot be credited so; null when they can. */
export function creditRefusal(lines: readonly CreditableLine[], wishes: readonly CreditWish[]): Refusal | null {
  if (wishes.length === 0) return { code: 'credit_empty' }
  if (new Set(wishes.map(({ line }) => line)).size !== wishes.length) return { code: 'credit_twice' }
  for (const wish of wishes) {
    const line = lines.find((one) => one.id === wish.line)
    if (!line) return { code: 'credit_line_unknown' }
    const left = creditable(line)
    if (wish.net === 0 || Math.sign(wish.net) !== Math.sign(left) || Math.abs(wish.net) > Math.abs(left))
      return { code: 'credit_too_much', params: { line: line.description } }
  }
  const net = sum(wishes.map((wish) => wish.net))
  return net > 0 ? null : { code: 'credit_nothing' }
}

/**
 * A credit note against an invoice: the wished lines below zero, each with its part of the tax in proportion, so that
 * credits that make the whole give back the whole tax, to the cent. With `billAgain` the work of lines credited to their
 * end is freed.
 */
export function creditOf(
  invoice: { lines: readonly CreditableLine[]; taxes: readonly TaxTotal[]; currency: string },
  wishes: readonly CreditWish[],
  why: { by: string; reason: string; billAgain: boolean },
): Credit {
  const wished = new Map(wishes.map((wish) => [wish.line, wish.net]))
  const known = withParts(invoice)
  const lines = known.flatMap((line) => {
    const net = wished.get(line.id)
    return net === undefined ? [] : [creditLine(line, net, invoice.currency, why)]
  })
  const ended = known.filter((line) => wished.get(line.id) === creditable(line)).map((line) => line.id)
  return { lines, ...sumsOf(lines), frees: why.billAgain ? ended : [] }
}

function creditLine(
  line: CreditableLine,
  net: Minor,
  currency: string,
  { by, reason }: { by: string; reason: string },
): CreditLine {
  const whole = net === line.net
  const { kind, visit, day, description, taxRate, taxPercent, exemption, workOrder } = line
  const before = -line.credited
  const tax = taxShare(line, before + net) - taxShare(line, before)
  const asked = whole
    ? { kind, quantity: -line.quantity, unit: line.unit, unitPrice: line.unitPrice }
    : { kind: 'added' as const, quantity: -1000, unit: '', unitPrice: net * 10 ** (4 - currencyExponent(currency)) }
  return {
    ...asked,
    amount: whole ? -line.amount : -net,
    taxIncluded: whole && line.taxIncluded,
    tax: tax === 0 ? 0 : -tax,
    day,
    currency,
    exemption,
    less: [],
    from: [],
    key: `credit/${line.id}`,
    visit,
    description,
    settles: 0,
    net: -net,
    taxRate,
    taxPercent,
    why: { rule: 'added', by, reason },
    changed: null,
    struck: null,
    covers: [],
    workOrder,
    credits: line.id,
  }
}

/** Tax of a part of a line's net. */
function taxShare({ net, tax }: Pick<CreditableLine, 'net' | 'tax'>, part: Minor): Minor {
  if (net === 0) return 0
  const sign = net < 0 ? -1 : 1
  return divideHalfUp(BigInt(tax) * BigInt(part) * BigInt(sign), BigInt(Math.abs(net)))
}

function sumsOf(lines: readonly CreditLine[]): Pick<Credit, 'net' | 'tax' | 'gross' | 'taxes'> {
  const taxes = new Map<string, TaxTotal>()
  for (const { taxRate, taxPercent: percent, exemption, net, tax } of lines) {
    const key = `${taxRate}/${percent}/${exemption ?? ''}`
    const before = taxes.get(key) ?? { taxRate, percent, net: 0, tax: 0, exemption }
    taxes.set(key, { ...before, net: before.net + net, tax: before.tax + tax })
  }
  const net = sum(lines.map((line) => line.net))
  const tax = sum(lines.map((line) => line.tax))
  return { net, tax, gross: net + tax, taxes: [...taxes.values()].sort((a, b) => b.percent - a.percent) }
}
