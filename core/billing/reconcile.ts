import { type Minor, parseDecimal } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'

/** What is read of the accounts' own list of invoices. */
export const listColumns = ['number', 'date', 'total', 'paid', 'open', 'status'] as const
export type ListColumn = (typeof listColumns)[number]
export type Columns = Readonly<Record<ListColumn, number | null>>

/** An invoice as the accounts list it; what the list does not say is null. */
export type TheirInvoice = {
  number: string
  date: LocalDate | null
  total: Minor | null
  paid: Minor | null
  status: string
}

/** An invoice as it stands here. */
export type OurInvoice = {
  id: string
  number: string
  state: 'issued' | 'exported' | 'acknowledged' | 'void'
  issuedOn: LocalDate
  gross: Minor
  credited: Minor
  paid: Minor
}

const names: Readonly<Record<ListColumn, RegExp>> = {
  number:
    /^(invoice ?(no|number|num|#)?|number|num|no|doc(ument)? ?(no|number)|rechnungsn.*|belegn.*|factu?u?r.*n.*|n[uú]mero)\.?$/,
  date: /^(invoice ?date|date|issue ?date|txn ?date|datum|rechnungsdatum|belegdatum|fecha)$/,
  total: /^(total|amount|invoice ?total|gross|total ?amount|brutto|betrag|gesamt.*|importe)$/,
  paid: /^(paid|amount ?paid|invoice ?amount ?paid|payments?|bezahlt|pagado)$/,
  open: /^(open|due|balance|open ?balance|amount ?due|balance ?due|invoice ?amount ?due|offen|saldo)$/,
  status: /^(status|state|invoice ?status|zustand)$/,
}

/** Which column is which, by its heading; a person confirms it. */
export function guessColumns(headings: readonly string[]): Columns {
  const plain = headings.map((heading) =>
    heading
      .replace(/[*_\u00a0]/g, ' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .trim()
      .toLowerCase(),
  )
  const at = (column: ListColumn) => {
    const found = plain.findIndex((heading) => names[column].test(heading))
    return found < 0 ? null : found
  }
  return {
    number: at('number'),
    date: at('date'),
    total: at('total'),
    paid: at('paid'),
    open: at('open'),
    status: at('status'),
  }
}

export type DateOrder = 'dmy' | 'mdy'

/** How the dates of a list are written: a number above 12 says it, else the company’s own way. */
export function guessDateOrder(texts: readonly string[], usual: DateOrder): DateOrder {
  for (const text of texts) {
    const [first, second] = text.split(/[./-]/).map(Number)
    if (/^\d{4}/.test(text) || first === undefined || second === undefined) continue
    if (first > 12) return 'dmy'
    if (second > 12) return 'mdy'
  }
  return usual
}

/** `2026-11-03`, `03/11/2026`, `3.11.26`; null when it is no day. */
export function readDate(text: string, order: DateOrder): LocalDate | null {
  const iso = /^(\d{4})-(\d\d?)-(\d\d?)/.exec(text.trim())
  const written = /^(\d\d?)[./-](\d\d?)[./-](\d{4}|\d\d)/.exec(text.trim())
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : written
      ? [written[3], order === 'dmy' ? written[2] : written[1], order === 'dmy' ? written[1] : written[2]]
      : []
  if (!year || !month || !day) return null
  const date = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : null
}

/** An amount with or without its currency, below zero with a sign or in brackets. */
export function readAmount(text: string, digits: number): Minor | null {
  const bracketed = /^\(.*\)$/.test(text.trim())
  const plain = text.replace(/[A-Za-z$€£¥()]/g, '').trim()
  if (plain === '') return null
  // One separator before three digits groups thousands, where the currency has not three digits itself.
  const grouped = digits !== 3 && /^[^.,]*[.,]\d{3}$/.test(plain)
  const amount = parseDecimal(grouped ? plain.replace(/[.,]/, '') : plain, digits)
  return amount === null ? null : bracketed ? 0 - amount : amount
}

/** The rows of a list as invoices: several rows of one number (its lines) are one. Rows that cannot be read are counted. */
export function readList(
  rows: readonly (readonly string[])[],
  columns: Columns,
  { digits, order }: { digits: number; order: DateOrder },
): { invoices: TheirInvoice[]; unread: number } {
  const found = new Map<string, TheirInvoice>()
  let unread = 0
  for (const row of rows) {
    const cell = (column: ListColumn) => {
      const index = columns[column]
      return index === null ? '' : (row[index] ?? '').trim()
    }
    const number = cell('number').replace(/^'/, '')
    if (number === '') {
      if (row.some((one) => one.trim() !== '')) unread++
      continue
    }
    const total = readAmount(cell('total'), digits)
    const open = readAmount(cell('open'), digits)
    const paid = readAmount(cell('paid'), digits) ?? (total !== null && open !== null ? total - open : null)
    if (total === null && cell('total') !== '') unread++
    if (!found.has(number))
      found.set(number, { number, date: readDate(cell('date'), order), total, paid, status: cell('status') })
  }
  return { invoices: [...found.values()], unread }
}

export type DifferenceKind = 'missing_there' | 'missing_here' | 'amount' | 'status' | 'payment' | 'not_acknowledged'
export type Difference = {
  kind: DifferenceKind
  number: string
  /** Null where it is not here. */
  invoice: string | null
  here: string | Minor | null
  there: string | Minor | null
}

export type Comparison = { same: number; differences: Difference[] }

/**
 * Every difference between what is here and what the accounts list. What was issued outside the days the list covers is
 * not missing there; what is here and not handed over yet cannot be.
 */
export function compare(ours: readonly OurInvoice[], theirs: readonly TheirInvoice[]): Comparison {
  const byNumber = new Map(theirs.map((one) => [one.number.toLowerCase(), one]))
  const days = theirs.flatMap((one) => one.date ?? []).sort()
  const [from = '', to = '9999'] = [days[0], days.at(-1)]
  const known = new Set(ours.map((one) => one.number.toLowerCase()))
  let same = 0
  const differences: Difference[] = []
  for (const our of ours) {
    const their = byNumber.get(our.number.toLowerCase())
    const found = their ? between(our, their) : missingThere(our, from, to)
    if (their && found.length === 0) same++
    differences.push(...found)
  }
  for (const their of theirs)
    if (!known.has(their.number.toLowerCase()))
      differences.push({ kind: 'missing_here', number: their.number, invoice: null, here: null, there: their.total })
  return { same, differences }
}

function missingThere(our: OurInvoice, from: LocalDate, to: LocalDate): Difference[] {
  const expected = our.state === 'exported' || our.state === 'acknowledged'
  if (!expected || our.issuedOn < from || our.issuedOn > to) return []
  return [{ kind: 'missing_there', number: our.number, invoice: our.id, here: our.gross, there: null }]
}

function between(our: OurInvoice, their: TheirInvoice): Difference[] {
  const about = { number: our.number, invoice: our.id }
  const found: Difference[] = []
  const voided = /void|delete|cancel|storn/i.test(their.status)
  if (voided !== (our.state === 'void'))
    found.push({ ...about, kind: 'status', here: our.state, there: their.status || 'listed' })
  if (our.state === 'void' || voided) return found
  if (their.total !== null && Math.abs(their.total) !== Math.abs(our.gross))
    found.push({ ...about, kind: 'amount', here: our.gross, there: their.total })
  if (our.state === 'exported')
    found.push({ ...about, kind: 'not_acknowledged', here: our.state, there: their.status || 'listed' })
  // A credit note counts as paid there, and is no payment here.
  const settled = our.paid - our.credited
  if (our.gross > 0 && their.paid !== null && their.paid !== our.paid && their.paid !== settled)
    found.push({ ...about, kind: 'payment', here: our.paid, there: their.paid })
  return found
}
