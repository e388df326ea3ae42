import Papa from 'papaparse'
import { minorToDecimal, quantityToDecimal, sum, taxRateToDecimal, unitPriceToDecimal } from '../kit/money.ts'
import type { LocalDate } from '../kit/time.ts'
import type { PricedLine, TaxTotal } from './price.ts'

/** An issued invoice as the accounts get it. */
export type ExportedInvoice = {
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
  lines: readonly (PricedLine & { workOrder: string })[]
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

/** What is wrong with an invoice before it leaves; a batch leaves whole or not at all. */
export function invoiceProblems(invoice: ExportedInvoice): string[] {
  const problems: string[] = []
  if (invoice.net + invoice.tax !== invoice.gross) problems.push(`${invoice.number}: net and tax do not make the total`)
  if (sum(invoice.lines.map((line) => line.net)) !== invoice.net)
    problems.push(`${invoice.number}: the lines do not make the net`)
  if (sum(invoice.taxes.map((total) => total.tax)) !== invoice.tax)
    problems.push(`${invoice.number}: the tax rates do not make the tax`)
  return problems
}

/**
 * One line of CSV an invoice line, amounts as plain decimals. Cells that a spreadsheet would take for a formula are
 * neutralised.
 */
export function exportCsv(invoices: readonly ExportedInvoice[]): string {
  const rows = invoices.flatMap((invoice) =>
    invoice.lines.map((line) => ({
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
      unit_price: unitPriceToDecimal(line.unitPrice, invoice.currency),
      tax_percent: taxRateToDecimal(line.taxPercent),
      line_net: minorToDecimal(line.net, invoice.currency),
      invoice_net: minorToDecimal(invoice.net, invoice.currency),
      invoice_tax: minorToDecimal(invoice.tax, invoice.currency),
      invoice_gross: minorToDecimal(invoice.gross, invoice.currency),
      currency: invoice.currency,
    })),
  )
  return `${Papa.unparse(rows.map(neutral), { newline: '\r\n' })}\r\n`
}

const number = /^-?\d+(\.\d+)?$/

function neutral(row: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [
      name,
      /^[=+\-@\t\r]/.test(cell) && !number.test(cell) ? `'${cell}` : cell,
    ]),
  )
}
