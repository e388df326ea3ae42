import { sql } from 'kysely'
import type { Role } from '#core/people/abilities.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { inTenant, type Tx } from '../tenant.ts'

export type NewOrganization = { id: string; name: string; zone: string; currency: string; locale: string }
export type NewMember = { id?: string; name: string; email: string; password: string; roles: Role[] }

/** An organization with its first member. Sign-in and rows are two systems: the person is made first and harmless alone. */
export async function makeOrganization(
  services: Services,
  organization: NewOrganization,
  first: NewMember,
): Promise<{ memberId: string }> {
  const { userId } = await services.signIn.makeUser(first)
  const memberId = first.id ?? newId()
  await inTenant(services.tenants, { orgId: organization.id, memberId, userId, abilities: [] }, async (tx) => {
    await tx.db
      .insertInto('app.organization')
      .values({
        org_id: organization.id,
        name: organization.name,
        zone: organization.zone,
        currency: organization.currency,
        currency_exponent: exponentOf(organization.currency),
        locale: organization.locale,
      })
      .execute()
    tx.touched('organization', organization.id, 1)
    await insertMember(tx, { id: memberId, userId, name: first.name, email: first.email, roles: first.roles })
  })
  return { memberId }
}

/** A member row and the right to sign in to this organization, in one transaction. */
export async function insertMember(
  tx: Tx,
  member: { id: string; userId: string; name: string; email: string; roles: Role[] },
): Promise<void> {
  await tx.db
    .insertInto('app.member')
    .values({
      org_id: tx.orgId,
      id: member.id,
      user_id: member.userId,
      name: member.name,
      email: member.email.toLowerCase(),
      roles: member.roles,
    })
    .execute()
  await sql`select gate.add_membership(${member.userId}, ${member.id}::uuid)`.execute(tx.db)
  tx.touched('member', member.id, 1)
  tx.audit('member_added', 'member', member.id, { roles: member.roles })
}

/** Minor units of a currency: two for most, none for the yen, three for the dinar. */
function exponentOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
