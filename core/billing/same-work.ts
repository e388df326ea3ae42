import type { InvoiceRef } from '../work-orders/document.ts'

/** Whether an invoice that counts bills work that these lines bill too. */
export function isSameWork(invoice: InvoiceRef, lines: readonly { key: string }[]): boolean {
  if (invoice.kind !== 'invoice' || invoice.state === 'draft' || invoice.state === 'void') return false
  return invoice.lines.some((billed) => lines.some((line) => line.key === billed.key))
}
