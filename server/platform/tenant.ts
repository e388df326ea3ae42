import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ability, Actor } from '#core/people/abilities.ts'
import { type Database, isConflict } from './database.ts'
import { newId } from './ids.ts'
import { inOneTransaction, type Open, type Statement } from './transaction.ts'

/** The kinds of things the feed tells of. */
export type FeedKind =
  | 'organization'
  | 'member'
  | 'technician'
  | 'device'
  | 'skill'
  | 'territory'
  | 'grade'
  | 'roster_entry'
  | 'proposed_visit'
  | 'customer'
  | 'site'
  | 'contact'
  | 'asset'
  | 'job_type'
  | 'tax_rate'
  | 'price_item'
  | 'rate_card'
  | 'purchase_order'
  | 'item_price'
  | 'customer_terms'
  | 'file'
  | 'work_order'
  | 'day'
  | 'flag'
  | 'held_command'
  | 'lost_work'
  | 'report'
  | 'invoice'
  | 'export_batch'

/** What a transaction needs to know of who acts; the server itself acts with `memberId` null. */
export type TenantActor = Pick<Actor, 'orgId' | 'abilities'> &
  Partial<Omit<Actor, 'memberId'>> & { memberId: string | null }

/** The only handle to the tables of an organization; it comes first in every function that touches them. */
export type Tx = {
  /** Queries inside the transaction; row level security lets them see one organization. */
  db: Open
  orgId: string
  actor: TenantActor
  /** When the transaction began, by the server's clock. */
  now: string
  /** Tells the feed, as the transaction's last statement, that a row has a new version. */
  touched: (kind: FeedKind, id: string, version: number, ability?: Ability) => void
  /** A job in the same commit; `task` is registered by a slice. */
  enqueue: (task: string, payload: Record<string, unknown>) => void
  /** A line of the audit trail in the same commit. */
  audit: (action: string, kind: FeedKind, id: string, details?: unknown) => void
  /** The next number of a gap-free series; holds the series until commit. */
  nextNumber: (series: string) => Promise<number>
}

/** Told after each commit what woke: the feed of an organization, the job queue; and whether who may do what changed. */
export type Wake = (what: { orgId: string; feed: boolean; jobs: boolean; people: boolean }) => void

/** Kinds that decide who somebody is and what they may do. */
export const aboutPeople: ReadonlySet<string> = new Set<FeedKind>(['member', 'technician', 'device'])

export type Tenants = { database: Database; wake: Wake; requestId?: string }

type Feed = { kind: FeedKind; id: string; version: number; ability: Ability | null }
type Consequences = {
  touched: Map<string, Feed>
  jobs: { task: string; payload: Record<string, unknown> }[]
  audit: { action: string; kind: FeedKind; objectId: string; details: unknown }[]
}

const tries = 6

/**
 * Runs `work` in one transaction of the actor's organization, then writes audit, jobs and feed and commits.
 * Conflicts (40001, 40P01) run it again from the start, so `work` does nothing but ask the database.
 */
export async function inTenant<T>(tenants: Tenants, actor: TenantActor, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(tenants, actor, work)
    } catch (error) {
      if (attempt >= tries || !isConflict(error)) throw error
      await sleep(2 ** attempt + Math.random() * 10 * attempt)
    }
  }
}

async function once<T>(tenants: Tenants, actor: TenantActor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const after: Consequences = { touched: new Map(), jobs: [], audit: [] }
  const result = await inOneTransaction(
    tenants.database.pool,
    enter(actor),
    (db) => work(handle(db, actor, after)),
    (db) => consequences(db, tenants, actor, after),
  )
  const people = [...after.touched.values()].some(({ kind }) => aboutPeople.has(kind))
  const woken = { orgId: actor.orgId, feed: after.touched.size > 0, jobs: after.jobs.length > 0, people }
  if (woken.feed || woken.jobs) tenants.wake(woken)
  return result
}

/** Tenant and user, for this transaction alone. */
function enter({ orgId, userId }: TenantActor): Statement {
  return {
    sql: `select set_config('app.org_id', $1, true), set_config('app.user_id', $2, true)`,
    parameters: [orgId, userId ?? ''],
  }
}

function handle(db: Open, actor: TenantActor, after: Consequences): Tx {
  return {
    db,
    orgId: actor.orgId,
    actor,
    now: new Date().toISOString(),
    touched: (kind, id, version, ability) =>
      void after.touched.set(`${kind} ${id}`, { kind, id, version, ability: ability ?? null }),
    enqueue: (task, payload) => void after.jobs.push({ task, payload }),
    audit: (action, kind, objectId, details) => void after.audit.push({ action, kind, objectId, details }),
    nextNumber: async (series) => {
      const { rows } = await sql<{ next: number }>`select app.next_number(${series}) as next`.execute(db)
      const next = rows[0]?.next
      if (next === undefined) throw new Error(`no number for ${series}`)
      return next
    },
  }
}

function consequences(db: Open, tenants: Tenants, actor: TenantActor, after: Consequences): Statement[] {
  const { audit, jobs, touched } = after
  return [
    ...(audit.length > 0 ? [auditTrail(db, tenants, actor, audit)] : []),
    ...(jobs.length > 0 ? [newJobs(db, actor, jobs)] : []),
    ...(touched.size > 0 ? [published(db, [...touched.values()])] : []),
  ]
}

function auditTrail(db: Open, tenants: Tenants, actor: TenantActor, lines: Consequences['audit']): Statement {
  const rows = lines.map((line) => ({
    org_id: actor.orgId,
    id: newId(),
    member_id: actor.memberId,
    action: line.action,
    kind: line.kind,
    object_id: line.objectId,
    details: line.details === undefined ? null : JSON.stringify(line.details),
    request_id: tenants.requestId ?? null,
  }))
  return db.insertInto('app.audit').values(rows).compile()
}

function newJobs(db: Open, { orgId }: TenantActor, jobs: Consequences['jobs']): Statement {
  const names = jobs.map((job) => job.task)
  const payloads = jobs.map((job) => JSON.stringify({ ...job.payload, orgId }))
  return sql`select gate.enqueue(${names}::text[], ${payloads}::text[])`.compile(db)
}

/** In one order everywhere, and last: the counter row is held for this statement and the commit alone. */
function published(db: Open, rows: Feed[]): Statement {
  return sql`select app.publish(${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.id)}::uuid[],
    ${rows.map((row) => row.version)}::int[], ${rows.map((row) => row.ability)}::text[])`.compile(db)
}
