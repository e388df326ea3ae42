import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { formatQuantity } from '#core/kit/money.ts'
import type { HistoryPut } from '#core/sync/documents.ts'
import { heading } from '#core/work-orders/labels.ts'
import type { PhotoPhase } from '#core/work-orders/words.ts'
import { actualCrew, findVisit, shownFinish } from '#core/work-orders/visits.ts'
import type { Tx } from '#server/platform/tenant.ts'
import type { WorkDocument } from '#core/work-orders/document.ts'

/** How many finished visits of a site, and of each asset there, a phone holds. */
const mostVisits = 3
/** How many photos of each, and which say most of what the next technician will find. */
const mostPhotos = 4
const tells: Readonly<Record<PhotoPhase, number>> = { after: 0, nameplate: 1, during: 2, before: 3, other: 4 }

type Past = { site: Id; workOrder: Id; visit: Id; at: Instant; number: string }
/** The work stands with one of the visits of each work order alone. */
type PastRow = Past & { work: string | null; names: Record<Id, string> | null }

/**
 * The last finished visits at sites and on their assets, as summaries. `offset 0`: what stands at few places is looked up by
 * key, whatever the planner thinks of the tables.
 */
export async function readHistory(tx: Tx, sites: readonly Id[]): Promise<(readonly [Id, HistoryPut])[]> {
  const { rows } = await sql<PastRow>`
    with past as (
      select work.site_id as site, work.id as work_order, visit.id as visit, visit.finished_at as at,
        coalesce(nullif(work.number_text, ''), work.provisional) as number
      from app.work_order work
      cross join lateral (
        select id, finished_at from app.visit
        where org_id = ${tx.orgId} and work_order_id = work.id and finished_at is not null offset 0) visit
      where work.org_id = ${tx.orgId} and work.site_id = any (${[...sites]}::uuid[]) and work.finished_at is not null
    ), ranked as (
      select past.*, row_number() over (partition by site order by at desc, visit) as of_site, 0::bigint as of_asset from past
      union all
      select past.*, 0, row_number() over (partition by link.asset_id order by at desc, visit)
      from past join app.work_order_asset link on link.org_id = ${tx.orgId} and link.work_order_id = past.work_order
    ), last as (
      select distinct site, work_order, visit, at, number from ranked
      where of_site between 1 and ${mostVisits} or of_asset between 1 and ${mostVisits}
    ), numbered as (
      select last.*, row_number() over (partition by work_order order by visit) as n from last
    )
    select each.site, each.work_order as "workOrder", each.visit, each.at, each.number, document.work, (
        select json_object_agg(technician.id, technician.name)
        from app.visit_crew crew
        join app.technician technician on technician.org_id = ${tx.orgId} and technician.id = crew.technician_id
        where crew.org_id = ${tx.orgId} and crew.visit_id = each.visit and crew.actual) as names
    from numbered each
    left join lateral (
      select work from app.document
      where org_id = ${tx.orgId} and stream_kind = 'work_order' and stream_id = each.work_order offset 0) document on each.n = 1
    order by each.at desc, each.visit`.execute(tx.db)
  const works = new Map<Id, WorkDocument>(
    rows.flatMap(({ workOrder, work }) => (work === null ? [] : [[workOrder, JSON.parse(work)]])),
  )
  const ofSite = Map.groupBy(rows, (row) => row.site)
  const [readings, findings] = await Promise.all([lastReadings(tx, sites), openFindings(tx, sites)])
  return sites.map((site) => [
    site,
    {
      visits: (ofSite.get(site) ?? []).flatMap((row) => {
        const work = works.get(row.workOrder)
        return work ? summaryOf(row, work, row.names ?? {}) : []
      }),
      readings: readings.get(site) ?? [],
      findings: findings.get(site) ?? [],
    },
  ])
}

/** How many readings of each kind a phone holds of an asset, and how many open findings of a site. */
const mostReadings = 3
const mostFindings = 20

type OfSite<T> = Map<Id, T[]>

// Both of work that was finished there, as the visits are: that is what the version of a history looks at.

async function lastReadings(
  tx: Tx,
  sites: readonly Id[],
): Promise<OfSite<NonNullable<HistoryPut['readings']>[number]>> {
  const { rows } = await sql<NonNullable<HistoryPut['readings']>[number] & { site: Id }>`
    select site, asset, label, unit, value, "outOfRange", at, zone from (
      select work.site_id as site, reading.asset_id as asset, reading.label, reading.unit, reading.value,
        reading.out_of_range as "outOfRange", reading.read_at as at, work.zone,
        row_number() over (partition by reading.asset_id, reading.label order by reading.read_at desc, reading.id) as n
      from app.work_order work
      join app.reading reading on reading.org_id = work.org_id and reading.work_order_id = work.id
      where work.org_id = ${tx.orgId} and work.site_id = any (${[...sites]}::uuid[]) and work.finished_at is not null
    ) each
    where n <= ${mostReadings} order by label, at desc`.execute(tx.db)
  return Map.groupBy(rows, (row) => row.site)
}

async function openFindings(
  tx: Tx,
  sites: readonly Id[],
): Promise<OfSite<NonNullable<HistoryPut['findings']>[number]>> {
  const { rows } = await sql<NonNullable<HistoryPut['findings']>[number] & { site: Id }>`
    select site, asset, severity, text, at, zone, number from (
      select work.site_id as site, finding.asset_id as asset, finding.severity, finding.text, finding.found_at as at,
        work.zone, coalesce(nullif(work.number_text, ''), work.provisional) as number,
        row_number() over (partition by work.site_id order by finding.found_at desc, finding.id) as n
      from app.work_order work
      join app.finding finding on finding.org_id = work.org_id and finding.work_order_id = work.id and finding.state = 'open'
      where work.org_id = ${tx.orgId} and work.site_id = any (${[...sites]}::uuid[]) and work.finished_at is not null
    ) each
    where n <= ${mostFindings} order by at desc`.execute(tx.db)
  return Map.groupBy(rows, (row) => row.site)
}

function summaryOf(past: Past, work: WorkDocument, names: Readonly<Record<Id, string>>): HistoryPut['visits'] {
  const visit = findVisit(work, past.visit)
  const finish = visit && shownFinish(visit)
  if (!visit || !finish) return []
  return [
    {
      workOrder: past.workOrder,
      number: past.number,
      title: work.details.title,
      at: past.at,
      zone: work.zone,
      outcome: finish.outcome,
      crew: actualCrew(work, visit).flatMap((technician) => names[technician] ?? []),
      note: finish.note,
      notes: work.notes
        .filter((note) => note.visit === visit.id && note.audience !== 'office')
        .map((note) => note.text),
      parts: work.parts
        .filter((part) => part.visit === visit.id)
        .map((part) => `${formatQuantity(part.quantity, 'en')} ${part.unit} ${part.name}`.replace(/\s+/g, ' ')),
      assets: work.details.assets,
      photos: work.photos
        .filter((photo) => photo.visit === visit.id && photo.audience !== 'office' && photo.state === 'stored')
        .sort((a, b) => tells[a.phase] - tells[b.phase])
        .slice(0, mostPhotos)
        .map(({ sha256, phase, caption }) => ({ sha256, words: caption || heading(phase) })),
    },
  ]
}
