import { sql, type Updateable } from 'kysely'
import * as z from 'zod'
import {
  emptyOrganization,
  type Member,
  type Organization,
  type Skill,
  type Technician,
  technicianColours,
  technicianKinds,
} from '#core/people/api.ts'
import { type Role, roles } from '#core/people/abilities.ts'
import { archivedIs } from '#server/platform/plain-rows.ts'
import type { AppOrganization } from '#server/platform/schema.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** What `app.organization.settings` holds; what is not there yet has its first value. */
const zSettings = z.object({
  website: z.string().catch(''),
  country: z.string().catch(''),
  requires_purchase_order: z.boolean().catch(emptyOrganization.requiresPurchaseOrder),
  payment_days: z.int().catch(emptyOrganization.paymentTermsDays),
  planned_visible_to_technicians: z.boolean().catch(emptyOrganization.plannedVisibleToTechnicians),
  work_order_prefix: z.string().catch(emptyOrganization.prefixes.workOrder),
  customer_prefix: z.string().catch(emptyOrganization.prefixes.customer),
  invoice_prefix: z.string().catch(emptyOrganization.prefixes.invoice),
  credit_note_prefix: z.string().catch(emptyOrganization.prefixes.creditNote),
})

export async function loadOrganization(tx: Tx): Promise<Organization> {
  const row = await tx.db
    .selectFrom('app.organization')
    .leftJoin('app.file', (join) =>
      join
        .onRef('app.file.org_id', '=', 'app.organization.org_id')
        .onRef('app.file.id', '=', 'app.organization.logo_file_id'),
    )
    .selectAll('app.organization')
    .select('app.file.sha256 as logo')
    .select((query) =>
      query
        .exists(query.selectFrom('app.invoice').select('app.invoice.id').where('app.invoice.org_id', '=', tx.orgId))
        .as('currency_fixed'),
    )
    .where('app.organization.org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  const settings = zSettings.parse(row.settings)
  return {
    id: row.org_id,
    version: row.version,
    name: row.name,
    address: row.address,
    country: settings.country,
    phone: row.phone,
    email: row.email,
    website: settings.website,
    taxNumber: row.tax_number,
    bankDetails: row.bank_details,
    zone: row.zone,
    currency: row.currency,
    locale: row.locale,
    paper: row.paper === 'letter' ? 'letter' : 'a4',
    units: row.units === 'imperial' ? 'imperial' : 'metric',
    firstDayOfWeek: row.first_day_of_week,
    logo: row.logo,
    requiresPurchaseOrder: settings.requires_purchase_order,
    paymentTermsDays: settings.payment_days,
    prefixes: {
      workOrder: settings.work_order_prefix,
      customer: settings.customer_prefix,
      invoice: settings.invoice_prefix,
      creditNote: settings.credit_note_prefix,
    },
    plannedVisibleToTechnicians: settings.planned_visible_to_technicians,
    currencyFixed: Boolean(row.currency_fixed),
  }
}

/** Writes the columns and settings that were given; false when the version seen is not the version now. */
export async function updateOrganization(
  tx: Tx,
  seen: number,
  changes: { columns: Updateable<AppOrganization>; settings: Record<string, string | number | boolean | undefined> },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('app.organization')
    .set({
      ...changes.columns,
      settings: sql`settings || ${JSON.stringify(changes.settings)}::jsonb`,
      version: sql`version + 1`,
    })
    .where('org_id', '=', tx.orgId)
    .where('version', '=', seen)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** A picture whose bytes are here and are one. */
export async function storedPicture(tx: Tx, sha256: string): Promise<{ id: string } | undefined> {
  return tx.db
    .selectFrom('app.file')
    .select('id')
    .where('org_id', '=', tx.orgId)
    .where('sha256', '=', sha256)
    .where('state', '=', 'stored')
    .where('type', 'in', ['image/jpeg', 'image/png', 'image/webp'])
    .executeTakeFirst()
}

// Members

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
  changes: { name?: string; roles?: string[]; disabled_at?: string | null },
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

// Technicians

const technicianQuery = (tx: Tx) =>
  tx.db
    .selectFrom('app.technician')
    .selectAll()
    .select(
      sql<string[]>`array(
        select link.skill_id from app.technician_skill link
        join app.skill on app.skill.org_id = link.org_id and app.skill.id = link.skill_id
        where link.org_id = app.technician.org_id and link.technician_id = app.technician.id
        order by lower(app.skill.name))`.as('skill_ids'),
    )
    .where('org_id', '=', tx.orgId)

type TechnicianRow = Awaited<ReturnType<ReturnType<typeof technicianQuery>['executeTakeFirstOrThrow']>>

function presentTechnician(row: TechnicianRow): Technician {
  const { home_latitude: lat, home_longitude: lon } = row
  return {
    id: row.id,
    version: row.version,
    code: row.code,
    name: row.name,
    kind: technicianKinds.find((kind) => kind === row.kind) ?? 'employee',
    phone: row.phone,
    skillIds: row.skill_ids,
    memberId: row.member_id,
    colour: technicianColours.find((colour) => colour === row.colour) ?? 'blue',
    homePosition: lat === null || lon === null ? null : { lat, lon },
    zone: row.zone,
    archivedAt: row.archived_at,
  }
}

export async function listTechnicians(tx: Tx, archived: 'no' | 'only' | 'all'): Promise<Technician[]> {
  const rows = await technicianQuery(tx).where(archivedIs(archived)).orderBy(sql`lower(name)`).orderBy('id').execute()
  return rows.map(presentTechnician)
}

export async function loadTechnician(tx: Tx, id: string): Promise<Technician | undefined> {
  const row = await technicianQuery(tx).where('id', '=', id).executeTakeFirst()
  return row && presentTechnician(row)
}

/** The next `T7` nobody has. */
export async function freeTechnicianCode(tx: Tx): Promise<string> {
  for (;;) {
    const code = `T${await tx.nextNumber('technician')}`
    const taken = await tx.db
      .selectFrom('app.technician')
      .select('id')
      .where('org_id', '=', tx.orgId)
      .where('code', '=', code)
      .executeTakeFirst()
    if (!taken) return code
  }
}

export async function setTechnicianSkills(tx: Tx, technicianId: string, skillIds: readonly string[]): Promise<void> {
  await tx.db
    .deleteFrom('app.technician_skill')
    .where('org_id', '=', tx.orgId)
    .where('technician_id', '=', technicianId)
    .execute()
  if (skillIds.length === 0) return
  await tx.db
    .insertInto('app.technician_skill')
    .values(
      [...new Set(skillIds)].map((skillId) => ({ org_id: tx.orgId, technician_id: technicianId, skill_id: skillId })),
    )
    .execute()
}

/** Visits planned for a technician that are not over. */
export async function openVisitsOf(tx: Tx, technicianId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('app.visit_crew')
    .innerJoin('app.visit', (join) =>
      join
        .onRef('app.visit.org_id', '=', 'app.visit_crew.org_id')
        .onRef('app.visit.id', '=', 'app.visit_crew.visit_id'),
    )
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('app.visit_crew.org_id', '=', tx.orgId)
    .where('app.visit_crew.technician_id', '=', technicianId)
    .where('app.visit_crew.planned', '=', true)
    .where('app.visit.status', 'not in', ['finished', 'cancelled'])
    .executeTakeFirstOrThrow()
  return row.count
}

// Skills

function presentSkill(row: { id: string; version: number; name: string; archived_at: string | null }): Skill {
  return { id: row.id, version: row.version, name: row.name, archivedAt: row.archived_at }
}

export async function listSkills(tx: Tx, archived: 'no' | 'only' | 'all'): Promise<Skill[]> {
  const rows = await tx.db
    .selectFrom('app.skill')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where(archivedIs(archived))
    .orderBy(sql`lower(name)`)
    .execute()
  return rows.map(presentSkill)
}

export async function loadSkill(tx: Tx, id: string): Promise<Skill | undefined> {
  const row = await tx.db
    .selectFrom('app.skill')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && presentSkill(row)
}
