import { accountsApi, formatIds } from '#core/billing/accounts-api.ts'
import { billingApi } from '#core/billing/api.ts'
import { billingCatalogueApi } from '#core/billing/catalogue-api.ts'
import { lineKindWords } from '#core/billing/account-codes.ts'
import { newId } from '#server/platform/ids.ts'
import type { MeasuredServer } from '../support/process.ts'
import type { Part } from '../sync/figures.ts'
import type { FinishedWork } from './company.ts'

const holdSeconds = 30

/** Everything that is issued in one batch to each format; refused by the accounts, it waits for the next. */
export async function measureBatches(
  server: MeasuredServer,
  { owner }: FinishedWork,
  tell: Parameters<Part>[0],
): Promise<void> {
  await mapAll(owner)
  for (const format of formatIds) {
    const cpu = server.cpu()
    const begun = performance.now()
    const { batch } = await owner.call(billingApi.makeExport, { body: { id: newId(), format } })
    const seconds = (performance.now() - begun) / 1000
    if (!batch) throw new Error('something was issued')
    tell({
      what: `a batch of ${batch.count} invoices as ${format}`,
      value: `${seconds.toFixed(1)} s, CPU ${((server.cpu() - cpu) / 1000).toFixed(1)}`,
      hold: `${holdSeconds} s`,
      holds: seconds <= holdSeconds,
    })
    const { invoices } = await owner.call(billingApi.readExport, { params: { id: batch.id } })
    const answers = invoices.map(({ id }) => ({ invoice: id, accepted: false, words: 'Once more' }))
    await owner.call(billingApi.acknowledgeExport, { params: { id: batch.id }, body: { answers } })
  }
}

/** An account for every kind of line, a code for every rate: Xero and QuickBooks demand them. */
async function mapAll(owner: FinishedWork['owner']): Promise<void> {
  const { version } = await owner.call(accountsApi.readAccounts, {})
  const { items } = await owner.call(billingCatalogueApi.listTaxRates, { query: { archived: 'all' } })
  const kinds = Object.keys(lineKindWords).map((key) => ({ what: 'line_kind' as const, key, code: '200' }))
  const rates = items.map(({ id, name }) => ({ what: 'tax_rate' as const, key: id, code: name }))
  await owner.call(accountsApi.editAccounts, { body: { version, codes: [...kinds, ...rates] } })
}
