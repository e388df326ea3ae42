import type { Id } from '#core/kit/ids.ts'
import type { Command } from '#core/work-orders/commands.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applyCommands } from '#server/work-orders/commands.ts'
import { authorOf, incomingFromServer } from '#server/work-orders/incoming.ts'
import { lockDocuments } from '#server/work-orders/record-queries.ts'
import { readDocuments, type StoredWorkOrder } from '#server/work-orders/page-queries.ts'

/** One record with both documents; undefined when there is none. */
export async function readOrder(tx: Tx, id: Id): Promise<StoredWorkOrder | undefined> {
  return (await readDocuments(tx, [id])).get(id)
}

export async function readOrders(tx: Tx, ids: readonly Id[]): Promise<StoredWorkOrder[]> {
  return ids.length === 0 ? [] : [...(await readDocuments(tx, ids)).values()]
}

/** Nobody else writes to these records until the commit. Taken before the rows of invoices, so that nobody waits in a ring. */
export async function lockOrders(tx: Tx, ids: readonly Id[]): Promise<void> {
  await lockDocuments(
    tx,
    ids.map((id) => ({ kind: 'work_order', id })),
  )
}

/** What the server says to many records at once: each in the order given. */
export async function tellOrders(tx: Tx, told: readonly { workOrder: Id; command: Command }[]): Promise<void> {
  if (told.length === 0) return
  const batch = told.map(({ workOrder, command }) => incomingFromServer(newId(), workOrder, command))
  await applyCommands(tx, authorOf(tx, 'system'), batch)
}
