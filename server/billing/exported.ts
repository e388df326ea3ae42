import type { AccountCode } from '#core/billing/accounts-api.ts'
import { accountOf, taxCodeOf } from '#core/billing/account-codes.ts'
import type { ExportedInvoice, ExportedLine } from '#core/billing/export.ts'
import type { PricedLine } from '#core/billing/priced-line.ts'
import { withParts } from '#core/billing/tax-parts.ts'
import { emptyAddress } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import { customersById } from '#server/customers/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { accountsNames } from './batch-queries.ts'
import { listTaxRates, priceItemsById } from './catalogue-queries.ts'
import { loadLines, numbersOf, readInvoices, taxTotalsOf } from './queries.ts'

/** Issued invoices as the accounts get them, in the order of their numbers. `keep` fixes their customers’ names there. */
export async function exportedInvoices(
  tx: Tx,
  ids: readonly Id[],
  codes: readonly AccountCode[],
  keep: boolean,
): Promise<ExportedInvoice[]> {
  const [rows, lines, rates] = await Promise.all([readInvoices(tx, ids), loadLines(tx, ids), listTaxRates(tx, 'all')])
  const customerIds = [...new Set(rows.map((row) => row.customer_id))]
  const [customers, names, items, corrected] = await Promise.all([
    customersById(tx, customerIds),
    accountsNames(tx, customerIds, keep),
    priceItemsById(tx, [...new Set(lines.flatMap((line) => itemOf(line) ?? []))]),
    numbersOf(
      tx,
      rows.flatMap((row) => row.corrects_invoice_id ?? []),
    ),
  ])
  const categories = new Map(items.map((item) => [item.id, item.category]))
  const rateById = new Map(rates.map((rate) => [rate.id, rate]))
  const byInvoice = Map.groupBy(lines, (line) => line.invoice)
  return rows.map((row) => {
    const customer = customers.get(row.customer_id)
    const orders = new Map(row.work_orders.map((order) => [order.id, order.number]))
    const taxes = taxTotalsOf(row.tax_totals)
    const coded = (line: PricedLine & { workOrder: string }): ExportedLine => {
      const category = categories.get(itemOf(line) ?? '') ?? ''
      const rate = line.taxRate ? rateById.get(line.taxRate) : undefined
      return {
        ...line,
        workOrder: orders.get(line.workOrder) ?? '',
        category,
        account: accountOf(codes, { kind: line.kind, category }),
        taxCode: taxCodeOf(codes, { id: line.taxRate, code: rate?.code ?? '' }),
        taxName: rate?.name ?? '',
      }
    }
    return {
      id: row.id,
      customerId: row.customer_id,
      accountsName: names.get(row.customer_id) ?? '',
      email: customer?.email ?? '',
      address: customer?.billingAddress ?? emptyAddress,
      corrects: corrected.get(row.corrects_invoice_id ?? '') ?? '',
      number: row.number_text ?? '',
      kind: row.kind === 'credit_note' ? 'credit_note' : 'invoice',
      issuedOn: row.issue_date ?? '',
      dueOn: row.due_date ?? '',
      customerNumber: customer?.accountNumber || (customer?.number ?? ''),
      customerName: customer?.name ?? '',
      purchaseOrder: row.purchase_order,
      currency: row.currency,
      net: row.net,
      tax: row.tax,
      gross: row.gross,
      taxes,
      lines: withParts({ lines: byInvoice.get(row.id) ?? [], taxes }).map(coded),
    }
  })
}

/** The price book item a line was priced from, if any. */
function itemOf({ why }: PricedLine): Id | undefined {
  return 'item' in why ? why.item : undefined
}
