import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { CommandBody } from '#core/work-orders/commands.ts'
import type { AddedAsset, AddedContact } from '#core/work-orders/document.ts'
import { editPlain, makePlain, setArchived } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { asset, contact } from './plain.ts'
import { loadAsset, loadContact, loadSite } from './queries.ts'

/** The row as it is now, or why the list does not say what the phone said. */
export type Added = { version: number; site: Id | null; alike?: string } | { left: CommandBody<'row_left'>['code'] }

type ReportedOn = { workOrder: Id; member: Id | null }

/** Somebody who edits the row at this moment is either before, and the version says so, or waits. */
async function lock(tx: Tx, table: 'app.asset' | 'app.contact', id: Id): Promise<void> {
  await sql`select from ${sql.table(table)} where org_id = ${tx.orgId} and id = ${id} for update`.execute(tx.db)
}

/** Who reported a place on a work order, for the row the office adds from it; null where there is no such work order. */
export async function reporterOf(tx: Tx, workOrder: Id): Promise<ReportedOn | null> {
  const { rows } = await sql<{ member: Id | null }>`
    select (work::json #>> '{raisedBy,member}')::uuid as member from app.document
    where org_id = ${tx.orgId} and stream_kind = 'work_order' and stream_id = ${workOrder}`.execute(tx.db)
  return rows[0] ? { workOrder, member: rows[0].member } : null
}

// Assets

/** Makes the row under the device's id; a serial number the site has already is said, not refused. */
export async function makeAddedAsset(tx: Tx, added: AddedAsset, site: Id, on: ReportedOn): Promise<Added> {
  if (await loadAsset(tx, added.asset)) return { left: 'row_id_taken' }
  const reported = { reported_on: on.workOrder, reported_by: on.member }
  const row = await makePlain(tx, asset, { id: added.asset, site_id: site, ...assetColumns(added), ...reported })
  return { version: row.version, site, ...(await alikeAt(tx, added, site)) }
}

export async function editAddedAsset(tx: Tx, added: AddedAsset): Promise<Added> {
  await lock(tx, 'app.asset', added.asset)
  const row = await loadAsset(tx, added.asset)
  if (row?.version !== added.version) return { left: 'row_changed_since' }
  const { version, siteId } = await editPlain(tx, asset, row.id, row.version, assetColumns(added))
  return { version, site: siteId, ...(await alikeAt(tx, added, siteId)) }
}

/** Archived, never deleted; left where somebody changed it since, or other work is about it. */
export async function archiveAddedAsset(tx: Tx, added: AddedAsset): Promise<Added> {
  await lock(tx, 'app.asset', added.asset)
  const row = await loadAsset(tx, added.asset)
  if (row?.version !== added.version || (await isNamedByWork(tx, row.id))) return { left: 'row_not_archived' }
  const { version, siteId } = await setArchived(tx, asset, row.id, true)
  return { version, site: siteId }
}

function assetColumns({ name, kind, make, model, serial, location, notes }: AddedAsset) {
  return { name, kind, make, model, serial, location, notes }
}

async function alikeAt(tx: Tx, { asset: id, serial }: AddedAsset, site: Id): Promise<{ alike?: string }> {
  if (serial === '') return {}
  const row = await tx.db
    .selectFrom('app.asset')
    .select('name')
    .where('org_id', '=', tx.orgId)
    .where('site_id', '=', site)
    .where('id', '<>', id)
    .where('archived_at', 'is', null)
    .where(sql<boolean>`lower(serial) = lower(${serial})`)
    .orderBy('created_at')
    .executeTakeFirst()
  return row ? { alike: row.name } : {}
}

async function isNamedByWork(tx: Tx, id: Id): Promise<boolean> {
  const { rows } =
    await sql`select from app.work_order_asset where org_id = ${tx.orgId} and asset_id = ${id} limit 1`.execute(tx.db)
  return rows.length > 0
}

// Contacts

type At = { customer: Id; site: Id | null }

/** At the site where that is known, else at the customer as a whole. */
export async function makeAddedContact(tx: Tx, added: AddedContact, at: At, on: ReportedOn): Promise<Added> {
  if (await loadContact(tx, added.contact)) return { left: 'row_id_taken' }
  const known = at.site ? await loadSite(tx, at.site) : undefined
  const site = known?.id ?? null
  const reported = { reported_on: on.workOrder, reported_by: on.member }
  const place = { customer_id: known?.customerId ?? at.customer, site_id: site }
  const row = await makePlain(tx, contact, { id: added.contact, ...place, ...contactColumns(added), ...reported })
  return { version: row.version, site }
}

export async function editAddedContact(tx: Tx, added: AddedContact, site: Id | null): Promise<Added> {
  await lock(tx, 'app.contact', added.contact)
  const row = await loadContact(tx, added.contact)
  if (row?.version !== added.version) return { left: 'row_changed_since' }
  const known = site ? await loadSite(tx, site) : undefined
  const at = known && known.customerId === row.customerId ? known.id : null
  const { version } = await editPlain(tx, contact, row.id, row.version, { ...contactColumns(added), site_id: at })
  return { version, site: at }
}

export async function archiveAddedContact(tx: Tx, added: AddedContact): Promise<Added> {
  await lock(tx, 'app.contact', added.contact)
  const row = await loadContact(tx, added.contact)
  if (row?.version !== added.version) return { left: 'row_not_archived' }
  const { version, siteId } = await setArchived(tx, contact, row.id, true)
  return { version, site: siteId }
}

function contactColumns({ name, role, phone, email }: AddedContact) {
  return { name, position: role, phone, email }
}
