import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import type { DocumentKind } from '#core/sync/api.ts'
import { planned } from '#server/platform/planned.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { openStatusList } from '#server/work-orders/list-queries.ts'

/** One document a phone should hold. `rank` says what comes first: what today needs. */
export type Wanted = { kind: DocumentKind; id: Id; version: number; rank: number }

/** `prices`: whether they may see prices, on a phone that knows them. */
export type Whose = { device: Id; member: Id; technician: Id; prices: boolean }
type Today = { from: Instant; to: Instant }

/**
 * Of what a technician joined or raised, so many of the newest stay on the phone. Without a bound whoever raises all the
 * work of a company would carry all of it, and each pull would compare it.
 */
export const joinedKept = 100

/** Documents that are the same for all have ids of their own. */
export const jobTypesId: Id = '00000000-0000-7000-8000-000000000001'
export const peopleId: Id = '00000000-0000-7000-8000-000000000002'
/** The price book comes in shards, so that one changed item does not send the whole of it. */
export const shards = 8
export function shardId(shard: number): Id {
  return `00000000-0000-7000-8000-0000000001${String(shard).padStart(2, '0')}`
}
/** Their prices have documents of their own. */
export function priceShardId(shard: number): Id {
  return `00000000-0000-7000-8000-0000000002${String(shard).padStart(2, '0')}`
}
export const shardOf = sql`(get_byte(uuid_send(item.id), 15) % ${sql.raw(String(shards))})`

/** Moves the version of every site's history when it says something else than before, so that phones fetch it anew. */
const historyShape = sql.raw('3')

/**
 * A number for which rows there are, and in which version each: whatever joins, changes or leaves moves it, where a sum or
 * the newest of them would stay the same. As many bits as JSON carries.
 */
const which = (id: RawBuilder<unknown>, version: RawBuilder<unknown>) =>
  sql`coalesce(bit_xor(uuid_hash_extended(${id}, (${version})::bigint)), 0) & ${sql.raw(String(2 ** 52 - 1))}`

/**
 * One work order by its key, whatever the planner thinks of the tables: `offset 0` keeps it from joining them the other
 * way round. Before there were statistics it compared every document with every visit (8 s instead of 30 ms).
 */
const workOrder = (tx: Tx, id: RawBuilder<unknown>) => sql`
  select work.id, work.site_id, work.customer_id, work.status, work.finished_at, work.changed_at,
    (select document.version from app.document document
      where document.org_id = work.org_id and document.stream_kind = 'work_order' and document.stream_id = work.id) as version
  from app.work_order work where work.org_id = ${tx.orgId} and work.id = ${id} offset 0`

/**
 * What a technician's phone should hold (S14), as kind, id and version in one snapshot: dispatched work from 30 days ago
 * to 30 days ahead, open or closed for 14 days, the newest of what was joined, and whatever still waits for this phone's
 * bytes, or for somebody to look at what was refused of them; the places it is at, their last closed visits, the catalogue,
 * the technician's day and settings. A composite document's version is a sum where rows are never taken out of
 * it, and else a number for which rows there are.
 */
export async function readManifest(tx: Tx, whose: Whose, today: Today): Promise<Wanted[]> {
  // In one value: a row for each took longer to read than to find.
  const { wanted } = await oneRow<{ wanted: [DocumentKind, Id, number, number][] | null }>(
    tx,
    sql`select json_agg(json_build_array(kind, id, version, rank) order by rank, kind, id) as wanted
      from (${scopeOf(tx, whose, today)}) each`,
  )
  return (wanted ?? []).map(([kind, id, version, rank]) => ({ kind, id, version, rank }))
}

/**
 * What `digestInput` says of the manifest, hashed where it is: a poll carries no row of it (S17), and what comes first is
 * all one to it.
 */
export async function readDigest(tx: Tx, whose: Whose): Promise<string> {
  const { digest } = await oneRow<{ digest: string }>(
    tx,
    sql`select encode(sha256(convert_to(coalesce(string_agg(line, chr(10) order by line collate "C"), ''), 'UTF8')), 'hex') as digest
      from (select kind || '/' || id || '/' || version as line from (${scopeOf(tx, whose, { from: tx.now, to: tx.now })}) wanted) each`,
  )
  return digest
}

/** Planning the scope took twice as long as reading it, and its plan does not depend on whose it is: planned once. */
async function oneRow<T>(tx: Tx, query: RawBuilder<unknown>): Promise<T> {
  const [row] = await planned(tx, 'once', sql<T>`${query}`)
  if (!row) throw new Error('a sum has a row')
  return row
}

