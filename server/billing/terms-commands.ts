import type { CustomerTerms, ItemPrice, PriceSettings, priceTermsApi } from '#core/billing/terms-api.ts'
import type { Body } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { loadCustomer } from '#server/customers/queries.ts'
import { updateOrganization } from '#server/people/queries.ts'
import { differences, editPlain, makePlain, need, type PlainKind } from '#server/platform/plain-rows.ts'
import { changedMeanwhile, invalidField } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { loadPriceItem } from './catalogue-queries.ts'
import { loadItemPrice, loadPriceSettings, loadTerms, noTerms } from './terms-queries.ts'

type Api = typeof priceTermsApi

export const itemPrice: PlainKind<'app.item_price', ItemPrice> = {
  table: 'app.item_price',
  kind: 'item_price',
  ability: 'prices.read',
  load: loadItemPrice,
}

export async function makeItemPrice(tx: Tx, { id, ...given }: Body<Api['makeItemPrice']>): Promise<ItemPrice> {
  if (!(await loadPriceItem(tx, given.itemId)))
    throw invalidField('itemId', 'not_found', 'There is nothing with this id.')
  if (given.customerId && !(await loadCustomer(tx, given.customerId)))
    throw invalidField('customerId', 'not_found', 'There is nothing with this id.')
  checkDays(given.validFrom, given.validUntil ?? null)
  return makePlain(tx, itemPrice, {
    id,
    item_id: given.itemId,
    customer_id: given.customerId ?? null,
    unit_price: given.unitPrice,
    valid_from: given.validFrom,
    valid_until: given.validUntil ?? null,
  })
}

export async function editItemPrice(
  tx: Tx,
  id: Id,
  { version, ...changes }: Body<Api['editItemPrice']>,
): Promise<ItemPrice> {
  const after = { ...(await need(loadItemPrice, tx, id)), ...changes }
  checkDays(after.validFrom, after.validUntil)
  return editPlain(tx, itemPrice, id, version, {
    unit_price: changes.unitPrice,
    valid_from: changes.validFrom,
    valid_until: changes.validUntil,
  })
}

function checkDays(from: string, until: string | null): void {
  if (until !== null && until < from) throw invalidField('validUntil', 'out_of_range', 'It ends before it begins.')
}

type Terms = CustomerTerms & { archivedAt: string | null }

const customerTerms: PlainKind<'app.customer_terms', Terms> = {
  table: 'app.customer_terms',
  kind: 'customer_terms',
  ability: 'prices.read',
  load: loadTerms,
}

export async function readCustomerTerms(tx: Tx, id: Id): Promise<CustomerTerms> {
  await need(loadCustomer, tx, id)
  return (await loadTerms(tx, id)) ?? noTerms(id)
}

/** The first time there is nothing to change yet: two who begin at once do not both. */
export async function editCustomerTerms(
  tx: Tx,
  id: Id,
  { version, ...fields }: Body<Api['editCustomerTerms']>,
): Promise<CustomerTerms> {
  await need(loadCustomer, tx, id)
  const columns = {
    labour_discount: fields.labourDiscount,
    parts_discount: fields.partsDiscount,
    category_discounts: fields.categoryDiscounts && JSON.stringify(fields.categoryDiscounts),
  }
  if (version > 0) return editPlain(tx, customerTerms, id, version, columns)
  const known = await loadTerms(tx, id)
  if (known) throw changedMeanwhile(known)
  return makePlain(tx, customerTerms, { id, ...columns })
}

export async function editPriceSettings(tx: Tx, edit: Body<Api['editPriceSettings']>): Promise<PriceSettings> {
  const before = await loadPriceSettings(tx)
  if (before.version !== edit.version) throw changedMeanwhile(before)
  const saved = await updateOrganization(tx, edit.version, {
    columns: {},
    settings: {
      prices_include_tax: edit.taxIncluded,
      price_markup: edit.markup,
      price_override_limits: edit.overrideLimits,
      travel_base: edit.base,
    },
  })
  const after = await loadPriceSettings(tx)
  if (!saved) throw changedMeanwhile(after)
  tx.audit('organization.edited', 'organization', tx.orgId, differences(before, after))
  tx.touched('organization', tx.orgId, after.version)
  return after
}
