import type { Client } from 'pg'

/**
 * Phones see that the feed is another one and offer again what was acknowledged in the last 30 days (S19).
 * By the rules of the app's role, so that it needs no right over the database.
 */
export async function newEpochs(client: Client, orgs: readonly string[]): Promise<number> {
  let changed = 0
  for (const org of orgs) {
    await client.query(`select set_config('app.org_id', $1, false)`, [org])
    const { rowCount } = await client.query('update app.feed_counter set epoch = gen_random_uuid() where org_id = $1', [
      org,
    ])
    changed += rowCount ?? 0
  }
  await client.query(`select set_config('app.org_id', '', false)`)
  return changed
}
