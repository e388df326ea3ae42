-- Forms: sections beside the tasks, and a version that counts what was changed about them. A work order copies the form it
-- was raised with, so its words stay with the record.
alter table app.job_type
  add column sections jsonb not null default '[]',
  add column form_version integer not null default 1 check (form_version > 0);

-- Parts somebody said have to be ordered, and by when those that are not here are expected.
alter table app.work_order
  add column parts_wanted integer not null default 0,
  add column parts_waiting integer not null default 0,
  add column parts_expected date;

-- What was read off an asset, as records say it. A phone may name an asset that is no row, or not yet one.
create table app.reading (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  visit_id uuid not null,
  asset_id uuid not null,
  technician_id uuid not null,
  label text not null,
  unit text not null default '',
  value text not null,
  out_of_range boolean not null default false,
  read_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, work_order_id) references app.work_order
);
create index on app.reading (org_id, asset_id, read_at desc);
create index on app.reading (org_id, work_order_id);

create table app.finding (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  visit_id uuid not null,
  asset_id uuid,
  technician_id uuid not null,
  severity text not null check (severity in ('dangerous', 'serious', 'minor', 'advice')),
  text text not null,
  recommendation text not null default '',
  state text not null check (state in ('open', 'repaired', 'followed', 'closed')),
  followed_by uuid,
  found_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, work_order_id) references app.work_order
);
create index on app.finding (org_id, asset_id, found_at desc) where asset_id is not null;
create index on app.finding (org_id, work_order_id);
create index on app.finding (org_id, found_at) where state = 'open';

create table app.needed_part (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  visit_id uuid not null,
  name text not null,
  sku text not null default '',
  quantity integer not null,
  unit text not null default '',
  state text not null check (state in ('needed', 'ordered', 'arrived', 'dropped')),
  expected date,
  needed_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, work_order_id) references app.work_order
);
create index on app.needed_part (org_id, work_order_id);
create index on app.needed_part (org_id, needed_at) where state in ('needed', 'ordered');

-- Sign-offs by the hash of what was shown, as reports print it.
create table app.sign_off (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  visit_id uuid not null,
  kind text not null check (kind in ('signed', 'refused', 'unattended')),
  name text not null default '',
  summary_hash text not null,
  signed_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, work_order_id) references app.work_order
);
create index on app.sign_off (org_id, summary_hash text_pattern_ops);
create index on app.sign_off (org_id, work_order_id);

-- Forced policies hide every row from the owner too: those of records there are already are filled in before.
alter table app.document no force row level security;
insert into app.sign_off (org_id, id, work_order_id, visit_id, kind, name, summary_hash, signed_at)
select document.org_id, (made ->> 'id')::uuid, document.stream_id, (visit ->> 'id')::uuid, made ->> 'kind',
  coalesce(made ->> 'name', ''), made ->> 'summaryHash', (made ->> 'at')::timestamptz
from app.document document
cross join lateral jsonb_array_elements(document.work::jsonb -> 'visits') visit
cross join lateral jsonb_array_elements(visit -> 'signOffs') made
where document.stream_kind = 'work_order';
alter table app.document force row level security;

select migration.protect('reading', 'finding', 'needed_part', 'sign_off');
