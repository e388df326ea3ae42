import { sql } from 'kysely'
import * as z from 'zod'
import { zId, zLocalDate } from '#core/kit/contract.ts'
import type { LocalDate } from '#core/kit/time.ts'
import { type proposedStates, type ProposedVisit, zProposedVisitFields } from '#core/scheduling/proposal-api.ts'
import { pageOf, placeOf } from '#server/platform/pages.ts'
import { archivedIs } from '#server/platform/plain-rows.ts'
import type { Tx } from '#server/platform/tenant.ts'

const proposedVisits = (tx: Tx) => tx.db.selectFrom('app.proposed_visit').selectAll().where('org_id', '=', tx.orgId)
type Row = Awaited<ReturnType<ReturnType<typeof proposedVisits>['executeTakeFirstOrThrow']>>

const zWords = zProposedVisitFields.pick({ kind: true, priority: true })

function present(row: Row): ProposedVisit {
  return {
    id: row.id,
    version: row.version,
    siteId: row.site_id,
    jobTypeId: row.job_type_id,
    ...zWords.parse(row),
    title: row.title,
    source: row.source,
    minutes: row.minutes,
    dueFrom: row.due_from,
    dueTo: row.due_to,
    state: row.work_order_id ? 'raised' : row.declined_at ? 'declined' : 'open',
    workOrder: row.work_order_id,
    declinedAt: row.declined_at,
    declineReason: row.decline_reason,
    archivedAt: row.archived_at,
  }
}

export async function loadProposedVisit(tx: Tx, id: string): Promise<ProposedVisit | undefined> {
  const row = await proposedVisits(tx).where('id', '=', id).executeTakeFirst()
  return row && present(row)
}

/** Held until commit: of two who decide about it at once the second sees what the first decided. */
export async function lockProposedVisit(tx: Tx, id: string): Promise<ProposedVisit | undefined> {
  const row = await proposedVisits(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && present(row)
}

type Asked = {
  state?: (typeof proposedStates)[number] | undefined
  site?: string | undefined
  from?: LocalDate | undefined
  to?: LocalDate | undefined
  archived: 'no' | 'only' | 'all'
  cursor?: string | undefined
  limit: number
}

const dueFirst = z.tuple([zLocalDate, zId])
const stateIs = {
  open: sql<boolean>`work_order_id is null and declined_at is null`,
  raised: sql<boolean>`work_order_id is not null`,
  declined: sql<boolean>`work_order_id is null and declined_at is not null`,
}

/** The first due first; the id parts those due on one day. */
export async function listProposedVisits(
  tx: Tx,
  { state, site, from, to, archived, cursor, limit }: Asked,
): Promise<{ items: ProposedVisit[]; next: string | null }> {
  let matching = proposedVisits(tx).where(archivedIs(archived))
  if (state) matching = matching.where(stateIs[state])
  if (site) matching = matching.where('site_id', '=', site)
  if (from) matching = matching.where('due_to', '>=', from)
  if (to) matching = matching.where('due_from', '<=', to)
  const place = placeOf(cursor, dueFirst)
  if (place) matching = matching.where(sql<boolean>`(due_to, id) > (${place[0]}::date, ${place[1]}::uuid)`)
  const rows = await matching
    .orderBy('due_to')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const { items, next } = pageOf(rows, limit, (row) => [row.due_to, row.id])
  return { items: items.map(present), next }
}

/** The zone of a site; undefined where there is none, or it is archived. */
export async function zoneOfOpenSite(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('app.site')
    .select('zone')
    .where('org_id', '=', tx.orgId)
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return row?.zone
}
