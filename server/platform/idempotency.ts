import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { HttpProblem } from './problem.ts'
import type { Tx } from './tenant.ts'

export type Remembered = { status: number; reply: string }

/** The key of a request whose repetition must not act twice. Throws 400 when it is missing. */
export function idempotencyKeyOf(header: string | null): string {
  if (header === null || !/^[\x21-\x7e]{8,200}$/.test(header)) {
    throw new HttpProblem(400, 'idempotency_key_needed', 'Send an Idempotency-Key of 8 to 200 plain characters.')
  }
  return header
}

export function bodyHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What the key's first request was answered, or null: then this one is the first and holds the key until it ends. */
export async function recall(tx: Tx, key: string, route: string, hash: string): Promise<Remembered | null> {
  const { rows } = await sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${tx.orgId} ${tx.actor.memberId} ${key}`}, 0)) as got`.execute(
    tx.db,
  )
  if (!rows[0]?.got)
    throw new HttpProblem(409, 'in_flight', 'The same request is being worked on. Ask again in a moment.')
  const known = await tx.db
    .selectFrom('app.idempotency_key')
    .select(['route', 'body_hash', 'status', 'reply'])
    .where('org_id', '=', tx.orgId)
    .where('member_id', '=', tx.actor.memberId ?? '')
    .where('key', '=', key)
    .executeTakeFirst()
  if (!known) return null
  if (known.route !== route || known.body_hash !== hash) {
    throw new HttpProblem(422, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.')
  }
  return { status: known.status, reply: known.reply }
}

/** In the same transaction as the effect. */
export async function remember(tx: Tx, key: string, route: string, hash: string, what: Remembered): Promise<void> {
  await tx.db
    .insertInto('app.idempotency_key')
    .values({ org_id: tx.orgId, member_id: tx.actor.memberId ?? '', key, route, body_hash: hash, ...what })
    .execute()
}
