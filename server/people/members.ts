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
  lockAddress,
  lockOwners,
  memberWithEmail,
  updateMember,
  userOfMember,
} from './member-queries.ts'
import { loadOrganization, loadTechnician } from './queries.ts'

/** Adds a person; one who is in another organization already keeps the password they have. */
export async function makeMember(tx: Tx, signIn: SignIn, body: Body<typeof peopleApi.makeMember>): Promise<Member> {
  const email = body.email.toLowerCase()
  // Sign-in keeps people in a transaction of its own: who makes the same person waits, and finds them.
  await lockAddress(tx, email)
  const known = await loadMember(tx, body.id)
  if (known) return known
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
  const saved = await updateMember(tx, id, before.version, { name: body.name, roles: body.roles })
  if (!saved) throw changedMeanwhile(await need(loadMember, tx, id))
  if (body.technicianId !== undefined) await link(tx, id, body.technicianId)
  return told(tx, before, 'edited')
}

export function disableMember(tx: Tx, id: string): Promise<Member> {
  return setDisabled(tx, id, true)
}

export function enableMember(tx: Tx, id: string): Promise<Member> {
  return setDisabled(tx, id, false)
}

async function setDisabled(tx: Tx, id: string, disabled: boolean): Promise<Member> {
  const before = await need(loadMember, tx, id)
  if ((before.disabledAt !== null) === disabled) return before
  mustBeOwnerFor(tx, before.roles)
  if (disabled) await keepAnOwner(tx, before)
  const saved = await updateMember(tx, id, before.version, { disabled_at: disabled ? tx.now : null })
  // Somebody was faster, with the same or with an edit: neither stands in the way of it.
  return saved ? told(tx, before, disabled ? 'disabled' : 'enabled') : setDisabled(tx, id, disabled)
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

async function told(tx: Tx, before: Member, what: 'edited' | 'disabled' | 'enabled'): Promise<Member> {
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
