import { canonicalJson } from '#core/kit/canonical-json.ts'
import type { Body } from '#core/kit/contract.ts'
import { given } from '#core/work-orders/added.ts'
import { emptyJobType, type JobType, type workOrderCatalogueApi } from '#core/work-orders/catalogue-api.ts'
import { formProblems, problemSentence } from '#core/work-orders/form-problems.ts'
import { editPlain, makePlain } from '#server/platform/plain-rows.ts'
import { invalidField } from '#server/platform/problem.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { countSkills, jobType, loadJobType } from './catalogue-queries.ts'

type Api = typeof workOrderCatalogueApi
type Fields = Omit<Body<Api['editJobType']>, 'version'>

export async function makeJobType(tx: Tx, { id, ...given }: Body<Api['makeJobType']>): Promise<JobType> {
  const fields = { ...emptyJobType, ...given }
  await check(tx, fields)
  checkForm(fields)
  return makePlain(tx, jobType, { ...columns(fields), id, name: given.name })
}

export async function editJobType(
  tx: Tx,
  id: string,
  { version, ...changes }: Body<Api['editJobType']>,
): Promise<JobType> {
  await check(tx, changes)
  return editPlain(tx, jobType, id, version, { ...columns(changes), ...(await formColumns(tx, id, changes)) })
}

/** Another form is another version: work orders know which they were raised with. */
async function formColumns(tx: Tx, id: string, changes: Fields): Promise<{ form_version?: number }> {
  const { tasks, sections, requires } = changes
  const before = tasks || sections || requires ? await loadJobType(tx, id) : undefined
  if (!before) return {}
  const after = { ...formOf(before), ...given({ tasks, sections, requires }) }
  checkForm(after)
  const same = canonicalJson(after) === canonicalJson(formOf(before))
  return same ? {} : { form_version: before.formVersion + 1 }
}

function formOf({ tasks, sections, requires }: JobType) {
  return { tasks, sections, requires }
}

/** What cannot be asked on a phone is refused with where to mend it. */
function checkForm({ tasks, sections }: Pick<JobType, 'tasks' | 'sections'>): void {
  const [problem] = formProblems({ tasks, sections })
  if (problem) throw invalidField('tasks', problem.code, problemSentence(problem))
}

async function check(tx: Tx, { skillIds }: Fields): Promise<void> {
  const skills = new Set(skillIds)
  if (skills.size > 0 && (await countSkills(tx, [...skills])) < skills.size) {
    throw invalidField('skillIds', 'not_found', 'There is no skill with this id.')
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
    sections: fields.sections && JSON.stringify(fields.sections),
    requirements: fields.requires && JSON.stringify(fields.requires),
  }
}
