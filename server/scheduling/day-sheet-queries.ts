import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Tx } from '#server/platform/tenant.ts'

export type AtPlace = { id: Id; accessNotes: string; hazards: string; contact: string; phone: string }

/** How to get into sites, what is dangerous there, and who is met: the site's own contact before the customer's. */
export async function placesToVisit(tx: Tx, ids: readonly Id[]): Promise<Map<Id, AtPlace>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<AtPlace>`
    select site.id, site.access_notes as "accessNotes", site.hazards, coalesce(contact.name, '') as contact,
      coalesce(nullif(contact.phone, ''), nullif(site.phone, ''), customer.phone) as phone
    from app.site site
    join app.customer customer on customer.org_id = site.org_id and customer.id = site.customer_id
    left join lateral (
      select one.name, one.phone from app.contact one
      where one.org_id = site.org_id and one.customer_id = site.customer_id and one.archived_at is null
        and (one.site_id = site.id or one.site_id is null)
      order by one.site_id is null, one.phone = '', lower(one.name), one.id limit 1) contact on true
    where site.org_id = ${tx.orgId} and site.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What equipment is called, with its make, model and serial number where they are known. */
export async function assetNames(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('app.asset')
    .select(['id', 'name', 'make', 'model', 'serial'])
    .where('org_id', '=', tx.orgId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(
    rows.map(({ id, name, make, model, serial }) => [id, [name, make, model, serial].filter(Boolean).join(' ')]),
  )
}

export async function phonesOf(tx: Tx, ids: readonly Id[]): Promise<Map<Id, { name: string; phone: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('app.technician')
    .select(['id', 'name', 'phone'])
    .where('org_id', '=', tx.orgId)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ id, name, phone }) => [id, { name, phone }]))
}
