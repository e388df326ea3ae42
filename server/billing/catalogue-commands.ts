import {
  type billingCatalogueApi,
  emptyPriceItem,
  emptyRateCard,
  type PriceItem,
  type RateCard,
  type TaxRateRow,
} from '#core/billing/catalogue-api.ts'
import type { Body } from '#core/kit/contract.ts'
import { editPlain, makePlain, need, type PlainKind, setArchived } from '#server/platform/plain-rows.ts'
import { invalidField, refused } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import {
  defaultCardFrom,
  endDefaultTaxRate,
  itemWithSku,
  loadPriceItem,
  loadRateCard,
  loadTaxRate,
  lockDefaults,
  otherDefaultCards,
  type RateCardRules,
} from './catalogue-queries.ts'

type Api = typeof billingCatalogueApi

export const priceItem: PlainKind<'app.price_item', PriceItem> = {
  table: 'app.price_item',
  kind: 'price_item',
  ability: 'prices.read',
  load: loadPriceItem,
}
export const taxRate: PlainKind<'app.tax_rate', TaxRateRow> = {
  table: 'app.tax_rate',
  kind: 'tax_rate',
  ability: 'prices.read',
  load: loadTaxRate,
}
export const rateCard: PlainKind<'app.rate_card', RateCard> = {
  table: 'app.rate_card',
  kind: 'rate_card',
  ability: 'prices.read',
  load: loadRateCard,
}

// Price book

export async function makePriceItem(tx: Tx, { id, ...given }: Body<Api['makePriceItem']>): Promise<PriceItem> {
  await checkItem(tx, id, given)
  const columns = itemColumns({ ...emptyPriceItem, ...given })
  return makePlain(tx, priceItem, { ...columns, id, code: given.sku, name: given.name })
}

export async function editPriceItem(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editPriceItem']>,
): Promise<PriceItem> {
  await checkItem(tx, id, changes)
  return editPlain(tx, priceItem, id, version, itemColumns(changes))
}

type ItemFields = Omit<Body<Api['editPriceItem']>, 'version'>

async function checkItem(tx: Tx, id: string, { sku, taxRateId }: ItemFields): Promise<void> {
  await checkTaxRate(tx, taxRateId)
  const taken = sku === undefined ? undefined : await itemWithSku(tx, sku)
  if (taken && taken.id !== id) throw invalidField('sku', 'already_there', 'Another item has this number already.')
}

function itemColumns(fields: ItemFields) {
  return {
    code: fields.sku,
    name: fields.name,
    kind: fields.kind,
    unit: fields.unit,
    unit_price: fields.unitPrice,
    unit_cost: fields.cost,
    tax_rate_id: fields.taxRateId,
    category: fields.category,
    barcode: fields.barcode,
  }
}

async function checkTaxRate(tx: Tx, id: string | null | undefined): Promise<void> {
  if (id && !(await loadTaxRate(tx, id)))
    throw invalidField('taxRateId', 'not_found', 'There is no tax rate with this id.')
}

// Tax rates

export async function makeTaxRate(tx: Tx, { id, ...given }: Body<Api['makeTaxRate']>): Promise<TaxRateRow> {
  const known = await loadTaxRate(tx, id)
  if (known) return known
  const isDefault = given.isDefault ?? false
  if (isDefault) await endOtherDefault(tx, id)
  return makePlain(tx, taxRate, {
    id,
    name: given.name,
    rate: given.rate,
    code: given.code ?? '',
    is_default: isDefault,
  })
}

export async function editTaxRate(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editTaxRate']>,
): Promise<TaxRateRow> {
  const before = await need(loadTaxRate, tx, id)
  if (changes.isDefault === false && before.isDefault) throw refused({ code: 'tax_rate_in_use' })
  if (changes.isDefault) await endOtherDefault(tx, id)
  const { name, rate, code, isDefault } = changes
  return editPlain(tx, taxRate, id, version, { name, rate, code, is_default: isDefault })
}

/** The default rate stays until another one is it: lines that name no rate need it. */
export async function archiveTaxRate(tx: Tx, id: string): Promise<TaxRateRow> {
  const found = await need(loadTaxRate, tx, id)
  if (found.isDefault && found.archivedAt === null) throw refused({ code: 'tax_rate_in_use' })
  return setArchived(tx, taxRate, id, true)
}

