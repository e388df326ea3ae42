import type { Skill, Technician } from '#core/people/api.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import type { PlainKind } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type Findable, putFindables } from '#server/search/upkeep.ts'
import { listTechnicians, loadOrganization, loadSkill, loadTechnician } from './queries.ts'

export const technician: PlainKind<'app.technician', Technician> = {
  table: 'app.technician',
  kind: 'technician',
  load: loadTechnician,
  changed: keepTechnicianFindable,
}

async function keepTechnicianFindable(tx: Tx, changed: Technician): Promise<void> {
  await putFindables(tx, (await loadOrganization(tx)).country, [findable(changed)])
}

function findable({ id, name, code, phone, archivedAt }: Technician): Findable {
  return {
    kind: 'technician',
    id,
    title: name,
    detail: code,
    words: [name],
    codes: [code],
    phones: [phone],
    archived: archivedAt !== null,
  }
}

/** After the country changed that their phone numbers are read in. */
export const findTechnicians: JobTask = ({ inTenant }) =>
  inTenant(async (tx) => {
    const technicians = await listTechnicians(tx, 'all')
    await putFindables(tx, (await loadOrganization(tx)).country, technicians.map(findable))
  })

export const skill: PlainKind<'app.skill', Skill> = { table: 'app.skill', kind: 'skill', load: loadSkill }
