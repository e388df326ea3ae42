-- Schemas, sign-in, the directory outside tenants, and what every slice writes through: feed, audit, jobs.
-- Roles exist already (server/platform/roles.ts). Tables of schema app: org_id first in every key, see migration.protect.

create schema app;
create schema gate;
create schema directory;
create schema auth;

grant usage on schema app, gate to roundtrip_app;
grant usage on schema gate to roundtrip_auth, roundtrip_worker;
grant usage on schema auth to roundtrip_auth, roundtrip_directory;
grant usage on schema directory, app to roundtrip_directory;
grant usage on schema app to roundtrip_search;

-- Enables and forces row level security with the one policy, and grants what the app needs.
create function migration.protect(variadic tables text[]) returns void language plpgsql as $$
declare name text;
begin
  foreach name in array tables loop
    execute format('alter table app.%I enable row level security', name);
    execute format('alter table app.%I force row level security', name);
    execute format(
      'create policy tenant on app.%I using (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid)) '
      'with check (org_id = (select nullif(current_setting(''app.org_id'', true), '''')::uuid))', name);
    execute format('grant select, insert, update, delete on app.%I to roundtrip_app', name);
  end loop;
end $$;

-- Hands a definer function to the role that owns it and to those who may call it.
create function migration.give(made regprocedure, owner regrole, callers text) returns void language plpgsql as $$
begin
  execute format('revoke all on function %s from public', made);
  execute format('grant execute on function %s to %s', made, callers);
  execute format('grant create on schema gate to %s', owner);
  execute format('alter function %s owner to %s', made, owner);
  execute format('revoke create on schema gate from %s', owner);
end $$;

-- ---------------------------------------------------------------- sign-in (better-auth)

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null default false,
  image text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create table auth.session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth."user" on delete cascade
);
create index on auth.session ("userId");
create table auth.account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth."user" on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth.account ("userId");
create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now()
);
create index on auth.verification (identifier);
grant select, insert, update, delete on all tables in schema auth to roundtrip_auth;
grant select on auth.session to roundtrip_directory;

-- ---------------------------------------------------------------- organization, members, devices

create table app.organization (
  org_id uuid primary key,
  name text not null,
  zone text not null,
  currency text not null,
  currency_exponent smallint not null default 2,
  locale text not null default 'en-GB',
  paper text not null default 'a4' check (paper in ('a4', 'letter')),
  units text not null default 'metric' check (units in ('metric', 'imperial')),
  first_day_of_week smallint not null default 1 check (first_day_of_week between 1 and 7),
  logo_file_id uuid,
  address text not null default '',
  country text not null default '',
  website text not null default '',
  phone text not null default '',
  email text not null default '',
  tax_number text not null default '',
  bank_details text not null default '',
  -- invoice_prefix, credit_note_prefix, payment_days, planned_visible_to_technicians and what later settings need
  settings jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now()
);

create table app.member (
  org_id uuid not null references app.organization,
  id uuid not null,
  user_id text not null,
  name text not null,
  email text not null,
  roles text[] not null check (
    cardinality(roles) > 0
    and roles <@ array['owner', 'admin', 'dispatcher', 'contract_manager', 'billing', 'technician']),
  disabled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, user_id)
);

create table app.technician (
  org_id uuid not null references app.organization,
  id uuid not null,
  -- two to four characters, the front of provisional references: T7-0012
  code text not null,
  name text not null,
  member_id uuid,
  phone text not null default '',
  colour text not null default 'blue',
  zone text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  unique (org_id, code),
  unique (org_id, member_id),
  foreign key (org_id, member_id) references app.member
);

create table app.device (
  org_id uuid not null references app.organization,
  id uuid not null,
  member_id uuid not null,
  name text not null default '',
  registered_at timestamptz not null default now(),
  last_seen_at timestamptz,
  last_push_at timestamptz,
  last_pull_at timestamptz,
  -- highest dseq without a gap below it that the server has stored
  last_dseq integer not null default 0,
  -- what the phone said is only on it, at its last heartbeat
  unsent_commands integer not null default 0,
  unsent_files integer not null default 0,
  app_version text not null default '',
  revoked_at timestamptz,
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, member_id) references app.member
);
create index on app.device (org_id, member_id);

select migration.protect('organization', 'member', 'technician', 'device');

create policy directory on app.organization to roundtrip_directory using (true);
create policy directory on app.member to roundtrip_directory using (true);
create policy directory on app.technician to roundtrip_directory using (true);
create policy directory on app.device to roundtrip_directory using (true);
grant select on app.organization, app.member, app.technician, app.device to roundtrip_directory;

-- ---------------------------------------------------------------- directory

create table directory.membership (
  user_id text not null,
  org_id uuid not null,
  member_id uuid not null,
  primary key (user_id, org_id)
);
create table directory.session (
  session_id text primary key references auth.session on delete cascade,
  app text not null check (app in ('office', 'field')),
  user_id text not null,
  org_id uuid not null,
  member_id uuid not null,
  device_id uuid,
  bound_at timestamptz not null default now()
);
create table directory.setup_link (
  token_hash text primary key,
  expires_at timestamptz not null,
  used_at timestamptz
);
create table directory.sign_in_attempt (
  key text primary key,
  failures integer not null,
  since timestamptz not null
);
grant select, insert, update, delete on all tables in schema directory to roundtrip_directory;

-- The one look-up of every request: session token to who acts. No row: not signed in.
create function gate.actor(app_name text, session_token text)
returns table (
  session_id text, expires_at timestamptz, user_id text, org_id uuid, member_id uuid, name text, roles text[],
  technician_id uuid, device_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s."expiresAt", b.user_id, b.org_id, m.id, m.name, m.roles, t.id, b.device_id
  from auth.session s
  join directory.session b on b.session_id = s.id and b.app = app_name
  join app.member m on m.org_id = b.org_id and m.id = b.member_id and m.disabled_at is null
  left join app.technician t on t.org_id = m.org_id and t.member_id = m.id and t.archived_at is null
  left join app.device d on d.org_id = b.org_id and d.id = b.device_id
  where s.token = session_token and s."expiresAt" > now()
    and (b.device_id is null or (d.id is not null and d.revoked_at is null))
$$;
select migration.give('gate.actor(text, text)', 'roundtrip_directory', 'roundtrip_app');

create function gate.memberships(of_user text)
returns table (org_id uuid, organization text, member_id uuid, roles text[])
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.org_id, o.name, m.id, m.roles
  from directory.membership d
  join app.member m on m.org_id = d.org_id and m.id = d.member_id and m.disabled_at is null
  join app.organization o on o.org_id = d.org_id
  where d.user_id = of_user
  order by o.name
$$;
select migration.give('gate.memberships(text)', 'roundtrip_directory', 'roundtrip_auth');

create function gate.bind_session(of_session text, app_name text, of_user text, org uuid, member uuid, device uuid)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into directory.session (session_id, app, user_id, org_id, member_id, device_id)
  values (of_session, app_name, of_user, org, member, device)
  on conflict (session_id) do update set org_id = excluded.org_id, member_id = excluded.member_id,
    device_id = excluded.device_id, bound_at = now()
$$;
select migration.give('gate.bind_session(text, text, text, uuid, uuid, uuid)', 'roundtrip_directory', 'roundtrip_auth');

-- Lets a member of the tenant at hand sign in as one.
create function gate.add_membership(of_user text, member uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare org uuid := nullif(current_setting('app.org_id', true), '')::uuid;
begin
  if not exists (select 1 from app.member m where m.org_id = org and m.id = member and m.user_id = of_user) then
    raise exception 'no such member';
  end if;
  insert into directory.membership (user_id, org_id, member_id) values (of_user, org, member)
  on conflict (user_id, org_id) do update set member_id = excluded.member_id;
end $$;
select migration.give('gate.add_membership(text, uuid)', 'roundtrip_directory', 'roundtrip_app');

create function gate.has_organizations() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select 1 from app.organization)
$$;
select migration.give('gate.has_organizations()', 'roundtrip_directory', 'roundtrip_app');

create function gate.organizations() returns table (org_id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.org_id from app.organization o
$$;
select migration.give('gate.organizations()', 'roundtrip_directory', 'roundtrip_worker');

create function gate.make_setup_link(hash text, valid interval) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from directory.setup_link;
  insert into directory.setup_link (token_hash, expires_at) values (hash, now() + valid)
$$;
select migration.give('gate.make_setup_link(text, interval)', 'roundtrip_directory', 'roundtrip_app');

-- True once: the link is known, not expired and not used before.
create function gate.use_setup_link(hash text) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with used as (
    update directory.setup_link set used_at = now()
    where token_hash = hash and used_at is null and expires_at > now()
    returning 1)
  select exists (select 1 from used)
$$;
select migration.give('gate.use_setup_link(text)', 'roundtrip_directory', 'roundtrip_app');

-- Failed sign-ins per account and address, and per address: a stranger elsewhere locks nobody out.
create function gate.sign_in_failures(keys text[], window_length interval) returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(max(failures), 0) from directory.sign_in_attempt
  where key = any (keys) and since > now() - window_length
$$;
select migration.give('gate.sign_in_failures(text[], interval)', 'roundtrip_directory', 'roundtrip_auth');

create function gate.count_sign_in_failure(keys text[], window_length interval) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into directory.sign_in_attempt as a (key, failures, since)
  select distinct k, 1, now() from unnest(keys) k order by k
  on conflict (key) do update set
    failures = case when a.since > now() - window_length then a.failures + 1 else 1 end,
    since = case when a.since > now() - window_length then a.since else now() end
$$;
select migration.give('gate.count_sign_in_failure(text[], interval)', 'roundtrip_directory', 'roundtrip_auth');

create function gate.forget_sign_in_failures(keys text[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from directory.sign_in_attempt where key = any (keys)
$$;
select migration.give('gate.forget_sign_in_failures(text[])', 'roundtrip_directory', 'roundtrip_auth');

-- ---------------------------------------------------------------- feed (SYNC S18), audit, jobs, idempotency

create table app.feed_counter (
  org_id uuid primary key references app.organization,
  last bigint not null default 0
);
create table app.feed (
  org_id uuid not null,
  seq bigint not null,
  kind text not null,
  id uuid not null,
  version integer not null,
  -- ability that is needed to hear of it; null: every member
  ability text,
  at timestamptz not null default now(),
  primary key (org_id, seq)
);
create table app.audit (
  org_id uuid not null,
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  member_id uuid,
  action text not null,
  kind text not null,
  object_id uuid not null,
  details jsonb,
  request_id text,
  primary key (org_id, id)
);
create index on app.audit (org_id, object_id, at);
create table app.idempotency_key (
  org_id uuid not null,
  member_id uuid not null,
  key text not null,
  route text not null,
  body_hash text not null,
  status smallint not null,
  reply text not null,
  at timestamptz not null default now(),
  primary key (org_id, member_id, key)
);
create table app.counter (
  org_id uuid not null,
  series text not null,
  last bigint not null default 0,
  primary key (org_id, series)
);
select migration.protect('feed_counter', 'feed', 'audit', 'idempotency_key', 'counter');
revoke update, delete on app.audit, app.feed from roundtrip_app;

-- The last statement of every writing transaction: the counter row is its last lock.
create function app.publish(kinds text[], ids uuid[], versions integer[], abilities text[])
returns bigint language sql set search_path = pg_catalog, pg_temp as $$
  with bumped as (
    insert into app.feed_counter as c (org_id, last)
    values (nullif(current_setting('app.org_id', true), '')::uuid, cardinality(kinds))
    on conflict (org_id) do update set last = c.last + excluded.last
    returning c.org_id, c.last
  ), written as (
    insert into app.feed (org_id, seq, kind, id, version, ability)
    select bumped.org_id, bumped.last - cardinality(kinds) + what.position, what.kind, what.id, what.version, what.ability
    from bumped, unnest(kinds, ids, versions, abilities) with ordinality as what (kind, id, version, ability, position)
    returning 1
  )
  select last from bumped where (select count(*) from written) >= 0
$$;
grant execute on function app.publish(text[], uuid[], integer[], text[]) to roundtrip_app;

-- Gap-free: the row stays locked until the transaction that took the number commits.
create function app.next_number(of_series text) returns bigint language sql set search_path = pg_catalog, pg_temp as $$
  insert into app.counter as c (org_id, series, last)
  values (nullif(current_setting('app.org_id', true), '')::uuid, of_series, 1)
  on conflict (org_id, series) do update set last = c.last + 1
  returning last
$$;
grant execute on function app.next_number(text) to roundtrip_app;

-- Jobs in the transaction of what caused them. Straight into the table: add_job() sends a NOTIFY inside the
-- transaction, which serialises all commits of the cluster; the wake-up follows after the commit instead.
create function gate.enqueue(tasks text[], payloads text[])
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into graphile_worker._private_tasks (identifier)
  select distinct wanted.name from unnest(tasks) as wanted (name)
  where not exists (select 1 from graphile_worker._private_tasks known where known.identifier = wanted.name)
  on conflict do nothing;
  insert into graphile_worker._private_jobs (task_id, payload)
  select task.id, job.payload::json
  from unnest(tasks, payloads) as job (name, payload)
  join graphile_worker._private_tasks task on task.identifier = job.name;
end $$;
select migration.give('gate.enqueue(text[], text[])', 'roundtrip_worker', 'roundtrip_app');

-- ---------------------------------------------------------------- search

create table app.search_document (
  org_id uuid not null,
  kind text not null,
  id uuid not null,
  title text not null,
  detail text not null default '',
  -- lower case, without marks, words apart by one space; written by server/platform/search.ts
  words text not null,
  -- digits alone
  phones text not null default '',
  archived boolean not null default false,
  at timestamptz not null default now(),
  primary key (org_id, kind, id)
);
create index on app.search_document using gin (org_id, words gin_trgm_ops, phones gin_trgm_ops);
select migration.protect('search_document');
create policy search on app.search_document for select to roundtrip_search using (true);
grant select on app.search_document to roundtrip_search;

-- Filters the tenant itself: under the policy the trigram index goes unused (5 to 12 ms against 137 to 189).
create function gate.search(patterns text[], phone_pattern text, kinds text[], most integer)
returns table (kind text, id uuid, title text, detail text, archived boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  -- one `like` a word: `like all (array)` cannot use an index
  by_words text := (select string_agg(format('d.words like %L', pattern), ' and ') from unnest(patterns) as pattern);
  by_phone text := case when phone_pattern is null then 'false' else format('d.phones like %L', phone_pattern) end;
begin
  return query execute format(
    'select d.kind, d.id, d.title, d.detail, d.archived from app.search_document d
     where d.org_id = $1 and ($2 is null or d.kind = any ($2)) and ((%s) or %s)
     order by d.archived, d.words like %L desc, d.at desc limit $3',
    coalesce(by_words, 'false'), by_phone, substr(coalesce(patterns[1], ''), 2))
  using nullif(current_setting('app.org_id', true), '')::uuid, kinds, most;
end $$;
select migration.give('gate.search(text[], text, text[], integer)', 'roundtrip_search', 'roundtrip_app');
