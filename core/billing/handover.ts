import { minorToDecimal, sum } from '../kit/money.ts'
import type { SentenceParams } from '../kit/sentences.ts'
import { sentence } from '../kit/sentences.ts'
import type { FormatId } from './accounts-api.ts'
import { type ExportedInvoice, type ExportedLine, exportCsv } from './export.ts'
import { exportJson } from './format-json.ts'
import { quickbooks } from './format-quickbooks.ts'
import { xero } from './format-xero.ts'
import { lineKindWords } from './account-codes.ts'

/** What is handed over at once. */
export type Batch = {
  number: string
  currency: string
  /** Of the organization: how its accounts write dates. */
  country: string
  invoices: readonly ExportedInvoice[]
}
export type AccountsFile = { name: string; type: string; text: string }

/** Why a batch cannot leave, and where that is mended. */
export type HandoverProblem = {
  code: string
  sentence: string
  /** Id and number of the invoice it is about; null where it is about several. */
  invoice: { id: string; number: string } | null
  mend: 'accounts' | 'invoice'
}

/** A format of the accounts: what it demands beyond what is always true, and the files it takes. */
export type AccountsFormat = {
  /** Whether each line needs an account (or product) and a tax code. */
  coded: boolean
  /** Digits after the point of its amounts. */
  digits: number
  /** Longest number of an invoice. */
  numberLength: number
  creditNotes: boolean
  files: (batch: Batch) => AccountsFile[]
}

const csv: AccountsFormat = {
  coded: false,
  digits: 3,
  numberLength: 100,
  creditNotes: true,
  files: (batch) => [
    { name: `invoices-${batch.number}.csv`, type: 'text/csv', text: exportCsv(batch.number, batch.invoices) },
  ],
}
const json: AccountsFormat = {
  ...csv,
  files: (batch) => [{ name: `invoices-${batch.number}.json`, type: 'application/json', text: exportJson(batch) }],
}

const formats: Readonly<Record<FormatId, AccountsFormat>> = { csv, json, xero, quickbooks }

export function filesOf(format: FormatId, batch: Batch): AccountsFile[] {
  return formats[format].files(batch)
}

/** Everything that keeps a batch from leaving, so that all of it is mended at once; a batch leaves whole or not at all. */
export function handoverProblems(format: FormatId, batch: Batch): HandoverProblem[] {
  const demands = formats[format]
  return [
    ...batch.invoices.flatMap(wrongSums),
    ...(demands.coded ? unmapped(batch.invoices) : []),
    ...batch.invoices.flatMap((invoice) => notTaken(demands, invoice)),
  ]
}

function about(invoice: ExportedInvoice, code: string, params: SentenceParams = {}): HandoverProblem {
  const { id, number } = invoice
  return { code, sentence: sentence(code, { number, ...params }), invoice: { id, number }, mend: 'invoice' }
}

function wrongSums(invoice: ExportedInvoice): HandoverProblem[] {
  const right =
    invoice.net + invoice.tax === invoice.gross &&
    sum(invoice.lines.map((line) => line.net)) === invoice.net &&
    sum(invoice.lines.map((line) => line.tax)) === invoice.tax &&
    sum(invoice.taxes.map((total) => total.tax)) === invoice.tax
  return right ? [] : [about(invoice, 'sums_differ')]
}

/** Each account and tax code that nobody mapped, once, with how many lines wait for it. */
function unmapped(invoices: readonly ExportedInvoice[]): HandoverProblem[] {
  const lines = invoices.flatMap((invoice) => invoice.lines)
  return [
    ...countBy(
      lines.filter((line) => line.account === null),
      accountName,
    ).map(([name, count]) => toMap('account_unmapped', name, count)),
    ...countBy(
      lines.filter((line) => line.taxCode === null),
      (line) => line.taxName || sentence('no_tax_rate'),
    ).map(([name, count]) => toMap('tax_unmapped', name, count)),
  ]
}

function accountName(line: ExportedLine): string {
  const kind = lineKindWords[line.kind]
  return line.category ? `${kind}, ${line.category}` : kind
}

function countBy(lines: readonly ExportedLine[], name: (line: ExportedLine) => string): [string, number][] {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(name(line), (counts.get(name(line)) ?? 0) + 1)
  return [...counts]
}

function toMap(code: string, name: string, count: number): HandoverProblem {
  return { code, sentence: sentence(code, { name, count }), invoice: null, mend: 'accounts' }
}

function notTaken({ creditNotes, numberLength, digits }: AccountsFormat, invoice: ExportedInvoice): HandoverProblem[] {
  const problems: HandoverProblem[] = []
  if (invoice.kind === 'credit_note' && !creditNotes) problems.push(about(invoice, 'credit_note_not_taken'))
  if (invoice.number.length > numberLength) problems.push(about(invoice, 'number_too_long', { most: numberLength }))
  if (invoice.accountsName === '') problems.push(about(invoice, 'customer_without_name'))
  const finer = [invoice.net, invoice.tax, ...invoice.lines.map((line) => line.net)].some((amount) =>
    tooFine(minorToDecimal(amount, invoice.currency), digits),
  )
  if (finer) problems.push(about(invoice, 'amounts_too_fine', { currency: invoice.currency, digits }))
  return problems
}

/** Whether an amount has more digits than a format keeps. */
function tooFine(decimal: string, digits: number): boolean {
  return /[1-9]/.test((decimal.split('.')[1] ?? '').slice(digits))
}
