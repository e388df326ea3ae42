import { controlTotals, exportCsv, type ExportedInvoice, invoiceProblems } from '#core/billing/export.ts'
import type { Id } from '#core/kit/ids.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { HttpProblem } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applySystem } from '#server/work-orders/commands.ts'
import { insertBatch, listUnexported, loadBatch, lockUnexported } from './batch-queries.ts'
import { setState } from './invoice-writes.ts'
import { billedOrders, loadLines, ordersBilledBy, readInvoices, taxTotalsOf } from './queries.ts'
import { lockOrders } from './records.ts'

/**
 * Hands every issued invoice to the accounts once. The batch is validated whole before anything changes. Records are locked
 * before invoices, as for issuing and voiding; what is issued meanwhile is for the next batch.
 */
export async function makeExport(tx: Tx, id: Id): Promise<Awaited<ReturnType<typeof loadBatch>>> {
  const known = await loadBatch(tx, id)
  if (known) return known
  const issued = await listUnexported(tx)
  await lockOrders(tx, await ordersBilledBy(tx, issued))
  const ids = await lockUnexported(tx, issued)
  if (ids.length === 0) return undefined
  const exported = await exportedInvoices(tx, ids)
  const problems = exported.flatMap(invoiceProblems)
  if (problems.length > 0) throw new HttpProblem(409, 'batch_invalid', `Nothing was exported. ${problems.join('. ')}.`)
  const sums = controlTotals(exported)
  const number = await tx.nextNumber('export_batch')
  await insertBatch(tx, {
    id,
    number,
    ...sums,
    csv: exportCsv(String(number), exported),
    invoices: ids,
  })
  for (const invoice of ids) {
    const version = await setState(tx, invoice, 'exported')
    tx.touched('invoice', invoice, version, 'invoices.read')
    for (const { workOrder } of await billedOrders(tx, invoice)) {
      await applySystem(tx, workOrder, { type: 'invoice_exported', body: { invoice, batch: id } })
    }
  }
  tx.touched('export_batch', id, 1, 'invoices.read')
  tx.audit('export_batch.made', 'export_batch', id, { count: sums.count, gross: sums.gross })
  return loadBatch(tx, id)
}

async function exportedInvoices(tx: Tx, ids: readonly Id[]): Promise<ExportedInvoice[]> {
  const lines = await loadLines(tx, ids)
  const rows = await readInvoices(tx, ids)
  const exported: ExportedInvoice[] = []
  for (const row of rows) {
    const customer = await loadCustomer(tx, row.customer_id)
    const numbers = new Map(row.work_orders.map((order) => [order.id, order.number]))
    exported.push({
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
      taxes: taxTotalsOf(row.tax_totals),
      lines: lines
        .filter((line) => line.invoice === row.id)
        .map((line) => ({ ...line, workOrder: numbers.get(line.workOrder) ?? '' })),
    })
  }
  return exported
}
