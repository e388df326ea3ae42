import type { Client } from 'pg'

/** A table with rows of ours, the role that may read and fill it, and whether it is read organization by organization. */
export type TableName = { schema: string; name: string; role: string; byOrganization: boolean }

const schemas: Record<string, string> = {
  app: 'roundtrip_owner',
  auth: 'roundtrip_owner',
  directory: 'roundtrip_owner',
  graphile_worker: 'roundtrip_worker',
}
/** Which of its own migrations the queue has run: made again where it is restored. */
const notOurs = new Set(['graphile_worker.migrations'])

export async function tablesOf(client: Client): Promise<TableName[]> {
  const { rows } = await client.query<{ schema: string; name: string; forced: boolean }>(
    `select n.nspname as schema, c.relname as name, c.relforcerowsecurity as forced
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any ($1) order by 1, 2`,
    [Object.keys(schemas)],
  )
  return rows
    .filter(({ schema, name }) => !notOurs.has(`${schema}.${name}`))
    .map(({ schema, name, forced }) => ({ schema, name, role: schemas[schema] ?? '', byOrganization: forced }))
}

export type Column = { name: string; type: string; counted: boolean }

/** Columns that hold something: what is computed from others is computed again. */
export async function columnsOf(client: Client, { schema, name }: TableName): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false) as counted
     from pg_attribute a
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = to_regclass(format('%I.%I', $1::text, $2::text)) and a.attnum > 0
       and not a.attisdropped and a.attgenerated = ''
     order by a.attnum`,
    [schema, name],
  )
  return rows
}

/** Needs a transaction: the role is changed inside it. */
export async function organizations(client: Client): Promise<string[]> {
  await client.query('set local role roundtrip_worker')
  const { rows } = await client.query<{ org_id: string }>('select org_id from gate.organizations() order by org_id')
  await client.query('reset role')
  return rows.map((row) => row.org_id)
}

/** Rows of every table, past every policy: only the superuser of our own PostgreSQL sees them all. */
export async function countRows(client: Client): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { schema, name } of await tablesOf(client)) {
    const { rows } = await client.query<{ count: string }>(`select count(*)::text as count from "${schema}"."${name}"`)
    counts[`${schema}.${name}`] = Number(rows[0]?.count)
  }
  return counts
}

export async function feedPositions(client: Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ org_id: string; last: string }>(
    'select org_id, last::text from app.feed_counter',
  )
  return Object.fromEntries(rows.map((row) => [row.org_id, Number(row.last)]))
}

export async function migrationsApplied(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration.applied order by name')
  return rows.map((row) => row.name)
}