function scopeOf(tx: Tx, { device, member, technician, prices }: Whose, today: Today): RawBuilder<unknown> {
  return sql`
    with own as (
      select organization.version as organization_version, coalesce((organization.settings ->> 'planned_visible_to_technicians')::bool, false) as sees_planned
      from app.organization organization where organization.org_id = ${tx.orgId}
    ), visits as (
      select crew.work_order_id, crew.planned_start
      from app.visit_crew crew
      join app.visit visit on visit.org_id = crew.org_id and visit.id = crew.visit_id
      cross join own
      where crew.org_id = ${tx.orgId} and crew.technician_id = ${technician}
        and (crew.actual or (crew.planned and (visit.plan = 'dispatched' or (visit.plan = 'scheduled' and own.sees_planned))))
        and (crew.planned_start is null
          or crew.planned_start between ${tx.now}::timestamptz - interval '30 days' and ${tx.now}::timestamptz + interval '30 days')
    ), named as materialized (
      select id, bool_or(is_today) as is_today from (
        select work_order_id as id, planned_start >= ${today.from}::timestamptz and planned_start < ${today.to}::timestamptz as is_today from visits
        union all
        (select work_order_id, false from app.joined where org_id = ${tx.orgId} and technician_id = ${technician}
          order by at desc, work_order_id desc limit ${joinedKept})
      ) each group by id
    ), waiting as materialized (
      select distinct stream_id as id from app.evidence
      where org_id = ${tx.orgId} and device_id = ${device} and state = 'awaited' and stream_kind = 'work_order'
      union
      select evidence.stream_id from app.evidence evidence
      join app.flag flag on flag.org_id = evidence.org_id and flag.work_order_id = evidence.stream_id
        and flag.flag = 'bytes_refused:' || evidence.sha256 and flag.settled_at is null
      where evidence.org_id = ${tx.orgId} and evidence.device_id = ${device} and evidence.state = 'refused' and evidence.stream_kind = 'work_order'
    ), orders as materialized (
      select work.id, work.site_id, work.customer_id, work.version, coalesce(named.is_today, false) as is_today
      from named cross join lateral (${workOrder(tx, sql`named.id`)}) work
      where work.status in (${openStatusList})
        or coalesce(work.finished_at, work.changed_at) > ${tx.now}::timestamptz - interval '14 days'
      union
      select work.id, work.site_id, work.customer_id, work.version, false
      from waiting cross join lateral (${workOrder(tx, sql`waiting.id`)}) work
    ), sites as (
      select site_id as id, bool_or(is_today) as is_today from orders where site_id is not null group by site_id
    ), customers as (
      select customer_id as id, bool_or(is_today) as is_today from orders where customer_id is not null group by customer_id
    )
    select 'settings' as kind, technician.id, own.organization_version + technician.version + member.version as version, 0 as rank
    from own, app.technician technician, app.member member
    where technician.org_id = ${tx.orgId} and technician.id = ${technician} and member.org_id = ${tx.orgId} and member.id = ${member}
    union all
    select 'day', stream_id, version, 0 from app.document
    where org_id = ${tx.orgId} and stream_kind = 'day' and stream_id = ${technician}
    union all
    select 'work_order', id, max(version), case when bool_or(is_today) then 1 else 4 end from orders group by id
    union all
    select 'site', site.id, site.version
      + ((select ${which(sql`contact.id`, sql`contact.version`)} from app.contact contact where contact.org_id = site.org_id
          and contact.customer_id = site.customer_id and (contact.site_id = site.id or contact.site_id is null))
        # (select ${which(sql`link.id`, sql`link.version * 2 + case file.state when 'stored' then 1 else 0 end`)}
          from app.file_link link join app.file file on file.org_id = link.org_id and file.id = link.file_id
          where link.org_id = site.org_id and link.subject_kind = 'site' and link.subject_id = site.id and link.removed_at is null)),
      case when sites.is_today then 2 else 5 end
    from sites join app.site site on site.org_id = ${tx.orgId} and site.id = sites.id
    union all
    select 'customer', customer.id, customer.version, case when customers.is_today then 2 else 5 end
    from customers join app.customer customer on customer.org_id = ${tx.orgId} and customer.id = customers.id
    union all
    select 'asset', asset.id, asset.version, case when sites.is_today then 2 else 5 end
    from sites join app.asset asset on asset.org_id = ${tx.orgId} and asset.site_id = sites.id
    where asset.archived_at is null
    union all
    select 'history', sites.id, (${which(sql`work.id`, sql`work.version`)}) + ${historyShape}, case when bool_or(sites.is_today) then 3 else 7 end
    from sites join app.work_order work on work.org_id = ${tx.orgId} and work.site_id = sites.id
    where work.finished_at is not null
    group by sites.id
    union all
    select 'people', ${peopleId}::uuid, coalesce(sum(version), 0), 6 from app.technician where org_id = ${tx.orgId}
    union all
    select 'job_types', ${jobTypesId}::uuid, coalesce(sum(version), 0), 6 from app.job_type where org_id = ${tx.orgId}
    union all
    select 'parts', ('00000000-0000-7000-8000-0000000001' || lpad(${shardOf}::text, 2, '0'))::uuid, ${which(sql`item.id`, sql`item.version`)}, 8
    from app.price_item item where item.org_id = ${tx.orgId} and item.kind = 'part' group by 2
    ${prices ? pricesOf(tx) : sql``}`
}

/** Prices follow one another by day: each that begins or ends makes another version of what it is in. */
const moved = (tx: Tx) => sql`price.version
  + case when price.valid_from <= ${tx.now}::timestamptz::date then 1 else 0 end
  + case when price.valid_until < ${tx.now}::timestamptz::date then 1 else 0 end`

/** What the parts cost everybody, shard by shard, and the money of each work order. */
function pricesOf(tx: Tx): RawBuilder<unknown> {
  return sql`
    union all
    select 'prices', ('00000000-0000-7000-8000-0000000002' || lpad(${shardOf}::text, 2, '0'))::uuid,
      sum(item.version + coalesce((select sum(${moved(tx)}) from app.item_price price
        where price.org_id = item.org_id and price.item_id = item.id and price.customer_id is null), 0))
        + max(own.organization_version), 9
    from own cross join app.price_item item where item.org_id = ${tx.orgId} and item.kind = 'part' group by 2
    union all
    select 'money', orders.id, max(orders.version)
        + coalesce((select terms.version from app.customer_terms terms where terms.org_id = ${tx.orgId} and terms.id = orders.customer_id), 0)
        + coalesce((select sum(${moved(tx)}) from app.item_price price
          where price.org_id = ${tx.orgId} and price.customer_id = orders.customer_id), 0),
      case when bool_or(orders.is_today) then 9 else 10 end
    from orders group by orders.id, orders.customer_id`
}
