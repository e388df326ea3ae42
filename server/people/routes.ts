import { peopleApi } from '#core/people/api.ts'
import { editPlain, makePlain, setArchived } from '#server/platform/plain-rows.ts'
import { route } from '#server/platform/route.ts'
import type { Slice } from '#server/platform/slice.ts'
import { signOutDevice } from './devices.ts'
import { listDevices } from './device-queries.ts'
import { archiveTechnician, editOrganization, editTechnician, makeTechnician } from './commands.ts'
import { disableMember, editMember, enableMember, makeMember, setMemberPassword } from './members.ts'
import { listMembers } from './member-queries.ts'
import { findTechnicians, skill, technician } from './plain.ts'
import { listSkills, listTechnicians, loadOrganization } from './queries.ts'

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
  ],
}
