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

/** The last finished visits at sites and on their assets, as summaries. */
export async function readHistory(tx: Tx, sites: readonly Id[]): Promise<(readonly [Id, HistoryPut])[]> {
  const { rows } = await sql<Past>`
    with past as (
      select work.site_id as site, work.id as work_order, visit.id as visit, visit.finished_at as at,
        coalesce(nullif(work.number_text, ''), work.provisional) as number
      from app.work_order work
      join app.visit visit on visit.org_id = work.org_id and visit.work_order_id = work.id
      where work.org_id = ${tx.orgId} and work.site_id = any (${[...sites]}::uuid[]) and visit.finished_at is not null
    ), ranked as (
      select past.*, row_number() over (partition by site order by at desc, visit) as of_site, 0::bigint as of_asset from past
      union all
      select past.*, 0, row_number() over (partition by link.asset_id order by at desc, visit)
      from past join app.work_order_asset link on link.org_id = ${tx.orgId} and link.work_order_id = past.work_order
    )
    select distinct site, work_order as "workOrder", visit, at, number from ranked
    where of_site between 1 and ${mostVisits} or of_asset between 1 and ${mostVisits}
    order by at desc, visit`.execute(tx.db)
  const documents = await readWork(tx, [...new Set(rows.map((row) => row.workOrder))])
  const names = await technicianNames(tx, [...documents.values()])
  return sites.map((site) => [
    site,
    {
      visits: rows
        .filter((row) => row.site === site)
        .flatMap((row) => {
          const work = documents.get(row.workOrder)
          return work ? summaryOf(row, work, names) : []
        }),
    },
  ])
}

async function readWork(tx: Tx, workOrders: readonly Id[]): Promise<ReadonlyMap<Id, WorkDocument>> {
  const { rows } = await sql<{ id: Id; work: string }>`
    select stream_id as id, work from app.document
    where org_id = ${tx.orgId} and stream_kind = 'work_order' and stream_id = any (${[...workOrders]}::uuid[])`.execute(
    tx.db,
  )
  return new Map(rows.map(({ id, work }) => [id, JSON.parse(work)]))
}

function summaryOf(past: Past, work: WorkDocument, names: ReadonlyMap<Id, string>): HistoryPut['visits'] {
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
      crew: actualCrew(work, visit).flatMap((technician) => names.get(technician) ?? []),
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

async function technicianNames(tx: Tx, works: readonly WorkDocument[]): Promise<ReadonlyMap<Id, string>> {
  const ids = [...new Set(works.flatMap((work) => work.visits.flatMap((visit) => actualCrew(work, visit))))]
  const { rows } = await sql<{ id: Id; name: string }>`
    select id, name from app.technician where org_id = ${tx.orgId} and id = any (${ids}::uuid[])`.execute(tx.db)
  return new Map(rows.map((row) => [row.id, row.name]))
}
