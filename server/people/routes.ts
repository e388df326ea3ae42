import { peopleApi } from '#core/people/api.ts'
import { rosterApi } from '#core/people/roster-api.ts'
import type { Position } from '#core/kit/fields.ts'
import { territoryApi } from '#core/people/territory-api.ts'
import { editPlain, makePlain, setArchived } from '#server/platform/plain-rows.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { signOutDevice } from './devices.ts'
import { listDevices } from './device-queries.ts'
import { archiveTechnician, editOrganization, editTechnician, makeTechnician } from './commands.ts'
import { disableMember, editMember, enableMember, makeMember, setMemberPassword } from './members.ts'
import { listMembers } from './member-queries.ts'
import { gradeRoutes } from './grades.ts'
import { findTechnicians, rosterEntry, skill, technician, territory } from './plain.ts'
import { listSkills, listTechnicians, listTerritories, loadOrganization } from './queries.ts'
import { editRosterEntry, makeRosterEntry, makeRota } from './roster.ts'
import { listRoster } from './roster-queries.ts'

export const peopleSlice: Slice = {
  name: 'people',
  tasks: { find_technicians: findTechnicians },
  routes: [
    route(peopleApi.readOrganization, (tx) => loadOrganization(tx)),
    route(peopleApi.editOrganization, (tx, { body }) => editOrganization(tx, body)),

    route(peopleApi.listMembers, async (tx) => ({ items: await listMembers(tx), next: null })),
    route(peopleApi.makeMember, (tx, { body }, { services }) => makeMember(tx, services.signIn, body)),
    route(peopleApi.editMember, (tx, { params, body }) => editMember(tx, params.id, body)),
    route(peopleApi.setMemberPassword, (tx, { params, body }, { services }) =>
      setMemberPassword(tx, services.signIn, params.id, body.password),
    ),
    route(peopleApi.disableMember, (tx, { params }) => disableMember(tx, params.id)),
    route(peopleApi.enableMember, (tx, { params }) => enableMember(tx, params.id)),

    route(peopleApi.listDevices, async (tx) => ({ items: await listDevices(tx), next: null })),
    route(peopleApi.signOutDevice, (tx, { params }) => signOutDevice(tx, params.id)),

    route(peopleApi.listTechnicians, async (tx, { query }) => ({
      items: await listTechnicians(tx, query.archived),
      next: null,
    })),
    route(peopleApi.makeTechnician, (tx, { body }) => makeTechnician(tx, body)),
    route(peopleApi.editTechnician, (tx, { params, body }) => editTechnician(tx, params.id, body)),
    route(peopleApi.archiveTechnician, (tx, { params }) => archiveTechnician(tx, params.id)),
    route(peopleApi.restoreTechnician, (tx, { params }) => setArchived(tx, technician, params.id, false)),

    route(peopleApi.listSkills, async (tx, { query }) => ({ items: await listSkills(tx, query.archived), next: null })),
    route(peopleApi.makeSkill, (tx, { body }) => makePlain(tx, skill, body)),
    route(peopleApi.editSkill, (tx, { params, body: { version, ...changes } }) =>
      editPlain(tx, skill, params.id, version, changes),
    ),
    route(peopleApi.archiveSkill, (tx, { params }) => setArchived(tx, skill, params.id, true)),
    route(peopleApi.restoreSkill, (tx, { params }) => setArchived(tx, skill, params.id, false)),

    route(territoryApi.listTerritories, async (tx, { query }) => ({
      items: await listTerritories(tx, query.archived),
      next: null,
    })),
    route(territoryApi.makeTerritory, (tx, { body: { base, ...fields } }) =>
      makePlain(tx, territory, { ...fields, ...baseColumns(base) }),
    ),
    route(territoryApi.editTerritory, (tx, { params, body: { version, base, ...changes } }) =>
      editPlain(tx, territory, params.id, version, { ...changes, ...baseColumns(base) }),
    ),
    route(territoryApi.archiveTerritory, (tx, { params }) => setArchived(tx, territory, params.id, true)),
    route(territoryApi.restoreTerritory, (tx, { params }) => setArchived(tx, territory, params.id, false)),

    ...gradeRoutes,

    route(rosterApi.listRoster, async (tx, { query }) => listRoster(tx, query, (await loadOrganization(tx)).zone)),
    route(rosterApi.makeRosterEntry, (tx, { body }) => makeRosterEntry(tx, body)),
    route(rosterApi.editRosterEntry, (tx, { params, body }) => editRosterEntry(tx, params.id, body)),
    route(rosterApi.archiveRosterEntry, (tx, { params }) => setArchived(tx, rosterEntry, params.id, true)),
    route(rosterApi.restoreRosterEntry, (tx, { params }) => setArchived(tx, rosterEntry, params.id, false)),
    route(rosterApi.makeRota, async (tx, { body }) => ({ items: await makeRota(tx, body), next: null })),
  ],
}

function baseColumns(base: Position | null | undefined) {
  return base === undefined ? {} : { base_latitude: base?.lat ?? null, base_longitude: base?.lon ?? null }
}
