import { minorToDecimal, quantityToDecimal, taxRateToDecimal, unitPriceToDecimal } from '../kit/money.ts'
import { controlTotals, type ExportedInvoice } from './export.ts'
import type { Batch } from './handover.ts'
import type { TaxTotal } from './priced-line.ts'

/** A batch for any accounts that read JSON: control totals first, amounts as decimals in text so that no cent is lost. */
export function exportJson({ number, currency, invoices }: Batch): string {
  const totals = controlTotals(invoices)
  const money = (amount: number) => minorToDecimal(amount, currency)
  const rates = (all: readonly TaxTotal[]) =>
    all.map(({ percent, net, tax }) => ({
      tax_percent: taxRateToDecimal(percent),
      net: money(net),
      tax: money(tax),
      gross: money(net + tax),
    }))
  const batch = {
    format: 'roundtrip-invoices-1',
    batch: number,
    currency,
    control: {
      count: totals.count,
      net: money(totals.net),
      tax: money(totals.tax),
      gross: money(totals.gross),
      by_rate: rates(totals.byRate),
    },
    invoices: invoices.map((invoice) => ({
      ...head(invoice, money),
      by_rate: rates(invoice.taxes),
      lines: lines(invoice),
    })),
  }
  return `${JSON.stringify(batch, null, 1)}\n`
}

function head(invoice: ExportedInvoice, money: (amount: number) => string) {
  return {
    id: invoice.id,
    number: invoice.number,
    kind: invoice.kind,
    corrects: invoice.corrects || null,
    issued_on: invoice.issuedOn,
    due_on: invoice.dueOn,
    customer: {
      id: invoice.customerId,
      number: invoice.customerNumber,
      name: invoice.customerName,
      name_in_accounts: invoice.accountsName,
      email: invoice.email,
      address: invoice.address,
    },
    purchase_order: invoice.purchaseOrder,
    net: money(invoice.net),
    tax: money(invoice.tax),
    gross: money(invoice.gross),
  }
}

function lines({ lines: all, currency }: ExportedInvoice) {
  return all.map((line) => ({
    work_order: line.workOrder,
    kind: line.kind,
    category: line.category,
    description: line.description,
    quantity: quantityToDecimal(line.quantity),
    unit: line.unit,
    unit_price: unitPriceToDecimal(line.unitPrice, currency),
    net: minorToDecimal(line.net, currency),
    tax: minorToDecimal(line.tax, currency),
    tax_percent: taxRateToDecimal(line.taxPercent),
    account: line.account,
    tax_code: line.taxCode,
  }))
}
