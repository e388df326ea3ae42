-- The rows of the record as core projects them (core/work-orders/project.ts), what is settled per device, what was joined.

alter table app.work_order
  add column number_text text not null default '',
  add column description text not null default '',
  add column reported text not null default '',
  add column finished_at timestamptz,
  add column evidence_stored integer not null default 0,
  add column open_return_needs integer not null default 0,
  add column return_reason text,
  drop column contact_id,
  drop column reported_customer,
  drop column reported_site,
  drop column last_finished_at,
  drop column reviewed_at,
  drop column evidence_waiting,
  drop column blocked_code,
  drop column billable_net,
  alter column requested_at set not null;
alter table app.work_order rename column reference to provisional;
alter table app.work_order rename column customer_reference to reference;
alter table app.work_order rename column next_visit_start to next_start;
alter table app.work_order rename column flags_open to open_flags;
alter table app.work_order rename column updated_at to changed_at;

-- One index for each order of the list, in its direction, so that a page is read and not sorted.
drop index app.work_order_org_id_customer_id_raised_at_idx;
drop index app.work_order_org_id_site_id_raised_at_idx;
drop index app.work_order_org_id_status_raised_at_id_idx;
drop index app.work_order_org_id_raised_at_id_idx;
drop index app.work_order_org_id_priority_raised_at_id_idx;
drop index app.work_order_org_id_next_visit_start_id_idx;
drop index app.work_order_org_id_target_at_idx;
drop index app.work_order_org_id_reference_idx;
drop index app.work_order_org_id_id_idx;
create index on app.work_order (org_id, raised_at desc, id desc);
create index on app.work_order (org_id, status, raised_at desc, id desc);
create index on app.work_order (org_id, customer_id, raised_at desc, id desc);
create index on app.work_order (org_id, site_id, raised_at desc, id desc);
create index on app.work_order (org_id, priority, raised_at, id);
create index on app.work_order (org_id, changed_at desc, id desc);
create index work_order_by_target on app.work_order (org_id, coalesce(target_at, 'infinity'::timestamptz), id);
create index work_order_by_next_start on app.work_order (org_id, coalesce(next_start, 'infinity'::timestamptz), id);
create index work_order_flagged on app.work_order (org_id, raised_at desc, id desc) where open_flags > 0;
create index work_order_finished on app.work_order (org_id, finished_at, id) where status = 'work_complete';
create index work_order_held on app.work_order (org_id, hold_until) where hold_until is not null;

alter table app.visit_crew drop column work, drop column work_at;
create index on app.visit (org_id, planned_start, id) where plan <> 'cancelled';

drop table app.flag;
create table app.flag (
  org_id uuid not null,
  work_order_id uuid not null,
  -- made of what it is about, so the same cause is raised once
  flag text not null,
  code text not null,
  visit_id uuid,
  fact_id uuid,
  params text not null default '{}',
  raised_at timestamptz not null,
  settled_at timestamptz,
  primary key (org_id, work_order_id, flag),
  foreign key (org_id, work_order_id) references app.work_order
);
create index on app.flag (org_id, raised_at, work_order_id) where settled_at is null;

drop table app.evidence;
create table app.evidence (
  org_id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  -- the fact that named the bytes
  id uuid not null,
  visit_id uuid,
  kind text not null check (kind in ('photo', 'file', 'signature')),
  sha256 text not null,
  state text not null check (state in ('awaited', 'stored', 'refused', 'waived')),
  audience text not null check (audience in ('office', 'crew', 'customer')),
  technician_id uuid,
  device_id uuid,
  primary key (org_id, stream_kind, stream_id, id)
);
create index on app.evidence (org_id, sha256);
create index on app.evidence (org_id, device_id) where state = 'awaited';

drop table app.time_entry;
create table app.time_entry (
  org_id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  id uuid not null,
  visit_id uuid,
  technician_id uuid not null,
  activity text not null check (activity in (
    'travel', 'work', 'break', 'waiting', 'depot', 'lunch', 'drive_home', 'training', 'other')),
  started_at timestamptz not null,
  ended_at timestamptz,
  minutes integer not null,
  corrected boolean not null default false,
  primary key (org_id, stream_kind, stream_id, id),
  foreign key (org_id, technician_id) references app.technician
);
create index on app.time_entry (org_id, technician_id, started_at);
create index on app.time_entry (org_id, started_at);
create index on app.time_entry (org_id, stream_id, visit_id);

alter table app.held_command
  add column stream_kind text not null,
  add column stream_id uuid not null,
  add column type text not null;
create index on app.held_command (org_id, stream_id) where settled_at is null;
create index on app.held_command (org_id, device_id, dseq) where device_id is not null;

-- How far a device's commands are settled in a stream (SYNC S16).
create table app.settled (
  org_id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  device_id uuid not null,
  dseq integer not null,
  primary key (org_id, stream_kind, stream_id, device_id)
);
create index on app.settled (org_id, device_id);

-- Work orders a technician put on their phone without being planned for them.
create table app.joined (
  org_id uuid not null,
  technician_id uuid not null,
  work_order_id uuid not null,
  at timestamptz not null default now(),
  primary key (org_id, technician_id, work_order_id),
  foreign key (org_id, technician_id) references app.technician,
  foreign key (org_id, work_order_id) references app.work_order
);
create index on app.joined (org_id, work_order_id);

select migration.protect('flag', 'evidence', 'time_entry', 'settled', 'joined');
revoke update, delete on app.ledger from roundtrip_app;

-- Named to every phone; a restored or promoted database gets another (SYNC S19).
alter table app.feed_counter add column epoch uuid not null default gen_random_uuid();

-- A job for later, in the transaction of what caused it.
create function gate.enqueue_at(task text, payload text, at timestamptz)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into graphile_worker._private_tasks (identifier) values (task) on conflict do nothing;
  insert into graphile_worker._private_jobs (task_id, payload, run_at)
  select known.id, payload::json, at from graphile_worker._private_tasks known where known.identifier = task;
end $$;
select migration.give('gate.enqueue_at(text, text, timestamptz)', 'roundtrip_worker', 'roundtrip_app');
