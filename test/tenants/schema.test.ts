import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { testDatabase } from '#test/support/database.ts'

const database = await testDatabase()

/**
 * Roles that own definer functions of schema gate, with the tables each has a policy of its own on.
 * Forced policies hide every row from an owner's definer function, so these see past the tenant, nothing else does.
 */
const definers: Record<string, string[]> = {
  roundtrip_directory: ['device', 'member', 'organization', 'technician'],
  roundtrip_search: ['search_document'],
}

/** Whatever breaks a rule of tenants, by the catalogue of the database itself. */
const broken = `
with tab as (
  select c.oid, c.relname, c.relrowsecurity enabled, c.relforcerowsecurity forced, c.relowner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and c.relkind in ('r', 'p')
), ten as (
  select t.oid, a.attnum, a.attnotnull, a.atttypid::regtype::text as type
  from tab t left join pg_attribute a on a.attrelid = t.oid and a.attname = 'org_id' and not a.attisdropped
), con as (
  select t.relname, x.*, te.attnum as org from tab t join pg_constraint x on x.conrelid = t.oid join ten te on te.oid = t.oid
)
select 'no org_id uuid not null' as rule, relname as at from tab join ten using (oid)
  where attnum is null or not attnotnull or type <> 'uuid'
union all select 'primary key missing or not led by org_id', t.relname from tab t join ten te using (oid)
  where not exists (select from pg_constraint x where x.conrelid = t.oid and contype = 'p' and x.conkey[1] = te.attnum)
union all select 'unique not led by org_id', relname || '.' || conname from con where contype = 'u' and conkey[1] <> org
union all select 'index not led by org_id', t.relname || '.' || i.indexrelid::regclass
  from tab t join ten te using (oid) join pg_index i on i.indrelid = t.oid where i.indkey[0] <> te.attnum
union all select 'foreign key does not pair org_id', relname || '.' || conname from con where contype = 'f'
  and not exists (select from generate_subscripts(conkey, 1) s where conkey[s] = org
    and (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[s]) = 'org_id')
union all select 'foreign key without a leading index', relname || '.' || conname from con where contype = 'f'
  and not exists (select from pg_index i where i.indrelid = conrelid
    and (i.indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)
union all select 'foreign key out of the tenants', relname || '.' || conname from con where contype = 'f'
  and not exists (select from tab where tab.oid = con.confrelid)
union all select 'row level security not enabled and forced', relname from tab where not (enabled and forced)
union all select 'no policy that checks writes', relname from tab t
  where not exists (select from pg_policy p where p.polrelid = t.oid and p.polwithcheck is not null and p.polpermissive)
union all select 'policy of everybody without app.org_id', t.relname || '.' || polname
  from tab t join pg_policy p on p.polrelid = t.oid
  where 0 = any (p.polroles) and pg_get_expr(polqual, polrelid) !~ 'app\\.org_id'
union all select 'policy of a role', t.relname || '.' || r.rolname
  from tab t join pg_policy p on p.polrelid = t.oid cross join unnest(p.polroles) as role join pg_roles r on r.oid = role
  where not (t.relname = any (coalesce((select array_agg(name) from jsonb_array_elements_text($1::jsonb -> r.rolname) as name), '{}')))
union all select 'sequence', relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and relkind = 'S'
union all select 'view without security_invoker', c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and relkind = 'v' and not coalesce(reloptions::text ~ 'security_invoker=(true|on|1)', false)
union all select 'materialized view', c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and relkind = 'm'
union all select 'definer function in app', p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'app' and prosecdef
union all select 'definer function without a search path', p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'gate' and prosecdef and not coalesce(p.proconfig::text ~ 'search_path=pg_catalog, pg_temp', false)
union all select 'gate function of a role that may do more', p.proname || ' ' || r.rolname
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
  where n.nspname = 'gate' and r.rolname not in ('roundtrip_directory', 'roundtrip_search', 'roundtrip_worker')
union all select 'gate function for everybody', p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'gate' and (p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0))
union all select 'table not of the owner role', relname from tab where relowner <> 'roundtrip_owner'::regrole
union all select 'role may bypass', rolname::text from pg_roles
  where rolname like 'roundtrip\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
union all select 'app is a member of a role', r.rolname::text from pg_auth_members m join pg_roles r on r.oid = m.roleid
  where m.member = 'roundtrip_app'::regrole
union all select 'app may ' || g.privilege_type, t.relname from tab t
  join information_schema.role_table_grants g on g.table_schema = 'app' and g.table_name = t.relname
  and g.grantee in ('roundtrip_app', 'PUBLIC') and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')
union all select 'app reads ' || n.nspname, c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('auth', 'directory', 'migration') and c.relkind = 'r' and has_table_privilege('roundtrip_app', c.oid, 'select')
order by 1, 2`

async function list(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ rule: string; at: string }>(broken, [JSON.stringify(definers)])
  return rows.map((row) => `${row.rule}: ${row.at}`)
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

test('no table, key, index, policy or function lets one organization reach another', async () => {
  await asSuperuser(async (client) => {
    assert.deepEqual(await list(client), [])
    const tables = await client.query(`select from pg_tables where schemaname = 'app'`)
    assert.ok((tables.rowCount ?? 0) > 30)
  })
})

test('the check finds each way of breaking it', async () => {
  const breakages: [string, string][] = [
    ['alter table app.customer no force row level security', 'row level security not enabled and forced: customer'],
    ['create index loose on app.customer (name)', 'index not led by org_id: customer.app.loose'],
    ['create table app.loose (id uuid primary key)', 'no org_id uuid not null: loose'],
    ['create policy loose on app.site using (true)', 'policy of everybody without app.org_id: site.loose'],
    ['create policy loose on app.site to roundtrip_search using (true)', 'policy of a role: site.roundtrip_search'],
    [
      `create function app.loose() returns int language sql security definer as 'select 1'`,
      'definer function in app: loose',
    ],
    ['grant truncate on app.site to roundtrip_app', 'app may TRUNCATE: site'],
    ['grant select on auth.session to roundtrip_app', 'app reads auth: session'],
    ['create sequence app.loose', 'sequence: loose'],
    [`create view app.loose as select * from app.site`, 'view without security_invoker: loose'],
  ]
  await asSuperuser(async (client) => {
    for (const [breakage, found] of breakages) {
      await client.query('begin')
      await client.query(breakage)
      assert.ok((await list(client)).includes(found), breakage)
      await client.query('rollback')
    }
  })
})

test('without an organization in the transaction the app sees and writes nothing', async () => {
  const client = new pg.Client({ connectionString: database.url('roundtrip_app') })
  await client.connect()
  try {
    const { rows } = await client.query<{ table: string }>(
      `select tablename as table from pg_tables where schemaname = 'app'`,
    )
    for (const { table } of rows) assert.equal((await client.query(`select from app.${table}`)).rowCount, 0, table)
    await assert.rejects(
      client.query(
        `insert into app.organization (org_id, name, zone, currency) values (gen_random_uuid(), 'A', 'UTC', 'EUR')`,
      ),
      /row-level security/,
    )
    await assert.rejects(client.query('set role roundtrip_owner'), /permission denied/)
  } finally {
    await client.end()
  }
})
