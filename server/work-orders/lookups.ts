import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Zone } from '#core/kit/time.ts'
import { emptyOrganization } from '#core/people/api.ts'
import { numberText } from '#core/people/organization.ts'
import type { Command } from '#core/work-orders/commands.ts'
import type { Context } from '#core/work-orders/decide.ts'
import { termsOf } from '#core/work-orders/response.ts'
import { loadResponsePolicy } from '#server/people/queries.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** What only the shell can look up before `decide`: which ids are this organization's, and what hangs on them. */
export type Places = {
  customers: ReadonlyMap<Id, { archived: boolean }>
  sites: ReadonlyMap<Id, { archived: boolean; zone: Zone; customer: Id }>
  assets: ReadonlySet<Id>
  jobTypes: ReadonlySet<Id>
}

type Named = { customers: Id[]; sites: Id[]; assets: Id[]; jobTypes: Id[] }

export async function readPlaces(tx: Tx, named: Named): Promise<Places> {
  type Found = { kind: string; id: Id; archived: boolean; zone: Zone | null; customer: Id | null }
  const all = [...named.customers, ...named.sites, ...named.assets, ...named.jobTypes]
  const { rows } =
    all.length === 0
      ? { rows: [] }
      : await sql<Found>`
    select 'customer' as kind, id, archived_at is not null as archived, null as zone, null::uuid as customer
    from app.customer where org_id = ${tx.orgId} and id = any (${named.customers}::uuid[])
    union all
    select 'site', id, archived_at is not null, zone, customer_id
    from app.site where org_id = ${tx.orgId} and id = any (${named.sites}::uuid[])
    union all
    select 'asset', id, false, null, null from app.asset where org_id = ${tx.orgId} and id = any (${named.assets}::uuid[])
    union all
    select 'job_type', id, false, null, null from app.job_type where org_id = ${tx.orgId} and id = any (${named.jobTypes}::uuid[])`.execute(
          tx.db,
        )
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  return {
    customers: new Map(of('customer').map((row) => [row.id, { archived: row.archived }])),
    sites: new Map(
      of('site').map((row) => [
        row.id,
        { archived: row.archived, zone: row.zone ?? 'UTC', customer: row.customer ?? row.id },
      ]),
    ),
    assets: new Set(of('asset').map((row) => row.id)),
    jobTypes: new Set(of('job_type').map((row) => row.id)),
  }
}

/** What is promised at the site of a command that says how soon somebody has to come; by the settings as they are now. */
export async function readPromise(tx: Tx, commands: readonly Command[]): Promise<Context['promise']> {
  if (!commands.some(saysHowSoon)) return undefined
  const policy = await loadResponsePolicy(tx)
  return (priority, requestedAt, zone) => termsOf(policy, priority, requestedAt, zone)
}

function saysHowSoon({ type, body }: Command): boolean {
  if (type === 'edit_details') return body.changes.priority !== undefined || body.changes.site !== undefined
  return type === 'raise'
}

/** Apprentices, and who works here without an account, have a mate record for them. */
export async function knownTechnicians(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, { hasPhone: boolean }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: Id; hasPhone: boolean }>`
    select id, member_id is not null and kind <> 'apprentice' as "hasPhone" from app.technician
    where org_id = ${tx.orgId} and id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return new Map(rows.map(({ id, hasPhone }) => [id, { hasPhone }]))
}

/** Customers of these that demand a purchase order number. */
export async function purchaseOrderRequired(tx: Tx, customers: readonly Id[]): Promise<ReadonlySet<Id>> {
  if (customers.length === 0) return new Set()
  const { rows } = await sql<{ id: Id }>`
    select id from app.customer
    where org_id = ${tx.orgId} and id = any (${[...customers]}::uuid[]) and purchase_order_required`.execute(tx.db)
  return new Set(rows.map((row) => row.id))
}

export async function existsWorkOrder(tx: Tx, id: Id): Promise<boolean> {
  const { rows } = await sql`select from app.work_order where org_id = ${tx.orgId} and id = ${id}`.execute(tx.db)
  return rows.length > 0
}

/** Numbers of the organization's series; `keep` says how many were taken, in the transaction that took them. */
export type Numbers = { next: () => Promise<string>; keep: () => Promise<void> }

/**
 * Gap-free: from the first number on the series is held until commit, so those after it are counted here. Each asked for
 * by itself, a hundred work orders of one push waited for a hundred answers.
 */
export function workOrderNumbers(tx: Tx): Numbers {
  let series: { prefix: string; first: number; taken: number } | null = null
  return {
    async next() {
      series ??= { ...(await firstNumber(tx)), taken: 0 }
      series.taken += 1
      return numberText(series.prefix, series.first + series.taken - 1)
    },
    async keep() {
      if (!series || series.taken < 2) return
      await sql`update app.counter set last = last + ${series.taken - 1}
        where org_id = ${tx.orgId} and series = 'work_order'`.execute(tx.db)
    },
  }
}

async function firstNumber(tx: Tx): Promise<{ prefix: string; first: number }> {
  const { rows } = await sql<{ prefix: string | null; first: number }>`
    select settings ->> 'work_order_prefix' as prefix, app.next_number('work_order') as first
    from app.organization where org_id = ${tx.orgId}`.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error('an organization has a row')
  return { prefix: row.prefix ?? emptyOrganization.prefixes.workOrder, first: row.first }
}
