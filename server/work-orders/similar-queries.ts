import { sql } from 'kysely'
import type { Query, Reply } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { Instant } from '#core/kit/time.ts'
import { searchWords } from '#core/search/text.ts'
import type { workOrderApi } from '#core/work-orders/api.ts'
import { outcomeOf, shownFinish } from '#core/work-orders/visits.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { openStatusList } from './list-queries.ts'
import { readDocuments } from './page-queries.ts'
import { readRows } from './row-queries.ts'

type Similar = Reply<typeof workOrderApi.listSimilar>

const mostSimilar = 6
const candidates = 100

/** Open or recent work a new one may be a duplicate of: the same reference, or the same place about the same thing. */
export async function listSimilar(tx: Tx, query: Query<typeof workOrderApi.listSimilar>): Promise<Similar> {
  const reference = query.reference?.trim() ?? ''
  if (!query.customer && !query.site && reference === '') return { items: [] }
  type Candidate = { id: Id; title: string; reference: string; open: boolean; site: Id | null }
  const { rows } = await sql<Candidate>`
    select id, title, reference, site_id as site, status in (${openStatusList}) as open
    from app.work_order work
    where org_id = ${tx.orgId} and status <> 'cancelled'
      and (status in (${openStatusList}) or raised_at > ${tx.now}::timestamptz - interval '30 days')
      and (${query.customer ?? null}::uuid is not null and customer_id = ${query.customer ?? null}::uuid
        or ${query.site ?? null}::uuid is not null and site_id = ${query.site ?? null}::uuid
        or ${reference} <> '' and lower(reference) = lower(${reference}))
    order by raised_at desc, id desc limit ${candidates}`.execute(tx.db)
  const wanted = new Set(words(query.title ?? ''))
  const found = rows.flatMap((row) => {
    const why = whySimilar(row, { reference, site: query.site ?? null, wanted })
    return why ? [{ id: row.id, ...why }] : []
  })
  const best = found.sort((a, b) => b.weight - a.weight).slice(0, mostSimilar)
  const byId = new Map(
    (
      await readRows(
        tx,
        best.map((one) => one.id),
      )
    ).map((row) => [row.id, row]),
  )
  return {
    items: best.flatMap(({ id, why }) => {
      const row = byId.get(id)
      return row ? [{ ...row, why }] : []
    }),
  }
}

type Asked = { reference: string; site: Id | null; wanted: ReadonlySet<string> }

function whySimilar(
  row: { title: string; reference: string; open: boolean; site: Id | null },
  { reference, site, wanted }: Asked,
): { weight: number; why: string } | null {
  if (reference !== '' && row.reference.toLowerCase() === reference.toLowerCase())
    return { weight: 100, why: 'Same reference' }
  const shared = words(row.title).filter((word) => wanted.has(word)).length
  const here = site !== null && row.site === site
  if (shared > 0 && here)
    return {
      weight: 50 + shared,
      why: row.open ? 'Open at this site, similar title' : 'Recent at this site, similar title',
    }
  if (here && row.open) return { weight: 40, why: 'Open at this site' }
  if (shared > 1 && row.open) return { weight: 20 + shared, why: 'Open for this customer, similar title' }
  return null
}

/** Words that say something: three letters or more. */
function words(title: string): string[] {
  return [...new Set(searchWords(title).split(' '))].filter((word) => word.length > 2)
}

type Context = Reply<typeof workOrderApi.readPlaceContext>

const mostOpen = 10
const mostVisits = 5

/** What somebody who takes a call wants to see: open work and the last visits of a customer or site. */
export async function readPlaceContext(tx: Tx, query: Query<typeof workOrderApi.readPlaceContext>): Promise<Context> {
  if (!query.customer && !query.site) return { open: [], lastVisits: [] }
  const here = query.site ? sql`work.site_id = ${query.site}` : sql`work.customer_id = ${query.customer}`
  const open = await sql<{ id: Id }>`
    select id from app.work_order work where org_id = ${tx.orgId} and ${here} and status in (${openStatusList})
    order by raised_at desc, id desc limit ${mostOpen}`.execute(tx.db)
  return {
    open: await readRows(
      tx,
      open.rows.map((row) => row.id),
    ),
    lastVisits: await lastVisits(tx, here),
  }
}

async function lastVisits(tx: Tx, here: ReturnType<typeof sql>): Promise<Context['lastVisits']> {
  type Row = {
    workOrder: Id
    number: string | null
    title: string
    visit: Id
    at: Instant
    zone: string
    crew: string[]
  }
  const { rows } = await sql<Row>`
    select work.id as "workOrder", coalesce(nullif(work.number_text, ''), nullif(work.provisional, '')) as number, work.title,
      visit.id as visit, visit.finished_at as at, work.zone, array(
        select technician.name from app.visit_crew member
        join app.technician technician on technician.org_id = member.org_id and technician.id = member.technician_id
        where member.org_id = visit.org_id and member.visit_id = visit.id and member.actual order by technician.name) as crew
    from app.work_order work
    join app.visit visit on visit.org_id = work.org_id and visit.work_order_id = work.id
    where work.org_id = ${tx.orgId} and ${here} and visit.finished_at is not null
    order by visit.finished_at desc, visit.id limit ${mostVisits}`.execute(tx.db)
  const documents = await readDocuments(tx, [...new Set(rows.map((row) => row.workOrder))])
  return rows.map((row) => {
    const visit = documents.get(row.workOrder)?.work.visits.find((one) => one.id === row.visit)
    return {
      ...row,
      outcome: visit ? (outcomeOf(visit)?.outcome ?? null) : null,
      note: visit ? (shownFinish(visit)?.note ?? '') : '',
    }
  })
}
