import { minorToDecimal } from '../kit/money.ts'
import type { ExportedInvoice } from './export.ts'
import { csvOf, dateFor, described, inPieces, multiplied } from './format-lines.ts'
import type { AccountsFormat, Batch } from './handover.ts'

/**
 * QuickBooks Online's import of invoices: a row a line, amounts without tax; a star marks what it demands. Customers are
 * matched by name. A number has at most 21 characters, a file at most 100 invoices, and it takes no credit notes.
 */
export const quickbooks: AccountsFormat = {
  coded: true,
  digits: 2,
  numberLength: 21,
  creditNotes: false,
  files: (batch) =>
    inPieces(batch.invoices, 100).map((invoices, index, all) => ({
      name: `quickbooks-invoices-${batch.number}${all.length > 1 ? `-${index + 1}` : ''}.csv`,
      type: 'text/csv',
      text: csvOf(
        columns,
        invoices.flatMap((invoice) => rows(invoice, batch)),
      ),
    })),
}

const columns = [
  '*InvoiceNo',
  '*Customer',
  '*InvoiceDate',
  '*DueDate',
  'Terms',
  'Location',
  'Memo',
  'Item(Product/Service)',
  'ItemDescription',
  'ItemQuantity',
  'ItemRate',
  '*ItemAmount',
  '*ItemTaxCode',
  'ItemTaxAmount',
  'Currency',
]

function rows(invoice: ExportedInvoice, { country }: Batch): Record<string, string>[] {
  const date = dateFor(country)
  const { currency } = invoice
  return invoice.lines.map((line) => {
    const { quantity, price } = multiplied(line, currency)
    return {
      '*InvoiceNo': invoice.number,
      '*Customer': invoice.accountsName,
      '*InvoiceDate': date(invoice.issuedOn),
      '*DueDate': date(invoice.dueOn),
      Memo: invoice.purchaseOrder,
      'Item(Product/Service)': line.account ?? '',
      ItemDescription: described(line),
      ItemQuantity: quantity,
      ItemRate: price,
      '*ItemAmount': minorToDecimal(line.net, currency),
      '*ItemTaxCode': line.taxCode ?? '',
      ItemTaxAmount: minorToDecimal(line.tax, currency),
      Currency: currency,
    }
  })
}
