import { sql } from 'kysely'
import type { Id } from '#core/kit/ids.ts'
import type { Settlement } from '#core/sync/api.ts'
import type { Tx } from '#server/platform/tenant.ts'

/** What a person made of a held command, as it is kept with it: these words are written here and read here. */
export const settlements = {
  applied: (entry: Id, workOrder: Id) => `applied as ${entry} on ${workOrder}`,
  putAside: (reason: string) => `put aside: ${reason}`,
  /** Under its own id, where it was captured. */
  takenIn: 'taken in',
}

/** Which of the commands that wait as far as a phone knows are settled, and how (S4). */
export async function readSettlements(tx: Tx, device: Id, commands: readonly Id[]): Promise<Settlement[]> {
  if (commands.length === 0) return []
  const { rows } = await sql<Settlement>`
    select held.command_id as id, held.body_hash as sha256,
      case when held.settlement like 'put aside: %' then 'put_aside' else 'applied' end as "as",
      substring(held.settlement from '^put aside: (.*)$') as reason,
      coalesce(nullif(work.number_text, ''), nullif(work.provisional, '')) as number
    from app.held_command held
    left join app.work_order work on work.org_id = held.org_id
      and work.id = substring(held.settlement from '^applied as .* on ([0-9a-f-]{36})$')::uuid
    where held.org_id = ${tx.orgId} and held.device_id = ${device} and held.settled_at is not null
      and held.command_id = any (${[...commands]}::uuid[])`.execute(tx.db)
  return rows
}
