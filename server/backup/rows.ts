import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Client } from 'pg'
import { syncFolder } from '../platform/durable.ts'
import { makeFolder, type Piece } from './copying.ts'
import { sha256 } from './manifest.ts'
import { columnsOf, organizations, type TableName, tablesOf } from './tables.ts'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** Each column as PostgreSQL writes it for reading again. */
type Row = (string | null)[]
type Dumped = { table: TableName; columns: string[]; rows: number }

const atOnce = 2_000

export type RowsCopy = { pieces: Piece[]; counts: Record<string, number>; feeds: Record<string, number> }

/**
 * Every table in one snapshot, a file each, through the rules that keep organizations apart: one organization after
 * the other, with the rights the server has itself. So it needs no more than a DATABASE_URL gives.
 */
export async function copyRows(client: Client, folder: string): Promise<RowsCopy> {
  const copy: RowsCopy = { pieces: [], counts: {}, feeds: {} }
  await makeFolder(join(folder, 'tables'))
  await client.query('begin isolation level repeatable read read only')
  try {
    await exactText(client)
    const orgs = await organizations(client)
    for (const table of await tablesOf(client)) {
      const { piece, rows } = await dump(client, folder, table, orgs)
      copy.pieces.push(piece)
      copy.counts[nameOf(table)] = rows
    }
    copy.feeds = await feedsOf(client, orgs)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  await syncFolder(join(folder, 'tables'))
  return copy
}

async function dump(
  client: Client,
  folder: string,
  table: TableName,
  orgs: readonly string[],
): Promise<{ piece: Piece; rows: number }> {
  const columns = (await columnsOf(client, table)).map((column) => column.name)
  const path = `tables/${nameOf(table)}.gz`
  const file = await open(join(folder, path), 'w', 0o600)
  let packed = Buffer.alloc(0)
  let rows = 0
  const parts: Buffer[] = []
  try {
    const head: Omit<Dumped, 'rows'> = { table, columns }
    parts.push(await pack(`${JSON.stringify(head)}\n`))
    await client.query(`set local role ${table.role}`)
    for (const org of table.byOrganization ? orgs : [null]) {
      if (org !== null) await client.query(`select set_config('app.org_id', $1, true)`, [org])
      const list = columns.map((name) => `"${name}"::text`).join(', ')
      // The owner is in roles that may look past an organization, and so would it.
      const own = org === null ? '' : `where org_id = current_setting('app.org_id')::uuid`
      const rowsOf = `select array[${list}]::text[] as row from ${quoted(table)} ${own}`
      await client.query(`declare dump no scroll cursor for ${rowsOf}`)
      for (;;) {
        const some = await client.query<{ row: Row }>(`fetch ${atOnce} from dump`)
        if (some.rows.length === 0) break
        rows += some.rows.length
        parts.push(await pack(some.rows.map((one) => `${JSON.stringify(one.row)}\n`).join('')))
      }
      await client.query('close dump')
    }
    await client.query('reset role')
    // Packed parts one after the other are one packed file.
    packed = Buffer.concat(parts)
    await file.writeFile(packed)
    await file.sync()
  } finally {
    await file.close()
  }
  return { piece: { path, size: packed.byteLength, sha256: sha256(packed) }, rows }
}

/**
 * Fills the tables of an empty, migrated database, all or nothing. What migrations put there themselves goes first.
 * Keys between tables are looked at when everything is in: they point in circles.
 */
export async function loadRows(client: Client, folder: string, paths: readonly string[]): Promise<void> {
  await client.query('begin')
  try {
    await exactText(client)
    const tables = await tablesOf(client)
    const keys = await foreignKeys(client)
    await client.query('set local role roundtrip_owner')
    for (const { table, name } of keys)
      await client.query(`alter table ${table} alter constraint ${name} deferrable initially deferred`)
    await client.query('reset role')
    for (const path of paths) await load(client, join(folder, path), tables)
    await client.query('set constraints all immediate')
    await client.query('set local role roundtrip_owner')
    for (const { table, name } of keys)
      await client.query(`alter table ${table} alter constraint ${name} not deferrable`)
    await client.query('reset role')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function load(client: Client, path: string, tables: readonly TableName[]): Promise<void> {
  const lines = (await unpack(await readFile(path))).toString().split('\n')
  const head = JSON.parse(lines[0] ?? '') as Omit<Dumped, 'rows'>
  const table = tables.find((one) => nameOf(one) === nameOf(head.table))
  if (table === undefined) throw new Error(`the database has no table ${nameOf(head.table)}`)
  const columns = (await columnsOf(client, table)).filter((column) => head.columns.includes(column.name))
  if (columns.length !== head.columns.length) throw new Error(`${nameOf(table)} has other columns`)
  await client.query(`set local role ${table.role}`)
  const rows = lines.slice(1, -1).map((line) => JSON.parse(line) as Row)
  const orgAt = head.columns.indexOf('org_id')
  for (const [org, own] of table.byOrganization
    ? Map.groupBy(rows, (row) => row[orgAt] ?? '')
    : [['', rows] as const]) {
    if (table.byOrganization) await client.query(`select set_config('app.org_id', $1, true)`, [org])
    for (let at = 0; at < own.length; at += atOnce) {
      const some = own.slice(at, at + atOnce)
      const places = columns.map((column) => head.columns.indexOf(column.name))
      const into = columns.map((column) => `"${column.name}"`).join(', ')
      const values = columns.map((column, n) => `c${n}::${column.type}`).join(', ')
      const arrays = columns.map((_, n) => `$${n + 1}::text[]`).join(', ')
      const names = columns.map((_, n) => `c${n}`).join(', ')
      await client.query(
        `insert into ${quoted(table)} (${into}) overriding system value
         select ${values} from unnest(${arrays}) as given (${names})`,
        places.map((place) => some.map((row) => row[place] ?? null)),
      )
    }
  }
  for (const column of columns.filter((one) => one.counted)) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), greatest(max("${column.name}"), 1)) from ${quoted(table)}`,
      [quoted(table), column.name],
    )
  }
  await client.query('reset role')
}

async function exactText(client: Client): Promise<void> {
  await client.query(`set local timezone = 'UTC'`)
  await client.query(`set local datestyle = 'ISO, YMD'`)
  await client.query(`set local intervalstyle = 'postgres'`)
  await client.query(`set local extra_float_digits = 3`)
}

async function foreignKeys(client: Client): Promise<{ table: string; name: string }[]> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name from pg_constraint
     where contype = 'f' and connamespace in (select oid from pg_namespace where nspname in ('app', 'auth', 'directory'))`,
  )
  return rows
}

async function feedsOf(client: Client, orgs: readonly string[]): Promise<Record<string, number>> {
  const feeds: Record<string, number> = {}
  await client.query('set local role roundtrip_owner')
  for (const org of orgs) {
    await client.query(`select set_config('app.org_id', $1, true)`, [org])
    const { rows } = await client.query<{ last: string }>('select last::text from app.feed_counter where org_id = $1', [
      org,
    ])
    feeds[org] = Number(rows[0]?.last ?? 0)
  }
  await client.query('reset role')
  return feeds
}

const nameOf = (table: { schema: string; name: string }) => `${table.schema}.${table.name}`
const quoted = (table: { schema: string; name: string }) => `"${table.schema}"."${table.name}"`