async function endOtherDefault(tx: Tx, except: string): Promise<void> {
  await lockDefaults(tx)
  for (const ended of await endDefaultTaxRate(tx, except)) {
    tx.audit('tax_rate.edited', 'tax_rate', ended.id, { isDefault: { before: true, after: false } })
    tx.touched('tax_rate', ended.id, ended.version, 'prices.read')
  }
}

// Rate cards

export async function makeRateCard(tx: Tx, { id, ...given }: Body<Api['makeRateCard']>): Promise<RateCard> {
  const scoped = isScoped({ ...emptyRateCard, ...given })
  const fields = { ...emptyRateCard, isDefault: !scoped, ...given }
  await checkTaxRate(tx, fields.taxRateId)
  checkScope(fields)
  if (fields.isDefault) await checkDay(tx, id, fields.validFrom)
  return makePlain(tx, rateCard, {
    ...cardColumns(fields),
    id,
    name: fields.name,
    rules: JSON.stringify(rulesOf(fields)),
  })
}

export async function editRateCard(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editRateCard']>,
): Promise<RateCard> {
  const before = await need(loadRateCard, tx, id)
  const after = { ...before, ...changes }
  await checkTaxRate(tx, changes.taxRateId)
  checkScope(after)
  if (after.isDefault && after.archivedAt === null) await checkDay(tx, id, after.validFrom)
  if (before.isDefault && !after.isDefault) await keepADefault(tx, id)
  return editPlain(tx, rateCard, id, version, {
    ...cardColumns(changes),
    rules: JSON.stringify(rulesOf(after)),
  })
}

type CardFields = Omit<Body<Api['editRateCard']>, 'version'>

function cardColumns(fields: CardFields) {
  return {
    name: fields.name,
    valid_from: fields.validFrom,
    valid_until: fields.validUntil,
    customer_id: fields.customerId,
    job_type_id: fields.jobTypeId,
    grade_id: fields.gradeId,
    is_default: fields.isDefault,
  }
}

function isScoped(card: Pick<RateCard, 'customerId' | 'jobTypeId' | 'gradeId'>): boolean {
  return card.customerId !== null || card.jobTypeId !== null || card.gradeId !== null
}

/** The card for all work is for nobody alone, and none ends before it begins. */
function checkScope(
  card: Parameters<typeof isScoped>[0] & Pick<RateCard, 'isDefault' | 'validFrom' | 'validUntil'>,
): void {
  if (card.isDefault && isScoped(card))
    throw invalidField(
      'isDefault',
      'not_possible',
      'A card for somebody or something alone is not the one for all work.',
    )
  if (card.validUntil !== null && card.validUntil < card.validFrom)
    throw invalidField('validUntil', 'out_of_range', 'It ends before it begins.')
}

export async function archiveRateCard(tx: Tx, id: string): Promise<RateCard> {
  const found = await need(loadRateCard, tx, id)
  if (found.isDefault && found.archivedAt === null) await keepADefault(tx, id)
  return setArchived(tx, rateCard, id, true)
}

export async function restoreRateCard(tx: Tx, id: string): Promise<RateCard> {
  const found = await need(loadRateCard, tx, id)
  if (found.isDefault && found.archivedAt !== null) await checkDay(tx, id, found.validFrom)
  return setArchived(tx, rateCard, id, false)
}

async function checkDay(tx: Tx, id: string, day: string): Promise<void> {
  if (await defaultCardFrom(tx, day, id)) {
    throw invalidField('validFrom', 'already_there', 'Another default rate card holds from this day.')
  }
}

async function keepADefault(tx: Tx, id: string): Promise<void> {
  await lockDefaults(tx)
  if ((await otherDefaultCards(tx, id)) === 0) throw refused({ code: 'rate_card_in_use' })
}

function rulesOf(card: RateCardRules): RateCardRules {
  return {
    hourlyRate: card.hourlyRate,
    afterHours: card.afterHours,
    holiday: card.holiday,
    stepMinutes: card.stepMinutes,
    minimumMinutes: card.minimumMinutes,
    callOutFee: card.callOutFee,
    travelPolicy: card.travelPolicy,
    travelHourlyRate: card.travelHourlyRate,
    travelFee: card.travelFee,
    travelZones: card.travelZones,
    fixedPrice: card.fixedPrice,
    fixedIncludesParts: card.fixedIncludesParts,
    taxRateId: card.taxRateId,
  }
}
