import type { Body } from '#core/kit/contract.ts'
import { emptyJobType, type JobType, type workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { editPlain, makePlain } from '#server/platform/plain-rows.ts'
import { invalidField } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { countSkills, jobType } from './catalogue-queries.ts'

type Api = typeof workOrderCatalogueApi
type Fields = Omit<Body<Api['editJobType']>, 'version'>

export async function makeJobType(tx: Tx, { id, ...given }: Body<Api['makeJobType']>): Promise<JobType> {
  const fields = { ...emptyJobType, ...given }
  await check(tx, fields)
  return makePlain(tx, jobType, { ...columns(fields), id, name: given.name })
}

export async function editJobType(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editJobType']>,
): Promise<JobType> {
  await check(tx, changes)
  return editPlain(tx, jobType, id, version, columns(changes))
}

async function check(tx: Tx, { skillIds, tasks }: Fields): Promise<void> {
  const skills = new Set(skillIds)
  if (skills.size > 0 && (await countSkills(tx, [...skills])) < skills.size) {
    throw invalidField('skillIds', 'not_found', 'There is no skill with this id.')
  }
  if (tasks && new Set(tasks.map((task) => task.id)).size < tasks.length) {
    throw invalidField('tasks', 'id_twice', 'Each task needs an id of its own.')
  }
}

function columns(fields: Fields) {
  return {
    name: fields.name,
    kind: fields.kind,
    priority: fields.priority,
    description: fields.description,
    planned_minutes: fields.defaultMinutes,
    skill_ids: fields.skillIds && [...new Set(fields.skillIds)],
    crew_size: fields.crewSize,
    tasks: fields.tasks && JSON.stringify(fields.tasks),
    requirements: fields.requires && JSON.stringify(fields.requires),
  }
}
