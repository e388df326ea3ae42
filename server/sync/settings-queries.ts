import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Zone } from '#core/kit/time.ts'
import type { SettingsPut } from '#core/sync/documents.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** Where a technician's day begins and ends: their own zone, else the organization's. */
export async function zoneOfTechnician(tx: Tx, technician: Id): Promise<Zone> {
  const { rows } = await sql<{ zone: Zone }>`
    select coalesce(technician.zone, organization.zone) as zone
    from app.organization organization
    left join app.technician technician on technician.org_id = organization.org_id and technician.id = ${technician}
    where organization.org_id = ${tx.orgId}`.execute(tx.db)
  return rows[0]?.zone ?? 'UTC'
}

/** The person's own settings and what the phone needs of the organization. */
export async function readSettings(
  tx: Tx,
  { technician, member }: { technician: Id; member: Id },
): Promise<SettingsPut> {
  type Row = Omit<SettingsPut['organization'], 'units'> & {
    units: string
    technicianName: string
    technicianCode: string
  }
  const { rows } = await sql<Row>`
    select organization.org_id as id, organization.name, organization.zone, organization.locale, organization.currency,
      organization.units, organization.first_day_of_week as "firstDayOfWeek", organization.phone,
      technician.name as "technicianName", technician.code as "technicianCode"
    from app.organization organization
    join app.technician technician on technician.org_id = organization.org_id and technician.id = ${technician}
    where organization.org_id = ${tx.orgId}`.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error('a session names a technician that is there')
  const { technicianName, technicianCode, units, ...organization } = row
  return {
    organization: { ...organization, units: units === 'imperial' ? 'imperial' : 'metric' },
    member,
    technician,
    technicianName,
    technicianCode,
  }
}
