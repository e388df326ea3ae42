import { sql } from 'kysely'
import type { Report } from '#core/reports/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { showsWithdrawnPhoto } from '#server/platform/files/permission.ts'
import type { Tx } from '#server/platform/tenant.ts'

const reports = (tx: Tx) =>
  tx.db
    .selectFrom('app.report as report')
    .leftJoin('app.file as file', (join) =>
      join.onRef('file.org_id', '=', 'report.org_id').onRef('file.id', '=', 'report.file_id'),
    )
    .leftJoin('app.member as member', (join) =>
      join.onRef('member.org_id', '=', 'report.org_id').onRef('member.id', '=', 'report.asked_by'),
    )
    .selectAll('report')
    .select(['file.sha256', 'file.size', 'member.name as asked_by_name', showsWithdrawnPhoto.as('withdrawn_photo')])
    .where('report.org_id', '=', tx.orgId)
export type ReportRow = Awaited<ReturnType<ReturnType<typeof reports>['executeTakeFirstOrThrow']>>

export async function loadReport(tx: Tx, id: Id): Promise<ReportRow | undefined> {
  return reports(tx).where('report.id', '=', id).executeTakeFirst()
}

export async function listReports(tx: Tx, workOrder: Id): Promise<ReportRow[]> {
  return reports(tx).where('report.work_order_id', '=', workOrder).orderBy('report.asked_at', 'desc').execute()
}

/** Reports of a work order that wait for bytes. */
export async function waitingReports(tx: Tx, workOrder: Id): Promise<ReportRow[]> {
  return reports(tx).where('report.work_order_id', '=', workOrder).where('report.state', '=', 'waiting').execute()
}

/** The report of this visit at this version, or the one that waits for it; one that failed only when there is no other. */
export async function reportOf(
  tx: Tx,
  workOrder: Id,
  visit: Id | null,
  version: number,
): Promise<ReportRow | undefined> {
  return reports(tx)
    .where('report.work_order_id', '=', workOrder)
    .where('report.visit_id', visit === null ? 'is' : '=', visit)
    .where((where) => where.or([where('report.document_version', '=', version), where('report.state', '=', 'waiting')]))
    .orderBy(sql`report.state = 'failed'`)
    .orderBy('report.asked_at', 'desc')
    .executeTakeFirst()
}

/** Asked for again after it failed: what it says is frozen anew. */
export async function tryReportAgain(tx: Tx, id: Id): Promise<number> {
  const row = await tx.db
    .updateTable('app.report')
    .set({ state: 'waiting', code: null, content: null, frozen_at: null, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** Makes the row, unless somebody asked for the same in the same moment. */
export async function insertReport(
  tx: Tx,
  report: { id: Id; workOrder: Id; visit: Id | null; version: number },
): Promise<void> {
  await tx.db
    .insertInto('app.report')
    .values({
      org_id: tx.orgId,
      id: report.id,
      work_order_id: report.workOrder,
      visit_id: report.visit,
      document_version: report.version,
      state: 'waiting',
      asked_at: tx.now,
      asked_by: tx.actor.memberId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Freezes what the paper says, before it is set; the first to freeze wins. */
export async function freeze(tx: Tx, id: Id, version: number, content: string): Promise<void> {
  await tx.db
    .updateTable('app.report')
    .set({ content, document_version: version, frozen_at: tx.now })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('content', 'is', null)
    .execute()
}

export async function finishReport(tx: Tx, id: Id, end: { file: Id } | { code: string }): Promise<number | null> {
  const row = await tx.db
    .updateTable('app.report')
    .set({
      ...('file' in end ? { state: 'frozen', file_id: end.file } : { state: 'failed', code: end.code }),
      version: sql`version + 1`,
    })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('version')
    .executeTakeFirst()
  return row?.version ?? null
}

/** What the customers who signed agreed to, from the entries themselves. */
export async function consentsOf(tx: Tx, workOrder: Id): Promise<Record<Id, string>> {
  const { rows } = await sql<{ fact: Id; consent: string }>`
    select event::json ->> 'id' as fact, event::json -> 'data' ->> 'consent' as consent from app.entry
    where org_id = ${tx.orgId} and stream_kind = 'work_order' and stream_id = ${workOrder} and event::json ->> 'type' = 'signed'`.execute(
    tx.db,
  )
  return Object.fromEntries(rows.map((row) => [row.fact, row.consent]))
}

export function presentReport(row: ReportRow, awaited: number, recordVersion: number): Report {
  return {
    id: row.id,
    workOrder: row.work_order_id,
    visit: row.visit_id,
    documentVersion: row.document_version,
    state: row.state === 'frozen' ? 'ready' : row.state === 'failed' ? 'failed' : awaited > 0 ? 'waiting' : 'making',
    awaited: row.state === 'waiting' ? awaited : 0,
    askedAt: row.asked_at,
    askedBy: row.asked_by_name ?? '',
    file: row.file_id,
    sha256: row.sha256,
    size: row.size,
    problem: row.code,
    outdated: row.state === 'frozen' ? outdatedBy(row, recordVersion) : null,
  }
}

function outdatedBy(row: ReportRow, recordVersion: number): Report['outdated'] {
  if (row.withdrawn_photo) return 'withdrawn_photo'
  return row.document_version < recordVersion ? 'changed' : null
}
