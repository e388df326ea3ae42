import pg from 'pg'

/** The roles of the schema and what each may do; the rules of tenants rests on them. */
export const databaseRoles = [
  /** Runs migrations and owns every table. */
  'roundtrip_owner',
  /** Every request: cannot bypass row level security, owns nothing. */
  'roundtrip_app',
  /** Sign-in: schema auth alone. */
  'roundtrip_auth',
  /** Own only their definer functions in schema gate. */
  'roundtrip_search',
  'roundtrip_directory',
  /** Owns the job queue. */
  'roundtrip_worker',
] as const
export type DatabaseRole = (typeof databaseRoles)[number]

/** To these the owner hands definer functions and the queue. */
const handedTo: readonly DatabaseRole[] = ['roundtrip_search', 'roundtrip_directory', 'roundtrip_worker']
const extensions = ['pg_trgm', 'btree_gin']

/** Who asks, quoted for a statement; and for a sentence. */
type Here = { login: string; database: string; major: number }

/**
 * Makes the roles where missing and lets them into the database. Run as a login that may create roles and owns the
 * database, or as a superuser; asks for no more than what is not there yet, and says in a sentence which right it lacks.
 */
export async function ensureRoles(client: pg.Client): Promise<void> {
  const here = await whereWeAre(client)
  await makeRoles(client, here)
  await joinRoles(client, here)
  await letIn(client, here)
  for (const extension of extensions) await makeExtension(client, here, extension)
}

async function whereWeAre(client: pg.Client): Promise<Here> {
  const { rows } = await client.query<Here>(
    `select quote_ident(current_user) as login, quote_ident(current_database()) as database,
       current_setting('server_version_num')::int / 10000 as major`,
  )
  const [here] = rows
  if (here === undefined) throw new Error('a connection is somebody’s, to some database')
  return here
}

async function makeRoles(client: pg.Client, { login }: Here): Promise<void> {
  for (const role of databaseRoles) {
    if (await isSo(client, `exists (select from pg_roles where rolname = '${role}')`)) continue
    await allowed(
      client,
      `create role ${role} login nosuperuser nobypassrls nocreaterole nocreatedb`,
      `may not create roles, and Roundtrip keeps organizations apart with roles of its own. An administrator of the database runs: alter role ${login} createrole;`,
      login,
    )
  }
}

/** The owner hands functions over; whoever connects from outside changes into each role. */
async function joinRoles(client: pg.Client, here: Here): Promise<void> {
  const { login } = here
  for (const role of handedTo) await join(client, here, role, `'roundtrip_owner'`, 'roundtrip_owner')
  for (const role of databaseRoles) await join(client, here, role, 'current_user', login)
}

async function join(client: pg.Client, { major, login }: Here, role: DatabaseRole, who: string, name: string) {
  // Before 16 a member could do all of it; since then who made a role is a member who may do nothing but let others in.
  const ways = major >= 16 ? ['SET', 'USAGE'] : ['MEMBER']
  if (await isSo(client, ways.map((way) => `pg_has_role(${who}, '${role}', '${way}')`).join(' and '))) return
  await allowed(
    client,
    `grant ${role} to ${name}`,
    `may not change into the role ${role}, which another login made. An administrator of the database runs: grant ${databaseRoles.join(', ')} to ${login} with admin option;`,
    login,
  )
}

async function letIn(client: pg.Client, { login, database }: Here): Promise<void> {
  const rights = [
    {
      role: 'roundtrip_owner',
      on: `database ${database}`,
      has: `has_database_privilege('roundtrip_owner', current_database(), 'CREATE')`,
    },
    {
      role: 'roundtrip_worker',
      on: `database ${database}`,
      has: `has_database_privilege('roundtrip_worker', current_database(), 'CREATE')`,
    },
    {
      role: 'roundtrip_owner',
      on: 'schema public',
      has: `has_schema_privilege('roundtrip_owner', 'public', 'CREATE')`,
    },
  ]
  const lacks = `may not let Roundtrip’s roles into the database ${database}, as it does not own it. An administrator of the database runs: alter database ${database} owner to ${login};`
  if (await isSo(client, `has_schema_privilege('public', 'public', 'CREATE')`))
    await allowed(client, 'revoke create on schema public from public', lacks, login)
  for (const { role, on, has } of rights) {
    if (await isSo(client, has)) continue
    await allowed(client, `grant create on ${on} to ${role}`, lacks, login)
    // Who may not grant anything of what was asked is only warned.
    if (!(await isSo(client, has))) throw new Error(sentenceOf(login, lacks))
  }
}

async function makeExtension(client: pg.Client, { login, database }: Here, name: string): Promise<void> {
  if (await isSo(client, `exists (select from pg_extension where extname = '${name}')`)) return
  if (!(await isSo(client, `exists (select from pg_available_extensions where name = '${name}')`))) {
    throw new Error(
      `This PostgreSQL lacks the extension ${name}. It comes with PostgreSQL, in a package often called postgresql-contrib: install that beside the database.`,
    )
  }
  await allowed(
    client,
    `create extension if not exists ${name} schema public`,
    `may not create the extension ${name}. An administrator of the database runs, in ${database}: create extension ${name} schema public;`,
    login,
  )
}

async function isSo(client: pg.Client, what: string): Promise<boolean> {
  const { rows } = await client.query<{ so: boolean }>(`select ${what} as so`)
  return rows[0]?.so === true
}

const insufficientPrivilege = '42501'

async function allowed(client: pg.Client, statement: string, lacks: string, login: string): Promise<void> {
  try {
    await client.query(statement)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== insufficientPrivilege) throw error
    throw new Error(sentenceOf(login, lacks), { cause: error })
  }
}

const sentenceOf = (login: string, lacks: string) => `The login ${login} of DATABASE_URL ${lacks}`
