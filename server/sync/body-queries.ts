import { sql } from 'kysely'
import { addressLine } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import { never } from '#core/kit/refusal.ts'
import type { DocumentKind } from '#core/sync/api.ts'
import type {
  AssetPut,
  CustomerPut,
  JobTypesPut,
  PartsPut,
  PeoplePut,
  PutBodies,
  SitePut,
  WorkOrderPut,
} from '#core/sync/documents.ts'
import type { Whereabouts, WorkDocument } from '#core/work-orders/document.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { listJobTypes } from '#server/work-orders/catalogue-queries.ts'
import { readHistory } from './history-queries.ts'
import { jobTypesId, peopleId, shardOf, shards, type Wanted } from './scope-queries.ts'
import { readSettings } from './settings-queries.ts'

type Whose = { device: Id; technician: Id; member: Id }
/** A document as text; `version` where it is read with the text and may be newer than the manifest's. */
export type PutBody = { text: string; version: number | null }

function asText<K extends DocumentKind>(bodies: readonly (readonly [Id, PutBodies[K]])[]): Map<Id, PutBody> {
  return new Map(bodies.map(([id, body]) => [id, { text: JSON.stringify(body), version: null }]))
}

/** The bodies of documents, by `kind/id`: one query a kind, all sent together. */
export async function readBodies(tx: Tx, wanted: readonly Wanted[], whose: Whose): Promise<Map<string, PutBody>> {
  const found = new Map<string, PutBody>()
  const kinds = [...Map.groupBy(wanted, (one) => one.kind)]
  await Promise.all(
    kinds.map(async ([kind, some]) => {
      const ids = some.map((one) => one.id)
      for (const [id, body] of await bodiesOf(tx, kind, ids, whose)) found.set(`${kind}/${id}`, body)
    }),
  )
  return found
}

async function bodiesOf(tx: Tx, kind: DocumentKind, ids: readonly Id[], whose: Whose): Promise<Map<Id, PutBody>> {
  switch (kind) {
    case 'settings':
      return asText<'settings'>([[whose.technician, await readSettings(tx, whose)]])
    case 'day':
      return readDays(tx, ids, whose.device)
    case 'work_order':
      return readWorkOrders(tx, ids, whose)
    case 'site':
      return asText<'site'>(await readSites(tx, ids))
    case 'customer':
      return asText<'customer'>(await readCustomers(tx, ids))
    case 'asset':
      return asText<'asset'>(await readAssets(tx, ids))
    case 'history':
      return asText<'history'>(await readHistory(tx, ids))
    case 'people':
      return asText<'people'>([[peopleId, await readPeople(tx)]])
    case 'job_types':
      return asText<'job_types'>([[jobTypesId, await readJobTypes(tx)]])
    case 'parts':
      return asText<'parts'>(await readParts(tx, ids))
    default:
      return never(kind)
  }
}

async function readDays(tx: Tx, ids: readonly Id[], device: Id): Promise<Map<Id, PutBody>> {
  const { rows } = await sql<{ id: Id; version: number; day: string; settled: number }>`
    select document.stream_id as id, document.version, document.work as day, coalesce(settled.dseq, 0) as settled
    from app.document document
    left join app.settled settled on settled.org_id = document.org_id and settled.stream_kind = 'day'
      and settled.stream_id = document.stream_id and settled.device_id = ${device}
    where document.org_id = ${tx.orgId} and document.stream_kind = 'day' and document.stream_id = any (${[...ids]}::uuid[])`.execute(
    tx.db,
  )
  return new Map(
    rows.map(({ id, version, day, settled }) => [id, { version, text: `{"day":${day},"settled":${settled}}` }]),
  )
}

type WorkRow = {
  id: Id
  version: number
  work: string
  settled: number
  customerName: string | null
  siteName: string | null
  technicians: Record<Id, string> | null
}

