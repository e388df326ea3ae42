import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { HttpProblem } from '../problem.ts'

export const windowLength = '15 minutes'

type Key = { key: string; most: number }

/**
 * Failures count per account and address (a stranger elsewhere locks nobody out), per address (one machine
 * cannot try many accounts) and, far higher, per account (many machines against one).
 */
export function failureKeys(email: string, address: string): [Key, Key, Key] {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
  return [
    { key: `both:${hash(`${email}\n${address}`)}`, most: 8 },
    { key: `address:${hash(address)}`, most: 60 },
    { key: `account:${hash(email)}`, most: 500 },
  ]
}

/** Throws 429 when one of the keys has failed too often within the window. */
export async function throttle(gate: Kysely<Record<string, never>>, keys: readonly Key[]): Promise<void> {
  for (const { key, most } of keys) {
    const { rows } = await sql<{ failures: number }>`
      select gate.sign_in_failures(${[key]}::text[], ${windowLength}::interval) as failures`.execute(gate)
    if ((rows[0]?.failures ?? 0) >= most) {
      throw new HttpProblem(429, 'too_many_attempts', 'Too many attempts. Wait a quarter of an hour and try again.', {
        headers: { 'Retry-After': '900' },
      })
    }
  }
}
