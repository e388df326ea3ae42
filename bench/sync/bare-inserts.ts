import pg from 'pg'

/** Rows one transaction left in one table, as JSON. */
type Written = { org: string; batch: string; table: string; rows: string }
/** What each batch of each organization wrote: statements to run one after the other. */
type Lanes = Map<string, Map<string, { table: string; rows: string }[]>>

/**
 * Seconds it takes to insert what batches of commands left on record, and nothing else: the same rows of every table they
 * wrote to, with the same keys and indexes, a transaction a batch and a connection an organization.
 */
export async function bareInserts(url: string, organizations: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const columns = await columnsOf(client)
    const written = await writtenBy(client, [...columns.keys()], organizations)
    await client.query('drop schema if exists bare cascade; create schema bare')
    for (const table of new Set(written.map((one) => one.table)))
      await client.query(`create table bare.${table} (like app.${table} including all)`)
    const begun = performance.now()
    await Promise.all([...lanesOf(written).values()].map((lane) => insertAll(url, lane, columns)))
    return (performance.now() - begun) / 1000
  } finally {
    await client.end()
  }
}

/** Of every table that belongs to organizations; what the database works out by itself is left to it. */
async function columnsOf(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select c.table_name as name, string_agg(quote_ident(c.column_name), ', ') as columns
     from information_schema.columns c join pg_tables t on t.schemaname = 'app' and t.tablename = c.table_name
     where c.table_schema = 'app' and c.is_generated = 'NEVER'
       and exists (select from information_schema.columns o
                   where o.table_schema = 'app' and o.table_name = c.table_name and o.column_name = 'org_id')
     group by c.table_name`,
  )
  return new Map(rows.map(({ name, columns }) => [name, columns]))
}

/** A batch is a transaction, and what it wrote carries its number: those that left lines in the ledger. */
async function writtenBy(client: pg.Client, tables: readonly string[], orgs: readonly string[]): Promise<Written[]> {
  const written: Written[] = []
  for (const table of tables) {
    const { rows } = await client.query<Omit<Written, 'table'>>(
      `select t.org_id::text as org, t.xmin::text as batch, json_agg(t)::text as rows from app.${table} t
       where t.org_id = any ($1) and t.xmin::text in (select l.xmin::text from app.ledger l where l.org_id = any ($1))
       group by t.org_id, t.xmin::text`,
      [orgs],
    )
    written.push(...rows.map((row) => ({ ...row, table })))
  }
  return written
}

function lanesOf(written: readonly Written[]): Lanes {
  const lanes: Lanes = new Map()
  for (const { org, batch, table, rows } of written) {
    const lane = lanes.get(org) ?? new Map<string, { table: string; rows: string }[]>()
    lanes.set(org, lane.set(batch, [...(lane.get(batch) ?? []), { table, rows }]))
  }
  return lanes
}

async function insertAll(
  url: string,
  lane: ReadonlyMap<string, readonly { table: string; rows: string }[]>,
  columns: ReadonlyMap<string, string>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const batch of lane.values()) {
      await client.query('begin')
      for (const { table, rows } of batch) {
        const into = `bare.${table}`
        const named = columns.get(table) ?? ''
        await client.query(
          `insert into ${into} (${named}) select ${named} from json_populate_recordset(null::${into}, $1::json)`,
          [rows],
        )
      }
      await client.query('commit')
    }
  } finally {
    await client.end()
  }
}
