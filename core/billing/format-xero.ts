import { minorToDecimal } from '../kit/money.ts'
import type { ExportedInvoice } from './export.ts'
import { csvOf, dateFor, described, inPieces, multiplied } from './format-lines.ts'
import type { AccountsFormat, Batch } from './handover.ts'

/**
 * Xero's import of sales invoices: a row a line, the invoice repeated on each, amounts without tax; a star marks what it
 * demands. Contacts are matched by name, so a customer keeps the name first handed over. A total below zero is taken as
 * a credit note. At most 500 invoices a file.
 */
export const xero: AccountsFormat = {
  coded: true,
  digits: 2,
  numberLength: 255,
  creditNotes: true,
  files: (batch) =>
    inPieces(batch.invoices, 500).map((invoices, index, all) => ({
      name: `xero-invoices-${batch.number}${all.length > 1 ? `-${index + 1}` : ''}.csv`,
      type: 'text/csv',
      text: csvOf(
        columns,
        invoices.flatMap((invoice) => rows(invoice, batch)),
      ),
    })),
}

const columns = [
  '*ContactName',
  'EmailAddress',
  'POAddressLine1',
  'POAddressLine2',
  'POAddressLine3',
  'POAddressLine4',
  'POCity',
  'PORegion',
  'POPostalCode',
  'POCountry',
  '*InvoiceNumber',
  'Reference',
  '*InvoiceDate',
  '*DueDate',
  'Total',
  'InventoryItemCode',
  '*Description',
  '*Quantity',
  '*UnitAmount',
  'Discount',
  '*AccountCode',
  '*TaxType',
  'TaxAmount',
  'TrackingName1',
  'TrackingOption1',
  'TrackingName2',
  'TrackingOption2',
  'Currency',
  'BrandingTheme',
]

function rows(invoice: ExportedInvoice, { country }: Batch): Record<string, string>[] {
  const date = dateFor(country)
  const { address, currency } = invoice
  return invoice.lines.map((line) => {
    const { quantity, price } = multiplied(line, currency)
    return {
      '*ContactName': invoice.accountsName,
      EmailAddress: invoice.email,
      POAddressLine1: address.line1,
      POAddressLine2: address.line2,
      POCity: address.city,
      PORegion: address.region,
      POPostalCode: address.postcode,
      POCountry: address.country,
      '*InvoiceNumber': invoice.number,
      Reference: invoice.corrects || invoice.purchaseOrder,
      '*InvoiceDate': date(invoice.issuedOn),
      '*DueDate': date(invoice.dueOn),
      Total: minorToDecimal(invoice.gross, currency),
      '*Description': described(line),
      '*Quantity': quantity,
      '*UnitAmount': price,
      '*AccountCode': line.account ?? '',
      '*TaxType': line.taxCode ?? '',
      TaxAmount: minorToDecimal(line.tax, currency),
      Currency: currency,
    }
  })
}
