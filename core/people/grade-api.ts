import * as z from 'zod'
import { archiving } from '../kit/archiving.ts'
import { contract, idParams, listOf, zId, zInstant } from '../kit/contract.ts'
import { editOf, name, zArchived, zVersion } from '../kit/fields.ts'

/** How far somebody has come in the trade, as a price of an hour may depend on it: apprentice, journeyman, master. */
export const zGradeFields = z.object({ name: name(80) })
export const zGrade = zGradeFields.extend({ id: zId, version: zVersion, archivedAt: zInstant.nullable() })
export type Grade = z.output<typeof zGrade>

const gradeLife = archiving('Grade', 'grades', 'people.edit', zGrade)

export const gradeApi = {
  listGrades: contract({
    id: 'listGrades',
    method: 'GET',
    path: '/api/grades',
    summary: 'Grades of technicians by name',
    ability: 'people.read',
    query: z.object({ archived: zArchived }),
    reply: listOf(zGrade),
  }),
  makeGrade: contract({
    id: 'makeGrade',
    method: 'POST',
    path: '/api/grades',
    summary: 'Add a grade of technicians',
    ability: 'people.edit',
    body: zGradeFields.extend({ id: zId }),
    reply: zGrade,
  }),
  editGrade: contract({
    id: 'editGrade',
    method: 'PATCH',
    path: '/api/grades/{id}',
    summary: 'Rename a grade',
    ability: 'people.edit',
    params: idParams,
    body: editOf(zGradeFields),
    reply: zGrade,
  }),
  archiveGrade: gradeLife.archive,
  restoreGrade: gradeLife.restore,
}
