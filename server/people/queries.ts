import { sql, type Updateable } from 'kysely'
import * as z from 'zod'
import {
  emptyOrganization,
  type Organization,
  type Skill,
  type Technician,
  technicianColours,
  technicianKinds,
  type TechnicianSkill,
  zOrganizationFields,
  zTechnicianFields,
} from '#core/people/api.ts'
import type { Territory } from '#core/people/territory-api.ts'
import type { Position } from '#core/kit/fields.ts'
import type { ResponsePolicy } from '#core/work-orders/response.ts'
import { archivedIs, isOneOf } from '#server/platform/plain-rows.ts'
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
  working_hours: zOrganizationFields.shape.workingHours.catch(emptyOrganization.workingHours),
  holidays: zOrganizationFields.shape.holidays.catch(emptyOrganization.holidays),
  response_targets: zOrganizationFields.shape.responseTargets.catch(emptyOrganization.responseTargets),
  pausing_reasons: zOrganizationFields.shape.pausingReasons.catch(emptyOrganization.pausingReasons),
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
    workingHours: settings.working_hours,
    holidays: settings.holidays,
    responseTargets: settings.response_targets,
    pausingReasons: settings.pausing_reasons,
    currencyFixed: Boolean(row.currency_fixed),
  }
}

/** What the organization promises, for what is raised now. */
export async function loadResponsePolicy(tx: Tx): Promise<ResponsePolicy> {
  const row = await tx.db
    .selectFrom('app.organization')
    .select('settings')
    .where('org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow()
  const { response_targets, pausing_reasons, working_hours, holidays } = zSettings.parse(row.settings)
  return { targets: response_targets, pauses: pausing_reasons, workingHours: working_hours, holidays }
}

/** Writes the columns and settings that were given; false when the version seen is not the version now. */
export async function updateOrganization(
  tx: Tx,
  seen: number,
  changes: { columns: Updateable<AppOrganization>; settings: Record<string, unknown> },
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

// Technicians

const technicianQuery = (tx: Tx) =>
  tx.db
    .selectFrom('app.technician')
    .selectAll()
    .select(
      sql<TechnicianSkill[]>`(
        select coalesce(json_agg(json_build_object('skillId', link.skill_id, 'certificate', link.certificate,
          'until', link.valid_until) order by lower(app.skill.name)), '[]'::json)
        from app.technician_skill link
        join app.skill on app.skill.org_id = link.org_id and app.skill.id = link.skill_id
        where link.org_id = app.technician.org_id and link.technician_id = app.technician.id)`.as('skills'),
    )
    .where('org_id', '=', tx.orgId)

type TechnicianRow = Awaited<ReturnType<ReturnType<typeof technicianQuery>['executeTakeFirstOrThrow']>>

const zStoredHours = zTechnicianFields.shape.workingHours

function positionOf(lat: number | null, lon: number | null): Position | null {
  return lat === null || lon === null ? null : { lat, lon }
}

function presentTechnician(row: TechnicianRow): Technician {
  return {
    id: row.id,
    version: row.version,
    code: row.code,
    name: row.name,
    kind: technicianKinds.find((kind) => kind === row.kind) ?? 'employee',
    phone: row.phone,
    skills: row.skills,
    memberId: row.member_id,
    colour: technicianColours.find((colour) => colour === row.colour) ?? 'blue',
    homePosition: positionOf(row.home_latitude, row.home_longitude),
    startPosition: positionOf(row.start_latitude, row.start_longitude),
    zone: row.zone,
    workingHours: zStoredHours.parse(row.working_hours),
    territoryIds: row.territory_ids,
    gradeId: row.grade_id,
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

export async function setTechnicianSkills(
  tx: Tx,
  technicianId: string,
  skills: readonly TechnicianSkill[],
): Promise<void> {
  await tx.db
    .deleteFrom('app.technician_skill')
    .where('org_id', '=', tx.orgId)
    .where('technician_id', '=', technicianId)
    .execute()
  if (skills.length === 0) return
  await tx.db
    .insertInto('app.technician_skill')
    .values(
      skills.map(({ skillId, certificate, until }) => ({
        org_id: tx.orgId,
        technician_id: technicianId,
        skill_id: skillId,
        certificate,
        valid_until: until,
      })),
    )
    .execute()
}

/** How many of these technicians exist, archived ones too. */
export async function countTechnicians(tx: Tx, ids: readonly string[]): Promise<number> {
  const row = await tx.db
    .selectFrom('app.technician')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('org_id', '=', tx.orgId)
    .where(isOneOf('id', ids))
    .executeTakeFirstOrThrow()
  return row.count
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

// Territories

const territories = (tx: Tx) => tx.db.selectFrom('app.territory').selectAll().where('org_id', '=', tx.orgId)

type TerritoryRow = Awaited<ReturnType<ReturnType<typeof territories>['executeTakeFirstOrThrow']>>

function presentTerritory(row: TerritoryRow): Territory {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    base: positionOf(row.base_latitude, row.base_longitude),
    archivedAt: row.archived_at,
  }
}

export async function listTerritories(tx: Tx, archived: 'no' | 'only' | 'all'): Promise<Territory[]> {
  const rows = await territories(tx).where(archivedIs(archived)).orderBy(sql`lower(name)`).execute()
  return rows.map(presentTerritory)
}

export async function loadTerritory(tx: Tx, id: string): Promise<Territory | undefined> {
  const row = await territories(tx).where('id', '=', id).executeTakeFirst()
  return row && presentTerritory(row)
}

/** How many of these territories exist, archived ones too. */
export async function countTerritories(tx: Tx, ids: readonly string[]): Promise<number> {
  const row = await tx.db
    .selectFrom('app.territory')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('org_id', '=', tx.orgId)
    .where(isOneOf('id', ids))
    .executeTakeFirstOrThrow()
  return row.count
}
