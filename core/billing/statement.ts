import Papa from 'papaparse'
import { type Minor, minorToDecimal, sum } from '../kit/money.ts'
import { daysBetween, type LocalDate } from '../kit/time.ts'
import { harmless } from './cells.ts'

/** What moves a customer's account: an invoice asks, a credit note and a payment answer. */
export type Movement = {
  on: LocalDate
  kind: 'invoice' | 'credit_note' | 'payment'
  invoice: string
  text: string
  /** Above zero the customer owes more. */
  amount: Minor
}
export type StatementLine = Movement & { balance: Minor }
export type Statement = { opening: Minor; lines: StatementLine[]; closing: Minor }

const order = { invoice: 0, credit_note: 1, payment: 2 }

/** The account from one day to another, both within, with the balance after each movement. */
export function statementOf(movements: readonly Movement[], from: LocalDate, to: LocalDate): Statement {
  const sorted = [...movements].sort(
    (a, b) => a.on.localeCompare(b.on) || order[a.kind] - order[b.kind] || a.text.localeCompare(b.text),
  )
  const opening = sum(sorted.filter(({ on }) => on < from).map(({ amount }) => amount))
  let balance = opening
  const lines = sorted
    .filter(({ on }) => on >= from && on <= to)
    .map((movement) => {
      balance += movement.amount
      return { ...movement, balance }
    })
  return { opening, lines, closing: balance }
}

export const ages = ['not_due', 'to_30', 'to_60', 'to_90', 'over_90'] as const
export type Age = (typeof ages)[number]

export function ageOf(dueOn: LocalDate | null, today: LocalDate): Age {
  const days = dueOn ? daysBetween(dueOn, today) : 0
  if (days <= 0) return 'not_due'
  if (days <= 30) return 'to_30'
  if (days <= 60) return 'to_60'
  return days <= 90 ? 'to_90' : 'over_90'
}

/** What is open by how long it is overdue; the sums make the whole. */
export function agesOf(
  open: readonly { dueOn: LocalDate | null; open: Minor }[],
  today: LocalDate,
): Record<Age, Minor> {
  const of = (age: Age) => sum(open.filter((one) => ageOf(one.dueOn, today) === age).map((one) => one.open))
  return { not_due: of('not_due'), to_30: of('to_30'), to_60: of('to_60'), to_90: of('to_90'), over_90: of('over_90') }
}

/** The statement for a spreadsheet: opening, movements, closing. */
export function statementCsv(
  statement: Statement,
  { currency, from, to }: { currency: string; from: LocalDate; to: LocalDate },
): string {
  const money = (amount: Minor) => minorToDecimal(amount, currency)
  const rows = [
    { date: from, kind: 'opening_balance', number: '', amount: '', balance: money(statement.opening), currency },
    ...statement.lines.map(({ on, kind, text, amount, balance }) => ({
      date: on,
      kind,
      number: text,
      amount: money(amount),
      balance: money(balance),
      currency,
    })),
    { date: to, kind: 'closing_balance', number: '', amount: '', balance: money(statement.closing), currency },
  ]
  return `\ufeff${Papa.unparse(rows.map(harmless), { newline: '\r\n' })}\r\n`
}
