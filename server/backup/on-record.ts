import type { Client } from 'pg'
import { organizations } from './tables.ts'

/**
 * Bytes the record names: where they lie, how many they are, and how it stands with them. `lost`: they were stored once,
 * or their phone cannot hand them in any more. `awaited`: they are still to come.
 */
export type OnRecord = { path: string; size: number; state: 'stored' | 'lost' | 'awaited' }

export const pathOf = (org: string, sha256: string) => `${org}/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`

/** Of every organization, by the rules that keep them apart. Bytes that were refused for what they are belong to nothing. */
export async function filesOnRecord(client: Client): Promise<OnRecord[]> {
  await client.query('begin isolation level repeatable read read only')
  try {
    const found: OnRecord[] = []
    for (const org of await organizations(client)) {
      await client.query('set local role roundtrip_owner')
      await client.query(`select set_config('app.org_id', $1, true)`, [org])
      const { rows } = await client.query<{ sha256: string; size: string; state: OnRecord['state'] }>(
        `select sha256, size::text,
           case when state = 'stored' then 'stored' when state = 'refused' or version > 1 then 'lost' else 'awaited' end as state
         from app.file where org_id = $1 and (state <> 'refused' or code = 'damaged_on_phone') order by 1`,
        [org],
      )
      found.push(...rows.map(({ sha256, size, state }) => ({ path: pathOf(org, sha256), size: Number(size), state })))
      await client.query('reset role')
    }
    await client.query('commit')
    return found
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
