import { type RawBuilder, sql } from 'kysely'
import { addressLine } from '#core/kit/address.ts'
import type { Id } from '#core/kit/ids.ts'
import { never } from '#core/kit/refusal.ts'
import type { DocumentKind } from '#core/sync/api.ts'
import type {
  AssetPut,
  CustomerPut,
  JobTypesPut,
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
import { readMoney, readPrices } from './price-bodies.ts'
import { readSettings } from './settings-queries.ts'

type Whose = { device: Id; technician: Id; member: Id }
/** A document as text; `version` where it is read with the text and may be newer than the manifest's. */
export type PutBody = { text: string; version: number | null }

function asText<K extends DocumentKind>(bodies: readonly (readonly [Id, PutBodies[K]])[]): Map<Id, PutBody> {
  return new Map(bodies.map(([id, body]) => [id, { text: JSON.stringify(body), version: null }]))
}

/** Rows that are bodies as they are: the database writes them down, and here they are not read. */
async function written<B extends { id: Id }>(tx: Tx, bodies: RawBuilder<B>): Promise<Map<Id, PutBody>> {
  const { rows } = await sql<{ id: Id; text: string }>`
    select body.id, row_to_json(body)::text as text from (${bodies}) body`.execute(tx.db)
  return new Map(rows.map(({ id, text }) => [id, { text, version: null }]))
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
      return readSites(tx, ids)
    case 'customer':
      return readCustomers(tx, ids)
    case 'asset':
      return readAssets(tx, ids)
    case 'history':
      return asText<'history'>(await readHistory(tx, ids))
    case 'people':
      return asText<'people'>([[peopleId, await readPeople(tx)]])
    case 'job_types':
      return asText<'job_types'>([[jobTypesId, await readJobTypes(tx)]])
    case 'parts':
      return readParts(tx, ids)
    case 'prices':
      return readPrices(tx, ids)
    case 'money':
      return asText<'money'>(await readMoney(tx, ids))
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
  technicians: string
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
      customer.name as "customerName", site.name as "siteName", coalesce(crew.technicians::text, '{}') as technicians
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
      const rest: Omit<WorkOrderPut, 'work' | 'technicians'> = {
        settled,
        customerName: customerName ?? '',
        siteName: siteName ?? '',
      }
      const text = `{"work":${forCrew(work, whose)},"technicians":${technicians},${JSON.stringify(rest).slice(1)}`
      return [id, { version, text }]
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

type SiteRow = Parameters<typeof addressLine>[0] & { id: Id; home: string; body: string }

async function readSites(tx: Tx, ids: readonly Id[]): Promise<Map<Id, PutBody>> {
  const { rows } = await sql<SiteRow>`
    select site.id, site.address_line1 as line1, site.address_line2 as line2, site.postal_code as postcode, site.city, site.region,
      site.country, organization.country as home, row_to_json(body)::text as body
    from app.site site
    join app.organization organization on organization.org_id = site.org_id
    cross join lateral (
      select site.id, site.customer_id as customer, site.name, site.latitude, site.longitude, site.zone, site.phone,
        site.access_notes as "accessNotes", site.hazards,
        coalesce((
          select json_agg(json_build_object('id', contact.id, 'name', contact.name, 'role', contact.position, 'phone', contact.phone, 'email', contact.email)
            order by contact.site_id is null, contact.name)
          from app.contact contact
          where contact.org_id = site.org_id and contact.customer_id = site.customer_id
            and (contact.site_id = site.id or contact.site_id is null) and contact.archived_at is null), '[]') as contacts,
        coalesce((
          select json_agg(json_build_object('id', link.id, 'sha256', file.sha256, 'name', link.name, 'mediaType', file.type, 'size', file.size)
            order by link.created_at)
          from app.file_link link
          join app.file file on file.org_id = link.org_id and file.id = link.file_id
          where link.org_id = site.org_id and link.subject_kind = 'site' and link.subject_id = site.id
            and link.removed_at is null and link.audience <> 'office' and file.state = 'stored'), '[]') as files
    ) body
    where site.org_id = ${tx.orgId} and site.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return new Map(
    rows.map(({ id, home, body, ...address }) => {
      const line: Pick<SitePut, 'address'> = { address: addressLine(address, home) }
      return [id, { text: `${JSON.stringify(line).slice(0, -1)},${body.slice(1)}`, version: null }]
    }),
  )
}

function readCustomers(tx: Tx, ids: readonly Id[]): Promise<Map<Id, PutBody>> {
  return written(
    tx,
    sql<CustomerPut>`
    select customer.id, customer.name, customer.phone, customer.email,
      coalesce(organization.settings ->> 'customer_prefix', 'C-')
        || lpad(customer.number::text, greatest(4, length(customer.number::text)), '0') as number
    from app.customer customer join app.organization organization on organization.org_id = customer.org_id
    where customer.org_id = ${tx.orgId} and customer.id = any (${[...ids]}::uuid[])`,
  )
}

function readAssets(tx: Tx, ids: readonly Id[]): Promise<Map<Id, PutBody>> {
  return written(
    tx,
    sql<AssetPut>`
    select id, site_id as site, name, make, model, serial, location, installed_on as "installedOn", warranty_until as "warrantyUntil"
    from app.asset where org_id = ${tx.orgId} and id = any (${[...ids]}::uuid[])`,
  )
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
    items: items.map(
      ({ id, name, kind, priority, description, defaultMinutes, tasks, sections, formVersion, requires }) => ({
        id,
        name,
        kind,
        priority,
        description,
        minutes: defaultMinutes,
        tasks,
        sections,
        formVersion,
        requires,
      }),
    ),
  }
}

/** Shards of the price book, without prices. */
async function readParts(tx: Tx, ids: readonly Id[]): Promise<Map<Id, PutBody>> {
  const wanted = ids.map((id) => Number(id.slice(-2))).filter((shard) => shard < shards)
  const { rows } = await sql<{ shard: number; items: string }>`
    select ${shardOf} as shard, json_agg(row_to_json(part) order by item.name, item.id)::text as items
    from app.price_item item
    cross join lateral (
      select item.id, item.code as sku, item.name, item.unit, item.category, item.barcode
    ) part
    where item.org_id = ${tx.orgId} and item.kind = 'part' and item.archived_at is null and ${shardOf} = any (${wanted}::int[])
    group by 1`.execute(tx.db)
  const items = new Map(rows.map((row) => [row.shard, row.items]))
  return new Map(ids.map((id) => [id, { text: `{"items":${items.get(Number(id.slice(-2))) ?? '[]'}}`, version: null }]))
}
