import type { Skill, Technician } from '#core/people/api.ts'
import type { PlainKind } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { putFindables } from '#server/search/upkeep.ts'
import { loadOrganization, loadSkill, loadTechnician } from './queries.ts'

export const technician: PlainKind<'app.technician', Technician> = {
  table: 'app.technician',
  kind: 'technician',
  load: loadTechnician,
  changed: keepTechnicianFindable,
}

async function keepTechnicianFindable(tx: Tx, { id, name, code, phone, archivedAt }: Technician): Promise<void> {
  await putFindables(tx, (await loadOrganization(tx)).country, [
    {
      kind: 'technician',
      id,
      title: name,
      detail: code,
      words: [name],
      codes: [code],
      phones: [phone],
      archived: archivedAt !== null,
    },
  ])
}

export const skill: PlainKind<'app.skill', Skill> = { table: 'app.skill', kind: 'skill', load: loadSkill }
