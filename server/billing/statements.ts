import type { billingApi } from '#core/billing/api.ts'
import type { Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { localDate, type LocalDate } from '#core/kit/time.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { need } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { movementsOf } from './payment-queries.ts'
import { openInvoicesOf, presentInvoice } from './queries.ts'

export async function readStatement(
  tx: Tx,
  id: Id,
  asked: { to?: LocalDate | undefined },
): Promise<Reply<typeof billingApi.readStatement>> {
  const customer = await need(loadCustomer, tx, id)
  const { currency, zone } = await loadOrganization(tx)
  const to = asked.to ?? localDate(tx.now, zone)
  const [movements, open] = await Promise.all([movementsOf(tx, id, to), openInvoicesOf(tx, id)])
  return {
    customer: { id, name: customer.name, number: customer.number },
    currency,
    to,
    movements,
    open: open.map(presentInvoice),
  }
}
