import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Services } from '../services.ts'

/** A new one-time token for the first owner; earlier ones end. Only its hash is stored. */
export async function makeSetupLink(services: Services): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const hash = createHash('sha256').update(token).digest('hex')
  await sql`select gate.make_setup_link(${hash}, '1 day'::interval)`.execute(services.database.kysely)
  return token
}
