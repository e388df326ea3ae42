import type { Body } from '#core/kit/contract.ts'
import type { Member, peopleApi } from '#core/people/api.ts'
import { type Role, roles } from '#core/people/abilities.ts'
import { differences, need } from '#server/platform/plain-rows.ts'
import { changedMeanwhile, invalidField, refused } from '#server/platform/problem.ts'
import { checkNewPassword } from '#server/platform/sign-in/passwords.ts'
import type { SignIn } from '#server/platform/sign-in/sign-in.ts'
import type { Tx } from '#server/platform/tenant.ts'
import {
  insertMember,
  linkTechnician,
  loadMember,
  lockOwners,
  memberWithEmail,
  updateMember,
  userOfMember,
} from './member-queries.ts'
import { loadOrganization, loadTechnician } from './queries.ts'

type MemberChanges = { name?: string; roles?: string[]; disabled_at?: string | null }

/** Adds a person; one who is in another organization already keeps the password they have. */
export async function makeMember(tx: Tx, signIn: SignIn, body: Body<typeof peopleApi.makeMember>): Promise<Member> {
  const known = await loadMember(tx, body.id)
  if (known) return known
  const email = body.email.toLowerCase()
  if (await memberWithEmail(tx, email)) {
    throw invalidField('email', 'already_there', 'Somebody with this address is a member already.')
  }
  mustBeOwnerFor(tx, body.roles)
  await checkTechnician(tx, body.technicianId)
  checkNewPassword(body.password, [body.name, email.split('@')[0] ?? '', (await loadOrganization(tx)).name])
  const { userId } = await signIn.makeUser({ name: body.name, email, password: body.password })
  await insertMember(tx, { id: body.id, userId, name: body.name, email, roles: body.roles })
  if (body.technicianId) await link(tx, body.id, body.technicianId)
  const member = await need(loadMember, tx, body.id)
  tx.audit('member.made', 'member', member.id, { roles: member.roles })
  tx.touched('member', member.id, member.version, 'people.read')
  return member
}

export async function editMember(tx: Tx, id: string, body: Body<typeof peopleApi.editMember>): Promise<Member> {
  const before = await need(loadMember, tx, id)
  if (before.version !== body.version) throw changedMeanwhile(before)
  const wanted = body.roles ?? before.roles
  mustBeOwnerFor(
    tx,
    roles.filter((role) => before.roles.includes(role) !== wanted.includes(role)),
  )
  if (!wanted.includes('owner')) await keepAnOwner(tx, before)
  await checkTechnician(tx, body.technicianId)
  return change(tx, before, 'edited', { name: body.name, roles: body.roles }, body.technicianId)
}

export async function disableMember(tx: Tx, id: string): Promise<Member> {
  const before = await need(loadMember, tx, id)
  if (before.disabledAt !== null) return before
  mustBeOwnerFor(tx, before.roles)
  await keepAnOwner(tx, before)
  return change(tx, before, 'disabled', { disabled_at: tx.now })
}

export async function enableMember(tx: Tx, id: string): Promise<Member> {
  const before = await need(loadMember, tx, id)
  if (before.disabledAt === null) return before
  mustBeOwnerFor(tx, before.roles)
  return change(tx, before, 'enabled', { disabled_at: null })
}

/** Whose account spans organizations is nobody's to take over: they change their password themselves. */
export async function setMemberPassword(tx: Tx, signIn: SignIn, id: string, password: string): Promise<Member> {
  const member = await need(loadMember, tx, id)
  mustBeOwnerFor(tx, member.roles)
  checkNewPassword(password, [member.name, member.email.split('@')[0] ?? ''])
  const userId = await userOfMember(tx, id)
  if ((await signIn.membershipsOf(userId)).some((membership) => membership.orgId !== tx.orgId)) {
    throw refused({ code: 'member_elsewhere' })
  }
  await signIn.setPassword(userId, password)
  await signIn.endOthers(userId, null)
  tx.audit('member.password_set', 'member', id)
  return member
}

async function change(
  tx: Tx,
  before: Member,
  what: 'edited' | 'disabled' | 'enabled',
  changes: MemberChanges,
  technicianId?: string | null,
): Promise<Member> {
  const saved = await updateMember(tx, before.id, before.version, changes)
  if (!saved) throw changedMeanwhile(await need(loadMember, tx, before.id))
  if (technicianId !== undefined) await link(tx, before.id, technicianId)
  const after = await need(loadMember, tx, before.id)
  tx.audit(`member.${what}`, 'member', after.id, differences(before, after))
  tx.touched('member', after.id, after.version, 'people.read')
  return after
}

async function link(tx: Tx, memberId: string, technicianId: string | null): Promise<void> {
  for (const changed of await linkTechnician(tx, memberId, technicianId)) {
    tx.audit('technician.edited', 'technician', changed.id, { member: memberId })
    tx.touched('technician', changed.id, changed.version)
  }
}

/** Owners are made, changed and disabled by owners alone. */
function mustBeOwnerFor(tx: Tx, touched: readonly Role[]): void {
  if (touched.includes('owner') && !tx.actor.roles?.includes('owner')) throw refused({ code: 'owner_only' })
}

async function keepAnOwner(tx: Tx, member: Member): Promise<void> {
  if (!member.roles.includes('owner')) return
  const owners = await lockOwners(tx)
  if (owners.every((id) => id === member.id)) throw refused({ code: 'last_owner' })
}

async function checkTechnician(tx: Tx, technicianId: string | null | undefined): Promise<void> {
  if (technicianId && !(await loadTechnician(tx, technicianId))) {
    throw invalidField('technicianId', 'not_found', 'There is nothing with this id.')
  }
}
