import type { Skill, Technician } from '#core/people/api.ts'
import type { RosterEntry } from '#core/people/roster-api.ts'
import type { Territory } from '#core/people/territory-api.ts'
import type { JobTask } from '#server/platform/jobs.ts'
import type { PlainKind } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { type Findable, putFindables } from '#server/search/upkeep.ts'
import { listTechnicians, loadOrganization, loadSkill, loadTechnician, loadTerritory } from './queries.ts'
import { loadRosterEntry } from './roster-queries.ts'

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

export const territory: PlainKind<'app.territory', Territory> = {
  table: 'app.territory',
  kind: 'territory',
  load: loadTerritory,
}

/** Why somebody is away is for those who plan, not for every colleague's phone. */
export const rosterEntry: PlainKind<'app.roster_entry', RosterEntry> = {
  table: 'app.roster_entry',
  kind: 'roster_entry',
  ability: 'people.read',
  load: loadRosterEntry,
}
