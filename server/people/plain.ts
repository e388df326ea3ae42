import type { Skill, Technician } from '#core/people/api.ts'
import type { PlainKind } from '#server/platform/plain-rows.ts'
import { loadSkill, loadTechnician } from './queries.ts'

export const technician: PlainKind<'app.technician', Technician> = {
  table: 'app.technician',
  kind: 'technician',
  load: loadTechnician,
}

export const skill: PlainKind<'app.skill', Skill> = { table: 'app.skill', kind: 'skill', load: loadSkill }