async function readWorkOrders(tx: Tx, ids: readonly Id[], whose: Whose): Promise<Map<Id, PutBody>> {
  const { rows } = await sql<WorkRow>`
    with crew as (
      select each.work_order_id, json_object_agg(technician.id, technician.name) as technicians
      from (
        select distinct work_order_id, technician_id from app.visit_crew
        where org_id = ${tx.orgId} and work_order_id = any (${[...ids]}::uuid[])) each
      join app.technician technician on technician.org_id = ${tx.orgId} and technician.id = each.technician_id
      group by each.work_order_id
    )
    select work.id, document.version, document.work, coalesce(settled.dseq, 0) as settled,
      customer.name as "customerName", site.name as "siteName", crew.technicians
    from app.work_order work
    join app.document document on document.org_id = work.org_id and document.stream_kind = 'work_order' and document.stream_id = work.id
    left join app.settled settled on settled.org_id = work.org_id and settled.stream_kind = 'work_order'
      and settled.stream_id = work.id and settled.device_id = ${whose.device}
    left join crew on crew.work_order_id = work.id
    left join app.customer customer on customer.org_id = work.org_id and customer.id = work.customer_id
    left join app.site site on site.org_id = work.org_id and site.id = work.site_id
    where work.org_id = ${tx.orgId} and work.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return new Map(
    rows.map(({ id, version, work, settled, customerName, siteName, technicians }) => {
      const rest: Omit<WorkOrderPut, 'work'> = {
        settled,
        customerName: customerName ?? '',
        siteName: siteName ?? '',
        technicians: technicians ?? {},
      }
      return [id, { version, text: `{"work":${forCrew(work, whose)},${JSON.stringify(rest).slice(1)}` }]
    }),
  )
}

/** The work as a crew sees it: sent as it is stored, unless something in it is for the office alone, as where people were. */
function forCrew(text: string, { technician, device }: Whose): string {
  if (!/"(audience":"office"|position":|noPosition":)/.test(text)) return text
  const work: WorkDocument = JSON.parse(text)
  const shown = <
    F extends WorkDocument['notes'][number] | WorkDocument['photos'][number] | WorkDocument['files'][number],
  >(
    facts: F[],
  ): F[] =>
    facts.filter((fact) => fact.audience !== 'office' || fact.technician === technician || fact.by.device === device)
  return JSON.stringify({
    ...work,
    notes: shown(work.notes),
    photos: shown(work.photos).map(withoutPlace),
    files: shown(work.files),
    visits: work.visits.map((visit) => ({ ...visit, signOffs: visit.signOffs.map(withoutPlace) })),
  })
}

function withoutPlace<E extends Whereabouts>(evidence: E): E {
  const kept: E = { ...evidence }
  delete kept.position
  delete kept.noPosition
  return kept
}

type SiteRow = Omit<SitePut, 'address' | 'contacts' | 'files'> & {
  line1: string
  line2: string
  postcode: string
  city: string
  region: string
  country: string
  home: string
  contacts: SitePut['contacts'] | null
  files: SitePut['files'] | null
}

async function readSites(tx: Tx, ids: readonly Id[]): Promise<(readonly [Id, SitePut])[]> {
  const { rows } = await sql<SiteRow>`
    select site.id, site.customer_id as customer, site.name, site.latitude, site.longitude, site.zone, site.phone,
      site.access_notes as "accessNotes", site.hazards,
      site.address_line1 as line1, site.address_line2 as line2, site.postal_code as postcode, site.city, site.region, site.country,
      (select organization.country from app.organization organization where organization.org_id = site.org_id) as home,
      (select json_agg(json_build_object('id', contact.id, 'name', contact.name, 'role', contact.position, 'phone', contact.phone, 'email', contact.email)
          order by contact.site_id is null, contact.name)
        from app.contact contact
        where contact.org_id = site.org_id and contact.customer_id = site.customer_id
          and (contact.site_id = site.id or contact.site_id is null) and contact.archived_at is null) as contacts,
      (select json_agg(json_build_object('id', link.id, 'sha256', file.sha256, 'name', link.name, 'mediaType', file.type, 'size', file.size)
          order by link.created_at)
        from app.file_link link
        join app.file file on file.org_id = link.org_id and file.id = link.file_id
        where link.org_id = site.org_id and link.subject_kind = 'site' and link.subject_id = site.id
          and link.removed_at is null and link.audience <> 'office' and file.state = 'stored') as files
    from app.site site where site.org_id = ${tx.orgId} and site.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows.map(({ line1, line2, postcode, city, region, country, home, contacts, files, ...site }) => [
    site.id,
    {
      ...site,
      address: addressLine({ line1, line2, postcode, city, region, country }, home),
      contacts: contacts ?? [],
      files: files ?? [],
    },
  ])
}

async function readCustomers(tx: Tx, ids: readonly Id[]): Promise<(readonly [Id, CustomerPut])[]> {
  const { rows } = await sql<CustomerPut>`
    select customer.id, customer.name, customer.phone, customer.email,
      coalesce(organization.settings ->> 'customer_prefix', 'C-')
        || lpad(customer.number::text, greatest(4, length(customer.number::text)), '0') as number
    from app.customer customer join app.organization organization on organization.org_id = customer.org_id
    where customer.org_id = ${tx.orgId} and customer.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows.map((customer) => [customer.id, customer])
}

async function readAssets(tx: Tx, ids: readonly Id[]): Promise<(readonly [Id, AssetPut])[]> {
  const { rows } = await sql<AssetPut>`
    select id, site_id as site, name, make, model, serial, location, installed_on as "installedOn", warranty_until as "warrantyUntil"
    from app.asset where org_id = ${tx.orgId} and id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows.map((asset) => [asset.id, asset])
}

async function readPeople(tx: Tx): Promise<PeoplePut> {
  const { rows } = await sql<PeoplePut['items'][number]>`
    select id, name, code from app.technician where org_id = ${tx.orgId} and archived_at is null order by name, id`.execute(
    tx.db,
  )
  return { items: rows }
}

async function readJobTypes(tx: Tx): Promise<JobTypesPut> {
  const items = await listJobTypes(tx, 'no')
  return {
    items: items.map(({ id, name, kind, priority, description, defaultMinutes, tasks, requires }) => ({
      id,
      name,
      kind,
      priority,
      description,
      minutes: defaultMinutes,
      tasks,
      requires,
    })),
  }
}

/** Shards of the price book, without prices. */
async function readParts(tx: Tx, ids: readonly Id[]): Promise<(readonly [Id, PartsPut])[]> {
  const wanted = ids.map((id) => Number(id.slice(-2))).filter((shard) => shard < shards)
  const { rows } = await sql<PartsPut['items'][number] & { shard: number }>`
    select ${shardOf} as shard, item.id, item.code as sku, item.name, item.unit, item.category, item.barcode
    from app.price_item item
    where item.org_id = ${tx.orgId} and item.kind = 'part' and item.archived_at is null and ${shardOf} = any (${wanted}::int[])
    order by item.name, item.id`.execute(tx.db)
  return ids.map((id) => {
    const ofShard = rows.filter((row) => row.shard === Number(id.slice(-2)))
    const items = ofShard.map(({ id: item, sku, name, unit, category, barcode }) => ({
      id: item,
      sku,
      name,
      unit,
      category,
      barcode,
    }))
    return [id, { items }]
  })
}
