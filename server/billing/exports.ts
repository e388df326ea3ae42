import type { billingApi } from '#core/billing/api.ts'
import type { FormatId } from '#core/billing/accounts-api.ts'
import { type ExportedInvoice, controlTotals } from '#core/billing/export.ts'
import { type Batch, filesOf, handoverProblems } from '#core/billing/handover.ts'
import type { Body, Query, Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { HttpProblem } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { loadAccounts } from './accounts-queries.ts'
import { type BatchRow, insertBatch, listUnexported, loadBatch, lockUnexported, setStates } from './batch-queries.ts'
import { exportedInvoices } from './exported.ts'
import { ordersBilledBy, ordersOf } from './queries.ts'
import { lockOrders, tellOrders } from './records.ts'

type Asked = Omit<Body<typeof billingApi.makeExport>, 'id'>

/**
 * Hands every issued invoice to the accounts once. The batch is validated whole before anything changes. Records are locked
 * before invoices, as for issuing and voiding; what is issued meanwhile is for the next batch.
 */
export async function makeExport(tx: Tx, id: Id, asked: Asked = {}): Promise<BatchRow | undefined> {
  const known = await loadBatch(tx, id)
  if (known) return known
  const left = new Set(asked.leaveOut)
  const issued = (await listUnexported(tx)).filter((invoice) => !left.has(invoice))
  await lockOrders(tx, await ordersBilledBy(tx, issued))
  const ids = await lockUnexported(tx, issued)
  if (ids.length === 0) return undefined
  const { format, batch } = await batchOf(tx, ids, asked.format, true)
  const problems = handoverProblems(format, batch)
  if (problems.length > 0) throw notHandedOver(problems.map((problem) => problem.sentence))
  const number = await tx.nextNumber('export_batch')
  const sums = controlTotals(batch.invoices)
  const files = filesOf(format, { ...batch, number: String(number) })
  await insertBatch(tx, { id, number, format, ...sums, files, invoices: ids })
  for (const one of await setStates(tx, ids, 'exported')) tx.touched('invoice', one.id, one.version, 'invoices.read')
  const billed = await ordersOf(tx, ids)
  await tellOrders(
    tx,
    billed.map(({ workOrder, invoice }) => ({
      workOrder,
      command: { type: 'invoice_exported', body: { invoice, batch: id } },
    })),
  )
  tx.touched('export_batch', id, 1, 'invoices.read')
  tx.audit('export_batch.made', 'export_batch', id, { count: sums.count, gross: sums.gross, format })
  return loadBatch(tx, id)
}

/** What a batch would hold now, and everything that keeps it from leaving. */
export async function previewExport(
  tx: Tx,
  asked: Query<typeof billingApi.previewExport>,
): Promise<Reply<typeof billingApi.previewExport>> {
  const { format, batch } = await batchOf(tx, await listUnexported(tx), asked.format, false)
  return {
    format,
    currency: batch.currency,
    ...controlTotals(batch.invoices),
    problems: handoverProblems(format, batch),
  }
}

async function batchOf(
  tx: Tx,
  ids: readonly Id[],
  wanted: FormatId | undefined,
  keepNames: boolean,
): Promise<{ format: FormatId; batch: Batch }> {
  const [accounts, organization] = await Promise.all([loadAccounts(tx), loadOrganization(tx)])
  const invoices: ExportedInvoice[] = await exportedInvoices(tx, ids, accounts.codes, keepNames)
  const { currency, country } = organization
  return { format: wanted ?? accounts.format, batch: { number: '', currency, country, invoices } }
}

const mostSaid = 5

function notHandedOver(sentences: readonly string[]): HttpProblem {
  const more = sentences.length - mostSaid
  const said = [...sentences.slice(0, mostSaid), ...(more > 0 ? [`And ${more} more.`] : [])]
  return new HttpProblem(409, 'batch_invalid', `Nothing was handed over. ${said.join(' ')}`)
}
