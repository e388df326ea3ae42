-- Since when a phone holds what it has not handed in, and how much room it has left (SYNC S31).
alter table app.device
  add column unsent_since timestamptz,
  add column free_bytes bigint check (free_bytes >= 0);

-- A phone that had unsent work and came back empty: what was lost, until a person has settled it.
create table app.lost_work (
  org_id uuid not null,
  id uuid not null,
  -- the phone that had it; `came_as` is the one that asks for everything now, the same or its member's new one
  device_id uuid not null,
  came_as uuid not null,
  noticed_at timestamptz not null,
  commands integer not null check (commands >= 0),
  files integer not null check (files >= 0),
  unsent_since timestamptz,
  last_heard_at timestamptz,
  settled_at timestamptz,
  settled_by uuid,
  note text not null default '',
  primary key (org_id, id),
  foreign key (org_id, device_id) references app.device,
  foreign key (org_id, came_as) references app.device,
  check ((settled_at is null) = (note = ''))
);
create unique index on app.lost_work (org_id, device_id) where settled_at is null;
create index on app.lost_work (org_id, device_id);
create index on app.lost_work (org_id, came_as);
create index on app.lost_work (org_id, noticed_at) where settled_at is null;

-- Bytes it announced and that had not arrived: what of them is still awaited, the evidence itself says.
create table app.lost_evidence (
  org_id uuid not null,
  lost_work_id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  evidence_id uuid not null,
  primary key (org_id, lost_work_id, stream_kind, stream_id, evidence_id),
  foreign key (org_id, lost_work_id) references app.lost_work
);
select migration.protect('lost_work', 'lost_evidence');

-- What a phone hands in with when nobody is signed in on it: only the hash is here, the secret is on the phone. A few
-- of the last, so that a sign-in whose answer was lost takes nothing away.
create table directory.device_key (
  org_id uuid not null,
  device_id uuid not null,
  key_hash text not null check (length(key_hash) = 64),
  made_at timestamptz not null default now(),
  primary key (org_id, device_id, key_hash)
);
grant select, insert, delete on directory.device_key to roundtrip_directory;

-- For a phone of the organization at hand.
create function gate.add_device_key(device uuid, hash text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare org uuid := nullif(current_setting('app.org_id', true), '')::uuid;
begin
  if not exists (select from app.device d where d.org_id = org and d.id = device) then
    raise exception 'no such phone';
  end if;
  insert into directory.device_key (org_id, device_id, key_hash, made_at)
  values (org, device, hash, clock_timestamp());
  delete from directory.device_key k where k.org_id = org and k.device_id = device and k.key_hash not in (
    select newest.key_hash from directory.device_key newest
    where newest.org_id = org and newest.device_id = device order by newest.made_at desc limit 4);
end $$;
select migration.give('gate.add_device_key(uuid, text)', 'roundtrip_directory', 'roundtrip_app');

-- Whose work a phone hands in by its key. It may have been signed out, its member disabled: their work still comes.
create function gate.device_actor(device uuid, hash text)
returns table (
  org_id uuid, member_id uuid, user_id text, name text, roles text[], technician_id uuid, device_id uuid, signed_out boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.org_id, m.id, m.user_id, m.name, m.roles, t.id, d.id, d.revoked_at is not null
  from directory.device_key k
  join app.device d on d.org_id = k.org_id and d.id = k.device_id
  join app.member m on m.org_id = d.org_id and m.id = d.member_id
  left join app.technician t on t.org_id = m.org_id and t.member_id = m.id and t.archived_at is null and m.disabled_at is null
  where k.device_id = device and k.key_hash = hash
$$;
select migration.give('gate.device_actor(uuid, text)', 'roundtrip_directory', 'roundtrip_app');

-- What waits because its phone was signed out is settled a phone at a time.
create index on app.held_command (org_id, device_id, dseq) where settled_at is null and code = 'phone_signed_out';

-- A restored or promoted database has another history: every phone offers again what it had handed in (SYNC S19).
grant select, update (epoch) on app.feed_counter to roundtrip_directory;
create policy directory on app.feed_counter to roundtrip_directory using (true);
create function gate.begin_new_epoch() returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with renamed as (update app.feed_counter set epoch = gen_random_uuid() returning 1)
  select count(*) from renamed
$$;
select migration.give('gate.begin_new_epoch()', 'roundtrip_directory', 'roundtrip_worker');
