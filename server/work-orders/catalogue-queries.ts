import { sql } from 'kysely'
import { emptyJobType, type JobType, zJobTypeFields } from '#core/work-orders/catalogue-api.ts'
import { archivedIs, type PlainKind } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'

const jobTypes = (tx: Tx) => tx.db.selectFrom('app.job_type').selectAll().where('org_id', '=', tx.orgId)
type JobTypeRow = Awaited<ReturnType<ReturnType<typeof jobTypes>['executeTakeFirstOrThrow']>>

/** The columns that hold JSON or words of a closed list, as core reads them. */
const zStored = zJobTypeFields.pick({ kind: true, priority: true, tasks: true, sections: true }).extend({
  requirements: zJobTypeFields.shape.requires.catch(emptyJobType.requires),
})

function present(row: JobTypeRow): JobType {
  const stored = zStored.parse(row)
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    kind: stored.kind,
    priority: stored.priority,
    description: row.description,
    defaultMinutes: row.planned_minutes,
    skillIds: row.skill_ids,
    crewSize: row.crew_size,
    tasks: stored.tasks,
    sections: stored.sections,
    formVersion: row.form_version,
    requires: stored.requirements,
    archivedAt: row.archived_at,
  }
}

export async function listJobTypes(tx: Tx, archived: 'no' | 'only' | 'all'): Promise<JobType[]> {
  const rows = await jobTypes(tx).where(archivedIs(archived)).orderBy(sql`lower(name)`).execute()
  return rows.map(present)
}

export async function loadJobType(tx: Tx, id: string): Promise<JobType | undefined> {
  const row = await jobTypes(tx).where('id', '=', id).executeTakeFirst()
  return row && present(row)
}

/** How many of these skills exist. */
export async function countSkills(tx: Tx, ids: readonly string[]): Promise<number> {
  const row = await tx.db
    .selectFrom('app.skill')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('org_id', '=', tx.orgId)
    .where('id', 'in', [...ids])
    .executeTakeFirstOrThrow()
  return row.count
}

export const jobType: PlainKind<'app.job_type', JobType> = {
  table: 'app.job_type',
  kind: 'job_type',
  load: loadJobType,
}
