/**
 * Money without floating point. Amounts are whole minor units of the organization's currency (`Minor`),
 * unit prices whole ten-thousandths of the currency unit (`UnitPrice`), quantities whole thousandths
 * (`Quantity`), tax rates whole hundredths of a percent (`TaxRate`). Products are taken in BigInt and
 * rounded half up, away from zero, once.
 */
export type Minor = number
export type UnitPrice = number
export type Quantity = number
export type TaxRate = number
export type Minutes = number

/** Digits after the decimal point of a currency (ISO 4217); two where it is not listed. */
const exponents: Record<string, number> = { BHD: 3, CLP: 0, ISK: 0, JPY: 0, KRW: 0, KWD: 3, OMR: 3, TND: 3, VND: 0 }

export function currencyExponent(currency: string): number {
  return exponents[currency] ?? 2
}

/** `numerator / denominator` rounded half away from zero. */
export function divideHalfUp(numerator: bigint, denominator: bigint): number {
  if (denominator <= 0n) throw new Error('the denominator must be positive')
  const negative = numerator < 0n
  const absolute = negative ? -numerator : numerator
  const rounded = (absolute * 2n + denominator) / (denominator * 2n)
  const result = Number(negative ? -rounded : rounded)
  if (!Number.isSafeInteger(result)) throw new Error('the amount is out of range')
  return result === 0 ? 0 : result
}

/** How many ten-thousandths of the unit make one minor unit: 100 for EUR, 10,000 for JPY, 10 for KWD. */
function perMinor(currency: string): bigint {
  return 10n ** BigInt(4 - currencyExponent(currency))
}

/** A quantity at a unit price, half up once. */
export function amountOf(quantity: Quantity, unitPrice: UnitPrice, currency: string): Minor {
  return divideHalfUp(BigInt(quantity) * BigInt(unitPrice), 1000n * perMinor(currency))
}

/** Minutes at an hourly rate: minutes × rate / 60, half up once. */
export function labourAmount(minutes: Minutes, hourlyRate: UnitPrice, currency: string): Minor {
  return divideHalfUp(BigInt(minutes) * BigInt(hourlyRate), 60n * perMinor(currency))
}

/** Tax on a net amount. 7.25 % (725) of 102.00 (10200) is 7.395, so 7.40 (740). */
export function taxOn(net: Minor, rate: TaxRate): Minor {
  return divideHalfUp(BigInt(net) * BigInt(rate), 10_000n)
}

/** A share of an amount in hundredths of a percent, half up once. */
export const shareOf = taxOn

export function roundUpToStep(minutes: Minutes, step: Minutes): Minutes {
  return step <= 1 ? minutes : Math.ceil(minutes / step) * step
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

function decimal(whole: number, digits: number): string {
  const negative = whole < 0
  const text = String(Math.abs(whole)).padStart(digits + 1, '0')
  const body = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return negative ? `-${body}` : body
}

/** Minor units as a plain decimal (`112.50`), for CSV and JSON. */
export function minorToDecimal(amount: Minor, currency: string): string {
  return decimal(amount, currencyExponent(currency))
}

/** A unit price as a plain decimal with at least the currency's digits (`90.00`, `0.0375`). */
export function unitPriceToDecimal(price: UnitPrice, currency: string): string {
  return trimTo(decimal(price, 4), currencyExponent(currency))
}

/** A quantity as a plain decimal without trailing zeros (`2`, `1.5`). */
export function quantityToDecimal(quantity: Quantity): string {
  return trimTo(decimal(quantity, 3), 0)
}

/** A tax rate as a plain decimal of percent (`7.25`, `19`). */
export function taxRateToDecimal(rate: TaxRate): string {
  return trimTo(decimal(rate, 2), 0)
}

function trimTo(text: string, keep: number): string {
  const [whole = '0', fraction = ''] = text.split('.')
  let digits = fraction.replace(/0+$/, '')
  while (digits.length < keep) digits += '0'
  return digits ? `${whole}.${digits}` : whole
}

/**
 * Reads what a person typed (`1,234.5`, `1.234,50`, `12`) as a whole number of 10^-digits; null when it is not a number
 * or has more digits than that.
 */
export function parseDecimal(text: string, digits: number): number | null {
  const plain = text.trim().replace(/[\s'\u00a0\u202f]/g, '')
  const match = /^([+-]?)(\d[\d.,]*|[.,]\d+)$/.exec(plain)
  if (!match) return null
  const body = match[2] ?? ''
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','))
  const separators = body.replace(/\d/g, '')
  const grouped = separators.length > 1 && new Set(separators).size === 1
  const whole = (last < 0 || grouped ? body : body.slice(0, last)).replace(/[.,]/g, '')
  const fraction = last < 0 || grouped ? '' : body.slice(last + 1)
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) return null
  const value = Number(`${whole || '0'}${fraction.slice(0, digits).padEnd(digits, '0')}`)
  if (!Number.isSafeInteger(value)) return null
  return match[1] === '-' && value !== 0 ? -value : value
}

/** An amount as people read it, in their locale, with the currency. */
export function formatMinor(amount: Minor, currency: string, locale: string): string {
  const digits = currencyExponent(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits)
}

export function formatUnitPrice(price: UnitPrice, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: currencyExponent(currency),
    maximumFractionDigits: 4,
  }).format(price / 10_000)
}

const quantityFormats = new Map<string, Intl.NumberFormat>()

export function formatQuantity(quantity: Quantity, locale: string): string {
  // Made once a language: making one costs a hundred times what using it does.
  const format = quantityFormats.get(locale) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
  quantityFormats.set(locale, format)
  return format.format(quantity / 1000)
}

export function formatTaxRate(rate: TaxRate, locale: string): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(rate / 100)} %`
}
