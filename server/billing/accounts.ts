import type { Accounts, AccountCode, accountsApi, PurchaseOrder } from '#core/billing/accounts-api.ts'
import { lineKindWords } from '#core/billing/account-codes.ts'
import type { Body } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { changedMeanwhile, invalidField } from '#server/platform/problem.ts'
import { editPlain, makePlain, need, type PlainKind, setArchived } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { loadAccounts, priceCategories, replaceCodes, saveAccounts } from './accounts-queries.ts'
import { listTaxRates } from './catalogue-queries.ts'
import { activeNumber, loadPurchaseOrder } from './purchase-order-queries.ts'

export async function readAccounts(tx: Tx): Promise<Accounts> {
  const [accounts, categories, rates] = await Promise.all([
    loadAccounts(tx),
    priceCategories(tx),
    listTaxRates(tx, 'all'),
  ])
  const kinds = Object.entries(lineKindWords).map(([key, name]) => ({ what: 'line_kind' as const, key, name }))
  return {
    ...accounts,
    coded: [
      ...kinds,
      ...categories.map((key) => ({ what: 'category' as const, key, name: key })),
      ...rates
        .filter((rate) => rate.archivedAt === null || accounts.codes.some(({ key }) => key === rate.id))
        .map((rate) => ({ what: 'tax_rate' as const, key: rate.id, name: rate.name })),
    ],
  }
}

export async function editAccounts(tx: Tx, asked: Body<typeof accountsApi.editAccounts>): Promise<Accounts> {
  const before = await loadAccounts(tx)
  if (before.version !== asked.version) throw changedMeanwhile(await readAccounts(tx))
  const { closedUntil = before.closedUntil, format = before.format } = asked
  const version = await saveAccounts(tx, { version: asked.version, closedUntil, format })
  if (version === null) throw changedMeanwhile(await readAccounts(tx))
  if (asked.codes) await replaceCodes(tx, [...lastOf(asked.codes).values()])
  tx.audit('accounts.edited', 'organization', tx.orgId, { closedUntil, format, codes: asked.codes?.length })
  return readAccounts(tx)
}

function lastOf(codes: readonly AccountCode[]): Map<string, AccountCode> {
  return new Map(codes.map((code) => [`${code.what} ${code.key}`, code]))
}

export const purchaseOrder: PlainKind<'app.purchase_order', PurchaseOrder> = {
  table: 'app.purchase_order',
  kind: 'purchase_order',
  ability: 'invoices.read',
  load: loadPurchaseOrder,
}

type Api = typeof accountsApi

export async function makePurchaseOrder(tx: Tx, given: Body<Api['makePurchaseOrder']>): Promise<PurchaseOrder> {
  const { id, customerId, number, limit = null, validUntil = null, note = '' } = given
  if (!(await loadCustomer(tx, customerId)))
    throw invalidField('customerId', 'not_found', 'There is no customer with this id.')
  await checkNumber(tx, id, customerId, number)
  return makePlain(tx, purchaseOrder, {
    id,
    customer_id: customerId,
    number,
    limit_net: limit,
    valid_until: validUntil,
    note,
  })
}

export async function editPurchaseOrder(
  tx: Tx,
  id: Id,
  { version, ...changes }: Body<Api['editPurchaseOrder']>,
): Promise<PurchaseOrder> {
  const known = await loadPurchaseOrder(tx, id)
  if (known && changes.number) await checkNumber(tx, id, known.customerId, changes.number)
  return editPlain(tx, purchaseOrder, id, version, {
    number: changes.number,
    limit_net: changes.limit,
    valid_until: changes.validUntil,
    note: changes.note,
  })
}

async function checkNumber(tx: Tx, id: Id, customer: Id, number: string): Promise<void> {
  const taken = await activeNumber(tx, customer, number)
  if (taken && taken !== id)
    throw invalidField('number', 'already_there', 'This customer has a purchase order with this number already.')
}

/** Brought back only where no other has its number meanwhile. */
export async function restorePurchaseOrder(tx: Tx, id: Id): Promise<PurchaseOrder> {
  const { customerId, number } = await need(loadPurchaseOrder, tx, id)
  await checkNumber(tx, id, customerId, number)
  return setArchived(tx, purchaseOrder, id, false)
}
