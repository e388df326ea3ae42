import { reportApi as api } from '#core/reports/api.ts'
import { findVisit } from '#core/work-orders/visits.ts'
import { readOrder } from '#server/billing/records.ts'
import { need } from '#server/platform/plain-rows.ts'
import { notFound } from '#server/platform/problem.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { awaitedBy, makeReports } from './making.ts'
import { insertReport, listReports, presentReport, reportOf, tryReportAgain } from './queries.ts'

export const reportsSlice: Slice = {
  name: 'reports',
  routes: [
    route(api.askReport, async (tx, { params, body }) => {
      const order = await need(readOrder, tx, params.id)
      if (body.visit !== null && !findVisit(order.work, body.visit)) throw notFound()
      const awaited = awaitedBy(order.work, body.visit)
      const find = () => reportOf(tx, params.id, body.visit, order.version)
      const known = await find()
      if (known && known.state !== 'failed') return presentReport(known, awaited, order.version)
      if (known) tx.touched('report', known.id, await tryReportAgain(tx, known.id))
      else await insertReport(tx, { id: body.id, workOrder: params.id, visit: body.visit, version: order.version })
      const row = await find()
      if (!row) throw notFound()
      if (!known) tx.touched('report', row.id, row.version)
      tx.enqueue('make_reports', { workOrder: params.id })
      return presentReport(row, awaited, order.version)
    }),
    route(api.listReports, async (tx, { params }) => {
      const order = await need(readOrder, tx, params.id)
      const rows = await listReports(tx, params.id)
      return { items: rows.map((row) => presentReport(row, awaitedBy(order.work, row.visit_id), order.version)) }
    }),
  ],
  tasks: { make_reports: makeReports },
}
