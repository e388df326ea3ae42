import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { putFindables, subtitle } from '#server/search/upkeep.ts'
import { loadInvoiceRecord } from './queries.ts'

/** An invoice is found from the day it has a number; a void one stays found, at the end. */
export async function keepInvoiceFindable(tx: Tx, id: Id): Promise<void> {
  const record = await loadInvoiceRecord(tx, id)
  if (!record?.number_text) return
  await putFindables(tx, '', [
    {
      kind: 'invoice',
      id,
      title: record.number_text,
      detail: subtitle(record.customer_name, record.purchase_order),
      words: [],
      codes: [record.number_text, record.purchase_order],
      phones: [],
      archived: record.state === 'void',
    },
  ])
}
