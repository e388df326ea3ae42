import { sql } from 'kysely'
import { type Grade, gradeApi as api } from '#core/people/grade-api.ts'
import { archivedIs, editPlain, makePlain, type PlainKind, setArchived } from '#server/platform/plain-rows.ts'
import { type Route, route } from '#server/platform/route.ts'
import type { Tx } from '#server/platform/tenant.ts'

const grades = (tx: Tx) => tx.db.selectFrom('app.technician_grade').selectAll().where('org_id', '=', tx.orgId)

function present(row: { id: string; version: number; name: string; archived_at: string | null }): Grade {
  return { id: row.id, version: row.version, name: row.name, archivedAt: row.archived_at }
}

async function loadGrade(tx: Tx, id: string): Promise<Grade | undefined> {
  const row = await grades(tx).where('id', '=', id).executeTakeFirst()
  return row && present(row)
}

async function listGrades(tx: Tx, archived: 'no' | 'only' | 'all'): Promise<Grade[]> {
  const rows = await grades(tx).where(archivedIs(archived)).orderBy(sql`lower(name)`).execute()
  return rows.map(present)
}

export const grade: PlainKind<'app.technician_grade', Grade> = {
  table: 'app.technician_grade',
  kind: 'grade',
  load: loadGrade,
}

export const gradeRoutes: Route[] = [
  route(api.listGrades, async (tx, { query }) => ({ items: await listGrades(tx, query.archived), next: null })),
  route(api.makeGrade, (tx, { body }) => makePlain(tx, grade, body)),
  route(api.editGrade, (tx, { params, body: { version, ...changes } }) =>
    editPlain(tx, grade, params.id, version, changes),
  ),
  route(api.archiveGrade, (tx, { params }) => setArchived(tx, grade, params.id, true)),
  route(api.restoreGrade, (tx, { params }) => setArchived(tx, grade, params.id, false)),
]
