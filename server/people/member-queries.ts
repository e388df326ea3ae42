import { sql } from 'kysely'
import { type Role, roles } from '#core/people/abilities.ts'
import type { Member } from '#core/people/api.ts'
import type { Tx } from '#server/platform/tenant.ts'

const memberQuery = (tx: Tx) =>
  tx.db
    .selectFrom('app.member')
    .leftJoin('app.technician', (join) =>
      join
        .onRef('app.technician.org_id', '=', 'app.member.org_id')
        .onRef('app.technician.member_id', '=', 'app.member.id'),
    )
    .selectAll('app.member')
    .select('app.technician.id as technician_id')
    .where('app.member.org_id', '=', tx.orgId)

type MemberRow = Awaited<ReturnType<ReturnType<typeof memberQuery>['executeTakeFirstOrThrow']>>

function presentMember(row: MemberRow): Member {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    email: row.email,
    roles: row.roles.filter(isRole),
    technicianId: row.technician_id,
    disabledAt: row.disabled_at,
  }
}

function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}

export async function listMembers(tx: Tx): Promise<Member[]> {
  const rows = await memberQuery(tx).orderBy(sql`lower(app.member.name)`).orderBy('app.member.id').execute()
  return rows.map(presentMember)
}

export async function loadMember(tx: Tx, id: string): Promise<Member | undefined> {
  const row = await memberQuery(tx).where('app.member.id', '=', id).executeTakeFirst()
  return row && presentMember(row)
}

export async function userOfMember(tx: Tx, id: string): Promise<string> {
  const row = await tx.db
    .selectFrom('app.member')
    .select('user_id')
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.user_id
}

export async function memberWithEmail(tx: Tx, email: string): Promise<{ id: string } | undefined> {
  return tx.db
    .selectFrom('app.member')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst()
}

/** One at a time makes somebody with an address, whichever organization it is for. */
export async function lockAddress(tx: Tx, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`address ${email}`}, 0))`.execute(tx.db)
}

/** Owners who may sign in, locked, so that two of them cannot take each other's role at once. */
export async function lockOwners(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('app.member')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('disabled_at', 'is', null)
    .where(sql<boolean>`'owner' = any (roles)`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map((row) => row.id)
}

export async function insertMember(
  tx: Tx,
  member: { id: string; userId: string; name: string; email: string; roles: readonly Role[] },
): Promise<void> {
  await tx.db
    .insertInto('app.member')
    .values({
      org_id: tx.orgId,
      id: member.id,
      user_id: member.userId,
      name: member.name,
      email: member.email,
      roles: [...member.roles],
    })
    .execute()
  await sql`select gate.add_membership(${member.userId}, ${member.id}::uuid)`.execute(tx.db)
}

/** False when the version seen is not the version now. */
export async function updateMember(
  tx: Tx,
  id: string,
  seen: number,
  changes: { name?: string | undefined; roles?: string[] | undefined; disabled_at?: string | null },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('app.member')
    .set({ ...changes, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('version', '=', seen)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Makes the member this technician and nobody else; gives the technicians that changed. */
export async function linkTechnician(
  tx: Tx,
  memberId: string,
  technicianId: string | null,
): Promise<{ id: string; version: number }[]> {
  const unlinked = await tx.db
    .updateTable('app.technician')
    .set({ member_id: null, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('member_id', '=', memberId)
    .where('id', 'is distinct from', technicianId)
    .returning(['id', 'version'])
    .execute()
  if (technicianId === null) return unlinked
  const linked = await tx.db
    .updateTable('app.technician')
    .set({ member_id: memberId, version: sql`version + 1` })
    .where('org_id', '=', tx.orgId)
    .where('id', '=', technicianId)
    .where('member_id', 'is distinct from', memberId)
    .returning(['id', 'version'])
    .execute()
  return [...unlinked, ...linked]
}
