import Papa from 'papaparse'
import { minorToDecimal, quantityToDecimal, sum, taxRateToDecimal, unitPriceToDecimal } from '../kit/money.ts'
import type { Address } from '../kit/address.ts'
import type { Id } from '../kit/ids.ts'
import type { LocalDate } from '../kit/time.ts'
import { harmless } from './cells.ts'
import type { PricedLine, TaxTotal } from './priced-line.ts'

/** A line as the accounts get it, with their own names for where it goes. */
export type ExportedLine = PricedLine & {
  /** Number of its work order. */
  workOrder: string
  /** Category of its item in the price book; empty for none. */
  category: string
  /** Null: nobody said yet. */
  account: string | null
  taxCode: string | null
  taxName: string
}

/** An issued invoice as the accounts get it. Ids never change; `accountsName` is the name they first got the customer under. */
export type ExportedInvoice = {
  id: Id
  customerId: Id
  accountsName: string
  email: string
  address: Address
  /** Of a credit note: the invoice it corrects. */
  corrects: string
  number: string
  kind: 'invoice' | 'credit_note'
  issuedOn: LocalDate
  dueOn: LocalDate
  customerNumber: string
  customerName: string
  purchaseOrder: string
  currency: string
  net: number
  tax: number
  gross: number
  taxes: readonly TaxTotal[]
  lines: readonly ExportedLine[]
}

/** What the accounts check a batch by. */
export type ControlTotals = { count: number; net: number; tax: number; gross: number; byRate: TaxTotal[] }

export function controlTotals(invoices: readonly ExportedInvoice[]): ControlTotals {
  const byRate = new Map<number, TaxTotal>()
  for (const total of invoices.flatMap((invoice) => invoice.taxes)) {
    const known = byRate.get(total.percent)
    byRate.set(total.percent, { ...total, net: (known?.net ?? 0) + total.net, tax: (known?.tax ?? 0) + total.tax })
  }
  return {
    count: invoices.length,
    net: sum(invoices.map((invoice) => invoice.net)),
    tax: sum(invoices.map((invoice) => invoice.tax)),
    gross: sum(invoices.map((invoice) => invoice.gross)),
    byRate: [...byRate.values()].sort((a, b) => b.percent - a.percent),
  }
}

/**
 * A batch as CSV for any accounts: a row an invoice line, an invoice's totals on its first row alone, so that a column adds
 * up; behind them the control totals, a row a tax rate and one of all (`record` says which). Amounts are plain decimals.
 * Cells that a spreadsheet would take for a formula are neutralised; the mark in front tells spreadsheets it is UTF-8.
 */
export function exportCsv(batch: string, invoices: readonly ExportedInvoice[]): string {
  const rows = [...invoices.flatMap(linesOf), ...totalRows(invoices)]
  const columns = ['batch', ...Object.keys(noCells)]
  const cells = rows.map((row) => harmless({ batch, ...row }))
  return `\ufeff${Papa.unparse({ fields: columns, data: cells }, { newline: '\r\n' })}\r\n`
}

const noCells = {
  record: '',
  invoices: '',
  invoice_number: '',
  kind: '',
  issue_date: '',
  due_date: '',
  customer_number: '',
  customer_name: '',
  purchase_order: '',
  work_order: '',
  description: '',
  quantity: '',
  unit: '',
  unit_price: '',
  tax_percent: '',
  line_net: '',
  invoice_net: '',
  invoice_tax: '',
  invoice_gross: '',
  currency: '',
  invoice_id: '',
  customer_id: '',
  customer_in_accounts: '',
  corrects: '',
  account: '',
  tax_code: '',
  line_tax: '',
}
type Cells = typeof noCells

function linesOf(invoice: ExportedInvoice): Cells[] {
  const { currency } = invoice
  return invoice.lines.map((line, index) => ({
    ...noCells,
    record: 'line',
    invoice_number: invoice.number,
    kind: invoice.kind,
    issue_date: invoice.issuedOn,
    due_date: invoice.dueOn,
    customer_number: invoice.customerNumber,
    customer_name: invoice.customerName,
    purchase_order: invoice.purchaseOrder,
    work_order: line.workOrder,
    description: line.description,
    quantity: quantityToDecimal(line.quantity),
    unit: line.unit,
    unit_price: unitPriceToDecimal(line.unitPrice, currency),
    tax_percent: taxRateToDecimal(line.taxPercent),
    line_net: minorToDecimal(line.net, currency),
    ...(index === 0 ? amounts(invoice, currency) : {}),
    currency,
    invoice_id: invoice.id,
    customer_id: invoice.customerId,
    customer_in_accounts: invoice.accountsName,
    corrects: invoice.corrects,
    account: line.account ?? '',
    tax_code: line.taxCode ?? '',
    line_tax: minorToDecimal(line.tax, currency),
  }))
}

function totalRows(invoices: readonly ExportedInvoice[]): Cells[] {
  const currency = invoices[0]?.currency
  if (currency === undefined) return []
  const totals = controlTotals(invoices)
  return [
    ...totals.byRate.map(({ percent, net, tax }) => ({
      ...noCells,
      record: 'total_of_rate',
      tax_percent: taxRateToDecimal(percent),
      ...amounts({ net, tax, gross: net + tax }, currency),
      currency,
    })),
    { ...noCells, record: 'total', invoices: String(totals.count), ...amounts(totals, currency), currency },
  ]
}

function amounts({ net, tax, gross }: { net: number; tax: number; gross: number }, currency: string) {
  return {
    invoice_net: minorToDecimal(net, currency),
    invoice_tax: minorToDecimal(tax, currency),
    invoice_gross: minorToDecimal(gross, currency),
  }
}
