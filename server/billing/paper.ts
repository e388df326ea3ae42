import { invoiceContent, type InvoiceFacts } from '#core/billing/invoice-content.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import { imagesFrom, keepPaper, papers } from '#server/reports/papers.ts'
import { setPaper } from './invoice-writes.ts'
import { loadInvoiceRecord } from './queries.ts'

/** Sets the paper of an issued invoice from what was frozen with it. Run twice it finds the paper and does nothing. */
export const printInvoice: JobTask = async ({ payload, inTenant }, services) => {
  const { invoice, orgId } = payload
  if (typeof invoice !== 'string') return
  const record = await inTenant((tx) => loadInvoiceRecord(tx, invoice))
  if (!record?.content || record.file_id) return
  const facts: InvoiceFacts = JSON.parse(record.content)
  const pdf = await papers.renderInvoice(invoiceContent(facts), imagesFrom(services.files, orgId))
  const stored = await services.files.put(orgId, pdf)
  await inTenant(async (tx) => {
    const now = await loadInvoiceRecord(tx, invoice, true)
    if (!now || now.file_id) return
    const file = await keepPaper(
      tx,
      stored,
      { kind: 'invoice', id: invoice },
      'invoice',
      `${record.number_text ?? 'invoice'}.pdf`,
    )
    tx.touched('invoice', invoice, await setPaper(tx, invoice, file), 'invoices.read')
  })
}
