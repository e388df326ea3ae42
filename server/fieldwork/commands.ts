import type { Body, Reply } from '#core/kit/contract.ts'
import type { fieldworkApi } from '#core/fieldwork/api.ts'
import { type Id, isId } from '#core/kit/ids.ts'
import { notFound } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { applyCommands } from '#server/work-orders/commands.ts'
import { authorOf, incomingOfDay } from '#server/work-orders/incoming.ts'
import { presentTaken } from '#server/work-orders/office.ts'
import { hasDayFlag } from './queries.ts'

/** The office looked at what was said of a technician's day. */
export async function settleDayFlag(
  tx: Tx,
  technician: Id,
  { id, flag, note }: Body<typeof fieldworkApi.settleDayFlag>,
): Promise<Reply<typeof fieldworkApi.settleDayFlag>> {
  if (!isId(technician) || !(await hasDayFlag(tx, technician, flag))) throw notFound()
  const settled = { type: 'settle_day_flag', body: { flag, note }, seen: 0 }
  const [taken] = await applyCommands(tx, authorOf(tx, 'office'), [incomingOfDay(id, technician, settled)])
  if (!taken) throw new Error('a command has an outcome')
  return presentTaken(taken)
}
