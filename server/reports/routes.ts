import { reportApi as api } from '#core/reports/api.ts'
import { findVisit } from '#core/work-orders/visits.ts'
import { readOrder } from '#server/billing/records.ts'
import { need } from '#server/platform/plain-rows.ts'
import { notFound } from '#server/platform/problem.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { awaitedBy, makeReports } from './making.ts'
import { insertReport, listReports, loadReport, presentReport, reportOf } from './queries.ts'

export const reportsSlice: Slice = {
  name: 'reports',
  routes: [
    route(api.askReport, async (tx, { params, body }) => {
      const order = await need(readOrder, tx, params.id)
      if (body.visit !== null && !findVisit(order.work, body.visit)) throw notFound()
      const awaited = awaitedBy(order.work, body.visit)
      const known = await reportOf(tx, params.id, body.visit, order.version)
      if (known) return presentReport(known, awaited)
      await insertReport(tx, { id: body.id, workOrder: params.id, visit: body.visit, version: order.version })
      tx.touched('report', body.id, 1)
      tx.enqueue('make_reports', { workOrder: params.id })
      return presentReport(await need(loadReport, tx, body.id), awaited)
    }),
    route(api.listReports, async (tx, { params }) => {
      const order = await need(readOrder, tx, params.id)
      const rows = await listReports(tx, params.id)
      return { items: rows.map((row) => presentReport(row, awaitedBy(order.work, row.visit_id))) }
    }),
  ],
  tasks: { make_reports: makeReports },
}
