import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { SignOffRow } from '#core/work-orders/sign-off-api.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** Sign-offs of summaries whose hash begins like this; the hash holds hexadecimal digits alone. */
export async function signOffsByHash(tx: Tx, hash: string): Promise<SignOffRow[]> {
  const { rows } = await sql<SignOffRow>`
    select made.id as fact, made.work_order_id as "workOrder", coalesce(nullif(work.number_text, ''), work.provisional) as number,
      work.title, visit.number as "visitNumber", made.kind, made.name, made.signed_at as "signedAt", work.zone,
      made.summary_hash as "summaryHash"
    from app.sign_off made
    join app.work_order work on work.org_id = made.org_id and work.id = made.work_order_id
    join app.visit visit on visit.org_id = made.org_id and visit.id = made.visit_id
    where made.org_id = ${tx.orgId} and made.summary_hash like ${`${hash}%`}
    order by made.signed_at desc, made.id limit 20`.execute(tx.db)
  return rows
}

export type KeptSignOff = {
  workOrder: Id
  event: string
  bytes: string
  hash: string
  /** It was held, and a person said which visit it belongs to. */
  wasPlaced: boolean
}

/**
 * The entry of a sign-off and the command it came from, each as it is kept; also of one that was taken back. What was held
 * and put on another work order is found where it stands.
 */
export async function keptSignOff(tx: Tx, fact: Id): Promise<KeptSignOff | undefined> {
  const { rows } = await sql<KeptSignOff>`
    select entry.stream_id as "workOrder", entry.event, ledger.body as bytes, ledger.body_hash as hash,
      ledger.outcome = 'held' as "wasPlaced"
    from app.ledger ledger
    left join app.sign_off made on made.org_id = ledger.org_id and made.id = ledger.command_id
    join app.entry entry on entry.org_id = ledger.org_id and entry.stream_kind = 'work_order'
      and entry.stream_id = coalesce(made.work_order_id, ledger.stream_id)
      and entry.command_id = ledger.command_id and entry.position = 0
    where ledger.org_id = ${tx.orgId} and ledger.command_id = ${fact} and ledger.stream_kind = 'work_order'`.execute(
    tx.db,
  )
  return rows[0]
}
