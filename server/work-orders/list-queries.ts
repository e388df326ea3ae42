import { type RawBuilder, sql } from 'kysely'
import * as z from 'zod'
import type { Query, Reply } from '#core/kit/contract.ts'
import { zId } from '#core/kit/contract.ts'
import type { Id } from '#core/kit/ids.ts'
import type { targetFilters, workOrderApi } from '#core/work-orders/api.ts'
import { loadOrganization } from '#server/people/queries.ts'
import { cursorAfter, placeOf, countOf } from '#server/platform/pages.ts'
import type { Tx } from '#server/platform/tenant.ts'
import { findIds } from '#server/search/queries.ts'
import { readRows } from './row-queries.ts'

type ListQuery = Query<typeof workOrderApi.listWorkOrders>

/** Work somebody still has to go for. */
export const openStatuses = ['unscheduled', 'scheduled', 'in_progress', 'on_hold'] as const
export const openStatusList = sql.raw(openStatuses.map((status) => `'${status}'`).join(', '))

/** Each order of the list, as an index has it: its expressions all run the same way and end in the id. */
const orders: Record<ListQuery['sort'], { by: { expression: string; type: string }[]; down: boolean }> = {
  '-raised': { by: [{ expression: 'work.raised_at', type: 'timestamptz' }], down: true },
  raised: { by: [{ expression: 'work.raised_at', type: 'timestamptz' }], down: false },
  '-changed': { by: [{ expression: 'work.changed_at', type: 'timestamptz' }], down: true },
  target: {
    by: [{ expression: `coalesce(work.due_at, 'infinity'::timestamptz)`, type: 'timestamptz' }],
    down: false,
  },
  next_visit: {
    by: [{ expression: `coalesce(work.next_start, 'infinity'::timestamptz)`, type: 'timestamptz' }],
    down: false,
  },
  priority: {
    by: [
      { expression: 'work.priority', type: 'text' },
      { expression: 'work.raised_at', type: 'timestamptz' },
    ],
    down: false,
  },
  number: { by: [{ expression: 'work.number', type: 'bigint' }], down: true },
}

export async function listWorkOrders(tx: Tx, query: ListQuery): Promise<Reply<typeof workOrderApi.listWorkOrders>> {
  const conditions = await conditionsOf(tx, query)
  const matching = sql`select from app.work_order work where ${sql.join(conditions, sql` and `)}`
  const [page, count] = await Promise.all([pageOfIds(tx, query, conditions), countOf(tx, matching)])
  return { items: await readRows(tx, page.ids), next: page.next, count }
}

async function pageOfIds(tx: Tx, query: ListQuery, conditions: RawBuilder<unknown>[]) {
  const { by, down } = orders[query.sort]
  const direction = sql.raw(down ? 'desc' : 'asc')
  const expressions = by.map(({ expression }) => sql.raw(expression))
  const place = placeOf(query.cursor, z.tuple([z.literal(query.sort), zId]).rest(z.string()))
  const after = place
    ? sql` and (${sql.join([...expressions, sql`work.id`])}) ${sql.raw(down ? '<' : '>')}
        (${sql.join([...by.map(({ type }, index) => sql`${place[index + 2]}::${sql.raw(type)}`), sql`${place[1]}::uuid`])})`
    : sql``
  const { rows } = await sql<{ id: Id; place: string[] }>`
    select work.id, array[${sql.join(expressions.map((expression) => sql`(${expression})::text`))}] as place
    from app.work_order work
    where ${sql.join(conditions, sql` and `)}${after}
    order by ${sql.join([...expressions, sql`work.id`].map((expression) => sql`${expression} ${direction}`))}
    limit ${query.limit + 1}`.execute(tx.db)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  const next = rows.length > query.limit && last ? cursorAfter([query.sort, last.id, ...last.place]) : null
  return { ids: shown.map((row) => row.id), next }
}

async function conditionsOf(tx: Tx, query: ListQuery): Promise<RawBuilder<unknown>[]> {
  const conditions: RawBuilder<unknown>[] = [sql`work.org_id = ${tx.orgId}`]
  if (query.status?.length) conditions.push(sql`work.status = any (${query.status}::text[])`)
  if (query.priority?.length) conditions.push(sql`work.priority = any (${query.priority}::text[])`)
  if (query.kind?.length) conditions.push(sql`work.kind = any (${query.kind}::text[])`)
  if (query.customer) conditions.push(sql`work.customer_id = ${query.customer}`)
  if (query.site) conditions.push(sql`work.site_id = ${query.site}`)
  if (query.flagged) conditions.push(sql`work.open_flags > 0`)
  if (query.raisedFrom) conditions.push(sql`work.raised_at >= ${query.raisedFrom}::timestamptz`)
  if (query.raisedTo) conditions.push(sql`work.raised_at < ${query.raisedTo}::timestamptz`)
  if (query.target) conditions.push(targetIs(tx, query.target))
  if (query.technician) {
    // Asked first, whole: a technician's few thousand visits, whatever the order of the list.
    conditions.push(sql`work.id = any (array(
      select member.work_order_id from app.visit_crew member
      where member.org_id = ${tx.orgId} and member.technician_id = ${query.technician}))`)
  }
  if (query.q?.trim()) {
    const { country } = await loadOrganization(tx)
    conditions.push(sql`work.id = any (${await findIds(tx, query.q, country, 'work_order')}::uuid[])`)
  }
  return conditions
}

/** Work whose next promise passed or is at risk, and whose clock does not stand: `dueState` of the core says the same of one. */
export function targetIs(tx: Tx, which: (typeof targetFilters)[number]): RawBuilder<unknown> {
  const missed = sql`work.due_at < ${tx.now}::timestamptz`
  const soon = sql`work.due_risk_at <= ${tx.now}::timestamptz`
  const running = sql`work.due_at is not null and not work.due_paused`
  switch (which) {
    case 'missed':
      return sql`${running} and ${missed}`
    case 'soon':
      return sql`${running} and ${soon} and not ${missed}`
    case 'at_risk':
      return sql`${running} and (${missed} or ${soon})`
  }
}
