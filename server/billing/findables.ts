import type { Id } from '#core/kit/ids.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type Findable, putFindables, subtitle } from '#server/search/upkeep.ts'
import { everyNumberedInvoice, type InvoiceRecordRow, readInvoices } from './queries.ts'

/** An invoice is found from the day it has a number; a void one stays found, at the end. */
export async function keepInvoiceFindable(tx: Tx, id: Id): Promise<void> {
  await putFindables(tx, '', (await readInvoices(tx, [id])).flatMap(findable))
}

type Named = Pick<InvoiceRecordRow, 'id' | 'number_text' | 'customer_name' | 'purchase_order' | 'state'>

/** The same of what is at hand. */
export async function putInvoiceFindable(tx: Tx, invoice: Named): Promise<void> {
  await putFindables(tx, '', findable(invoice))
}

function findable(invoice: Named): Findable[] {
  const { id, number_text: number, customer_name: customer, purchase_order: purchaseOrder, state } = invoice
  if (!number) return []
  return [
    {
      kind: 'invoice',
      id,
      title: number,
      detail: subtitle(customer, purchaseOrder),
      words: [],
      codes: [number, purchaseOrder],
      phones: [],
      archived: state === 'void',
    },
  ]
}

const atOnce = 200

/** Those issued before search knew invoices. */
export const findInvoices: JobTask = async ({ inTenant }) => {
  const ids = await inTenant((tx) => everyNumberedInvoice(tx))
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce)
    await inTenant(async (tx) => putFindables(tx, '', (await readInvoices(tx, some)).flatMap(findable)))
  }
}
