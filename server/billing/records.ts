import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { readDocuments, type StoredWorkOrder } from '#server/work-orders/page-queries.ts'

/** One record with both documents; undefined when there is none. */
export async function readOrder(tx: Tx, id: Id): Promise<StoredWorkOrder | undefined> {
  return (await readDocuments(tx, [id])).get(id)
}
