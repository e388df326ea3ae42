import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { instantOf } from './instants.ts'
import { PreparingClient } from './prepared.ts'
import type { DatabaseRole } from './roles.ts'
import type { Schema } from './schema.ts'

/** How to reach one database as each of our roles. */
export type DatabaseUrls = (role: DatabaseRole) => string

export type Database = {
  kysely: Kysely<Schema>
  pool: pg.Pool
  close: () => Promise<void>
}

const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, instantOf)
types.setTypeParser(pg.types.builtins.DATE, (text: string) => text)
/** Numbers, money and sequences stay below 2^53 (guarded by core's money). */
types.setTypeParser(pg.types.builtins.INT8, Number)

/** One login of an external server, changing into our roles. */
export function externalUrls(url: string): DatabaseUrls {
  return (role) => {
    const changed = new URL(url)
    const options = changed.searchParams.get('options')
    changed.searchParams.set('options', `${options ? `${options} ` : ''}-c role=${role}`)
    return changed.toString()
  }
}

/** A pool whose every wait is bounded: without `query_timeout` a connection to a dead server hangs for ever. */
export function openPool(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    // What is sent before an answer came is answered in its order (transaction.ts).
    pipeline: true,
    max: size,
    types,
    connectionTimeoutMillis: 5_000,
    query_timeout: 9_000,
    statement_timeout: 8_000,
    idle_in_transaction_session_timeout: 15_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  })
  // One that breaks fails what is asked of it and is replaced; without listeners, idle or in use, it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}

export function openDatabase(url: string, size = 12): Database {
  const pool = openPool(url, size)
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { kysely, pool, close: () => kysely.destroy() }
}

const retried = new Set(['40001', '40P01'])
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '25P03',
  '08000',
  '08003',
  '08006',
  '53300',
  // No room, no memory, a disk that fails: nothing about what was asked. Taken for it, a full disk held good commands.
  '53100',
  '53200',
  '58030',
])
/** It was reached and gave no answer in time: a row or table that somebody holds, or too much at once. */
const late = new Set(['57014', '55P03'])

function codeOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return undefined
}

/** A transaction that lost against another and is right when run again. */
export function isConflict(error: unknown): boolean {
  return retried.has(codeOf(error) ?? '')
}

/** Says nothing about what was asked: taken for that, good commands of a phone were held behind a lock. */
export function isLate(error: unknown): boolean {
  return late.has(codeOf(error) ?? '')
}

/** The database could not be asked: the caller gets 503 and tries again. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (isLate(error)) return true
  if (unreachable.has(codeOf(error) ?? '')) return true
  return /timeout exceeded when trying to connect|Query read timeout|Connection terminated|not currently accepting connections/.test(
    error.message,
  )
}

export function constraintOf(error: unknown): { code: string; constraint: string; table: string } | undefined {
  if (!(error instanceof pg.DatabaseError) || !error.code?.startsWith('23')) return undefined
  return { code: error.code, constraint: error.constraint ?? '', table: error.table ?? '' }
}
