import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Zone } from '#core/kit/time.ts'
import type { SettingsPut } from '#core/sync/documents.ts'
import { loadOrganization, loadTechnician } from '#server/people/queries.ts'
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
  const { id, name, zone, locale, currency, units, firstDayOfWeek, phone } = await loadOrganization(tx)
  const person = await loadTechnician(tx, technician)
  if (!person) throw new Error('a session names a technician that is there')
  return {
    organization: { id, name, zone, locale, currency, units, firstDayOfWeek, phone },
    member,
    technician,
    technicianName: person.name,
    technicianCode: person.code,
  }
}
