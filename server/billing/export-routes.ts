import { formatIds } from '#core/billing/accounts-api.ts'
import { billingApi as api, type ExportBatch } from '#core/billing/api.ts'
import * as z from 'zod'
import { notFound } from '#server/platform/problem.ts'
import { need } from '#server/platform/plain-rows.ts'
import { type Route, route } from '#server/platform/route.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { acknowledgeExport } from './acknowledging.ts'
import { answersOf, type BatchRow, listBatches, loadBatch, loadBatchFile } from './batch-queries.ts'
import { makeExport, previewExport } from './exports.ts'
import { currencyOf, presentInvoice, readInvoices, taxTotalsOf } from './queries.ts'

function presentBatch(row: BatchRow, currency: string): ExportBatch {
  return {
    id: row.id,
    number: row.number,
    madeAt: row.created_at,
    madeBy: row.made_by ?? '',
    count: row.invoices,
    currency,
    net: row.net,
    tax: row.tax,
    gross: row.gross,
    byRate: taxTotalsOf(row.tax_totals),
    format: z.enum(formatIds).parse(row.format),
    files: row.files.length > 0 ? row.files : [`invoices-${row.number}.csv`],
    csv: `/api/exports/${row.id}/csv`,
    accepted: row.accepted,
    refused: row.refused,
  }
}

const zAnswer = z.enum(['handed', 'accepted', 'refused'])

async function readExport(tx: Tx, row: BatchRow) {
  const [currency, answers] = await Promise.all([currencyOf(tx), answersOf(tx, row.id)])
  const invoices = await readInvoices(tx, [...answers.keys()])
  return {
    ...presentBatch(row, currency),
    invoices: invoices.map((invoice) => {
      const answer = answers.get(invoice.id)
      return { ...presentInvoice(invoice), answer: zAnswer.parse(answer?.state), words: answer?.words ?? '' }
    }),
  }
}

export const exportRoutes: Route[] = [
  route(api.listExports, async (tx, { query }) => {
    const page = await listBatches(tx, query)
    const currency = await currencyOf(tx)
    return { items: page.items.map((row) => presentBatch(row, currency)), next: page.next }
  }),
  route(api.previewExport, (tx, { query }) => previewExport(tx, query)),
  route(api.makeExport, async (tx, { body: { id, ...asked } }) => {
    const batch = await makeExport(tx, id, asked)
    return { batch: batch ? presentBatch(batch, await currencyOf(tx)) : null }
  }),
  route(api.readExport, async (tx, { params }) => readExport(tx, await need(loadBatch, tx, params.id))),
  route(api.acknowledgeExport, async (tx, { params, body }) => {
    await need(loadBatch, tx, params.id)
    return acknowledgeExport(tx, params.id, body.answers)
  }),
  route(api.readExportCsv, async (tx, { params, query }) => {
    await need(loadBatch, tx, params.id)
    const file = await loadBatchFile(tx, params.id, query.file)
    if (!file) throw notFound()
    return { name: file.name, type: file.type, csv: file.text }
  }),
]
