import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../tenant.ts'

/** 256 bits of chance: nothing to guess, so the hash need not be slow. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** A key for a phone of this organization; it is in the answer of the sign-in and nowhere else. */
export async function makeDeviceKey(tx: Tx, device: string): Promise<string> {
  const key = randomBytes(32).toString('base64url')
  await sql`select gate.add_device_key(${device}::uuid, ${hashOfKey(key)})`.execute(tx.db)
  return key
}
