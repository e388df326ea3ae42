import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, zId, zInstant } from '../kit/contract.ts'
import { editOf, name, prose, zArchived, zMinutes, zVersion } from '../kit/fields.ts'
import { requirementsSchema, sectionsSchema, tasksSchema } from './form-schema.ts'
import { priorities, workOrderKinds } from './words.ts'

export const zJobTypeFields = z.object({
  name: name(120),
  kind: z.enum(workOrderKinds),
  priority: z.enum(priorities),
  /** The text a new work order starts with. */
  description: prose(4000),
  defaultMinutes: zMinutes.min(1),
  skillIds: z.array(zId).max(50),
  crewSize: z.int().min(1).max(20),
  tasks: tasksSchema,
  sections: sectionsSchema,
  /** What a finish needs besides the required tasks. */
  requires: requirementsSchema,
})
export const zJobType = zJobTypeFields.extend({
  id: zId,
  version: zVersion,
  /** The version of its form: tasks, sections and what a finish needs. Each is kept. */
  formVersion: z.int().min(1),
  archivedAt: zInstant.nullable(),
})
export type JobType = z.output<typeof zJobType>
export const emptyJobType = {
  kind: 'reactive',
  priority: 'P3',
  description: '',
  defaultMinutes: 60,
  skillIds: [],
  crewSize: 1,
  tasks: [],
  sections: [],
  requires: { signOff: true, photosBefore: 0, photosAfter: 0 },
} satisfies Partial<z.output<typeof zJobTypeFields>>

const jobTypeLife = archiving('JobType', 'job-types', 'settings.edit', zJobType)

export const workOrderCatalogueApi = {
  listJobTypes: contract({
    id: 'listJobTypes',
    method: 'GET',
    path: '/api/job-types',
    summary: 'Job types by name',
    ability: 'work_orders.read',
    query: z.object({ archived: zArchived }),
    reply: listOf(zJobType),
  }),
  makeJobType: contract({
    id: 'makeJobType',
    method: 'POST',
    path: '/api/job-types',
    summary: 'Add a job type',
    ability: 'settings.edit',
    body: zJobTypeFields.partial().extend({ id: zId, name: zJobTypeFields.shape.name }),
    reply: zJobType,
  }),
  editJobType: contract({
    id: 'editJobType',
    method: 'PATCH',
    path: '/api/job-types/{id}',
    summary: 'Change a job type; work orders raised before keep what they were raised with',
    ability: 'settings.edit',
    params: idParams,
    body: editOf(zJobTypeFields),
    reply: zJobType,
  }),
  archiveJobType: jobTypeLife.archive,
  restoreJobType: jobTypeLife.restore,
}
