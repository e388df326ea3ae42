import type pg from 'pg'

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

/** Makes the roles where missing and hands the database to the owner. Run as a role that may create roles. */
export async function ensureRoles(client: pg.Client): Promise<void> {
  for (const role of databaseRoles) {
    await client.query(
      `do $$ begin
         if not exists (select from pg_roles where rolname = '${role}') then
           create role ${role} login nosuperuser nobypassrls nocreaterole nocreatedb;
         end if;
       end $$`,
    )
  }
  // The owner hands definer functions over; whoever connects from outside changes into each role.
  await client.query(`grant roundtrip_search, roundtrip_directory, roundtrip_worker to roundtrip_owner`)
  await client.query(`grant ${databaseRoles.join(', ')} to current_user`)
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name')
  const name = rows[0]?.name
  await client.query(`alter database ${name} owner to roundtrip_owner`)
  await client.query(`revoke create on schema public from public`)
  await client.query(`grant usage, create on schema public to roundtrip_owner`)
  await client.query(`grant create on database ${name} to roundtrip_worker`)
  await client.query('create extension if not exists pg_trgm schema public')
  await client.query('create extension if not exists btree_gin schema public')
}
