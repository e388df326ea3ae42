-- Customers and what is theirs, the catalogue, work orders with their record, files.

create table app.skill (
  org_id uuid not null references app.organization,
  id uuid not null,
  name text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  unique (org_id, name)
);
create table app.technician_skill (
  org_id uuid not null,
  technician_id uuid not null,
  skill_id uuid not null,
  primary key (org_id, technician_id, skill_id),
  foreign key (org_id, technician_id) references app.technician,
  foreign key (org_id, skill_id) references app.skill
);
create index on app.technician_skill (org_id, skill_id);

create table app.customer (
  org_id uuid not null references app.organization,
  id uuid not null,
  number bigint not null,
  name text not null,
  email text not null default '',
  phone text not null default '',
  address_line1 text not null default '',
  address_line2 text not null default '',
  postal_code text not null default '',
  city text not null default '',
  region text not null default '',
  country text not null default '',
  notes text not null default '',
  payment_days smallint,
  tax_number text not null default '',
  -- an exemption counts until the day its certificate expires
  tax_exempt_certificate text not null default '',
  tax_exempt_until date,
  purchase_order_required boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  merged_into uuid,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, merged_into) references app.customer
);
create index on app.customer (org_id, merged_into) where merged_into is not null;
create index on app.customer (org_id, lower(name), id);

create table app.site (
  org_id uuid not null references app.organization,
  id uuid not null,
  customer_id uuid not null,
  name text not null,
  address_line1 text not null default '',
  address_line2 text not null default '',
  postal_code text not null default '',
  city text not null default '',
  region text not null default '',
  country text not null default '',
  latitude double precision,
  longitude double precision,
  zone text not null,
  -- false while the zone is only the device's guess
  zone_confirmed boolean not null default true,
  phone text not null default '',
  access_notes text not null default '',
  hazards text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  merged_into uuid,
  primary key (org_id, id),
  foreign key (org_id, customer_id) references app.customer,
  foreign key (org_id, merged_into) references app.site
);
create index on app.site (org_id, customer_id);
create index on app.site (org_id, merged_into) where merged_into is not null;
create index on app.site (org_id, lower(name), id);

create table app.contact (
  org_id uuid not null references app.organization,
  id uuid not null,
  customer_id uuid not null,
  site_id uuid,
  name text not null,
  position text not null default '',
  phone text not null default '',
  email text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, customer_id) references app.customer,
  foreign key (org_id, site_id) references app.site
);
create index on app.contact (org_id, customer_id);
create index on app.contact (org_id, site_id);

create table app.asset (
  org_id uuid not null references app.organization,
  id uuid not null,
  site_id uuid not null,
  name text not null,
  kind text not null default '',
  make text not null default '',
  model text not null default '',
  serial text not null default '',
  location text not null default '',
  installed_on date,
  warranty_until date,
  notes text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, site_id) references app.site
);
create index on app.asset (org_id, site_id);

create table app.job_type (
  org_id uuid not null references app.organization,
  id uuid not null,
  name text not null,
  kind text not null default 'reactive' check (kind in ('reactive', 'quoted', 'recurring', 'contract')),
  priority text not null default 'P3' check (priority in ('P1', 'P2', 'P3', 'P4')),
  planned_minutes integer not null default 60,
  description text not null default '',
  -- [{id, text, required}] copied into the work order when it is raised
  tasks jsonb not null default '[]',
  -- what a finish asks for, by outcome: {photos: {before, after}, sign_off, tasks}
  requirements jsonb not null default '{}',
  skill_ids uuid[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  unique (org_id, name)
);

create table app.tax_rate (
  org_id uuid not null references app.organization,
  id uuid not null,
  name text not null,
  -- hundredths of a percent: 7.25 % is 725
  rate integer not null check (rate between 0 and 10000),
  is_default boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id)
);
create unique index on app.tax_rate (org_id) where is_default and archived_at is null;

create table app.price_item (
  org_id uuid not null references app.organization,
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null default 'part' check (kind in ('part', 'labour', 'fee')),
  unit text not null default 'each',
  -- ten-thousandths of the currency unit
  unit_price bigint not null,
  unit_cost bigint,
  tax_rate_id uuid,
  barcode text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  unique (org_id, code),
  foreign key (org_id, tax_rate_id) references app.tax_rate
);
create index on app.price_item (org_id, tax_rate_id);
create index on app.price_item (org_id, lower(name), id);

create table app.rate_card (
  org_id uuid not null references app.organization,
  id uuid not null,
  name text not null,
  is_default boolean not null default false,
  -- bands, steps, minimum, call-out, travel: the shape is core/billing's RateCard
  rules jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id)
);
create unique index on app.rate_card (org_id) where is_default and archived_at is null;

-- ---------------------------------------------------------------- files

create table app.file (
  org_id uuid not null references app.organization,
  id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null,
  type text not null default '',
  state text not null default 'announced' check (state in ('announced', 'stored', 'refused')),
  -- why the bytes were refused
  code text,
  width integer,
  height integer,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  stored_at timestamptz,
  stored_by uuid,
  primary key (org_id, id),
  unique (org_id, sha256)
);
alter table app.organization add foreign key (org_id, logo_file_id) references app.file;
create index on app.organization (org_id, logo_file_id);

-- What a file belongs to and who may see it. One file may have several links.
create table app.file_link (
  org_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  -- work_order, site, customer, asset, day, organization, report, invoice, export_batch
  subject_kind text not null,
  subject_id uuid not null,
  purpose text not null check (purpose in ('photo', 'signature', 'document', 'logo', 'report', 'invoice', 'export')),
  audience text not null default 'crew' check (audience in ('office', 'crew', 'customer')),
  name text not null default '',
  linked_by uuid,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, file_id) references app.file
);
create index on app.file_link (org_id, file_id);
create index on app.file_link (org_id, subject_kind, subject_id);

-- ---------------------------------------------------------------- the record

create table app.ledger (
  org_id uuid not null,
  command_id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  type text not null,
  member_id uuid,
  device_id uuid,
  dseq integer,
  body_hash text not null,
  body text not null,
  outcome text not null check (outcome in ('applied', 'superseded', 'refused', 'held')),
  -- {code, params, ref}: what the reply said, word for word
  answer jsonb not null default '{}',
  -- version of the document after it
  version integer,
  received_at timestamptz not null default clock_timestamp(),
  primary key (org_id, command_id)
);
create index on app.ledger (org_id, stream_kind, stream_id, received_at);
create index on app.ledger (org_id, device_id, dseq) where device_id is not null;

create table app.entry (
  org_id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  version integer not null,
  -- several events of one command share its version
  position smallint not null default 0,
  event text not null,
  command_id uuid not null,
  heard_at timestamptz not null,
  primary key (org_id, stream_kind, stream_id, version, position)
);
create table app.document (
  org_id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  version integer not null,
  work text not null,
  money text not null default '{}',
  updated_at timestamptz not null default now(),
  primary key (org_id, stream_kind, stream_id)
);
create table app.held_command (
  org_id uuid not null,
  id uuid not null,
  command_id uuid not null,
  device_id uuid,
  dseq integer,
  member_id uuid,
  code text not null,
  params jsonb not null default '{}',
  body_hash text not null,
  body text not null,
  received_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  settled_by uuid,
  settlement text,
  primary key (org_id, id),
  unique (org_id, command_id, body_hash)
);
create index on app.held_command (org_id, received_at) where settled_at is null;

-- ---------------------------------------------------------------- rows projected from the documents

create table app.work_order (
  org_id uuid not null references app.organization,
  id uuid not null,
  number bigint not null,
  -- given by the phone that raised it: T7-0012
  reference text not null default '',
  status text not null check (status in (
    'cancelled', 'in_progress', 'on_hold', 'scheduled', 'unscheduled', 'work_complete', 'ready_to_invoice',
    'not_billable', 'invoiced', 'closed')),
  kind text not null check (kind in ('reactive', 'quoted', 'recurring', 'contract')),
  priority text not null check (priority in ('P1', 'P2', 'P3', 'P4')),
  title text not null default '',
  customer_id uuid,
  site_id uuid,
  contact_id uuid,
  job_type_id uuid,
  -- what the phone reported while customer or site are unknown
  reported_customer text not null default '',
  reported_site text not null default '',
  zone text not null,
  purchase_order text not null default '',
  customer_reference text not null default '',
  requested_at timestamptz,
  target_at timestamptz,
  raised_at timestamptz not null,
  hold_until timestamptz,
  next_visit_id uuid,
  next_visit_start timestamptz,
  last_finished_at timestamptz,
  reviewed_at timestamptz,
  flags_open integer not null default 0,
  evidence_total integer not null default 0,
  evidence_waiting integer not null default 0,
  -- money blocked here and why: core's unbilled ledger
  blocked_code text,
  billable_net bigint,
  version integer not null,
  updated_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, customer_id) references app.customer,
  foreign key (org_id, site_id) references app.site,
  foreign key (org_id, contact_id) references app.contact,
  foreign key (org_id, job_type_id) references app.job_type
);
create index on app.work_order (org_id, customer_id, raised_at desc);
create index on app.work_order (org_id, site_id, raised_at desc);
create index on app.work_order (org_id, contact_id);
create index on app.work_order (org_id, job_type_id);
create index on app.work_order (org_id, status, raised_at desc, id);
create index on app.work_order (org_id, raised_at desc, id);
create index on app.work_order (org_id, priority, raised_at desc, id);
create index on app.work_order (org_id, next_visit_start, id) where next_visit_start is not null;
create index on app.work_order (org_id, target_at) where target_at is not null;
create index on app.work_order (org_id, reference) where reference <> '';
create index on app.work_order (org_id, id) where flags_open > 0;

create table app.work_order_asset (
  org_id uuid not null,
  work_order_id uuid not null,
  asset_id uuid not null,
  primary key (org_id, work_order_id, asset_id),
  foreign key (org_id, work_order_id) references app.work_order,
  foreign key (org_id, asset_id) references app.asset
);
create index on app.work_order_asset (org_id, asset_id);

create table app.visit (
  org_id uuid not null,
  id uuid not null,
  work_order_id uuid not null,
  number integer not null,
  plan text not null check (plan in ('scheduled', 'dispatched', 'cancelled')),
  -- what is shown: finished, else the furthest of the crew's work, else the plan
  status text not null,
  lead_technician_id uuid,
  window_start timestamptz,
  window_end timestamptz,
  planned_start timestamptz,
  planned_minutes integer,
  outcome text,
  finished_at timestamptz,
  primary key (org_id, id),
  unique (org_id, work_order_id, number),
  foreign key (org_id, work_order_id) references app.work_order,
  foreign key (org_id, lead_technician_id) references app.technician
);
create index on app.visit (org_id, planned_start) where planned_start is not null;
create index on app.visit (org_id, lead_technician_id);

create table app.visit_crew (
  org_id uuid not null,
  visit_id uuid not null,
  technician_id uuid not null,
  planned boolean not null,
  actual boolean not null default false,
  work text check (work in ('accepted', 'travelling', 'on_site', 'paused', 'left')),
  work_at timestamptz,
  primary key (org_id, visit_id, technician_id),
  foreign key (org_id, visit_id) references app.visit,
  foreign key (org_id, technician_id) references app.technician
);
create index on app.visit_crew (org_id, technician_id, visit_id);

create table app.flag (
  org_id uuid not null,
  id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  visit_id uuid,
  code text not null,
  params jsonb not null default '{}',
  raised_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  settlement text,
  primary key (org_id, id)
);
create index on app.flag (org_id, stream_kind, stream_id);
create index on app.flag (org_id, raised_at) where settled_at is null;

create table app.evidence (
  org_id uuid not null,
  id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  visit_id uuid,
  kind text not null check (kind in ('photo', 'signature', 'file')),
  sha256 text not null,
  size bigint not null,
  type text not null,
  phase text,
  caption text not null default '',
  audience text not null default 'crew' check (audience in ('office', 'crew', 'customer')),
  taken_at timestamptz,
  device_id uuid,
  technician_id uuid,
  state text not null default 'waiting' check (state in ('waiting', 'stored', 'refused', 'waived')),
  withdrawn boolean not null default false,
  primary key (org_id, id)
);
create index on app.evidence (org_id, stream_kind, stream_id);
create index on app.evidence (org_id, sha256);
create index on app.evidence (org_id, device_id) where state = 'waiting';

create table app.time_entry (
  org_id uuid not null,
  id uuid not null,
  stream_kind text not null,
  stream_id uuid not null,
  visit_id uuid,
  technician_id uuid not null,
  activity text not null check (activity in ('travel', 'work', 'break', 'waiting', 'training', 'depot', 'other')),
  started_at timestamptz not null,
  ended_at timestamptz,
  minutes integer,
  recorded_by uuid,
  overlapping boolean not null default false,
  primary key (org_id, id),
  foreign key (org_id, technician_id) references app.technician
);
create index on app.time_entry (org_id, stream_kind, stream_id);
create index on app.time_entry (org_id, technician_id, started_at);

select migration.protect(
  'skill', 'technician_skill', 'customer', 'site', 'contact', 'asset', 'job_type', 'tax_rate', 'price_item',
  'rate_card', 'file', 'file_link', 'ledger', 'entry', 'document', 'held_command', 'work_order',
  'work_order_asset', 'visit', 'visit_crew', 'flag', 'evidence', 'time_entry');
revoke update, delete on app.entry from roundtrip_app;

-- Whether something belongs to a visit of a technician: the work order itself, or its site.
create function app.is_of_technician(kind text, subject uuid, technician uuid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case kind
    when 'work_order' then exists (
      select from app.visit v join app.visit_crew c on c.org_id = v.org_id and c.visit_id = v.id
      where v.org_id = nullif(current_setting('app.org_id', true), '')::uuid and v.work_order_id = subject
        and c.technician_id = technician)
    when 'site' then exists (
      select from app.work_order w
      join app.visit v on v.org_id = w.org_id and v.work_order_id = w.id
      join app.visit_crew c on c.org_id = v.org_id and c.visit_id = v.id
      where w.org_id = nullif(current_setting('app.org_id', true), '')::uuid and w.site_id = subject
        and c.technician_id = technician)
    when 'asset' then exists (
      select from app.asset a
      join app.work_order w on w.org_id = a.org_id and w.site_id = a.site_id
      join app.visit v on v.org_id = w.org_id and v.work_order_id = w.id
      join app.visit_crew c on c.org_id = v.org_id and c.visit_id = v.id
      where a.org_id = nullif(current_setting('app.org_id', true), '')::uuid and a.id = subject
        and c.technician_id = technician)
    else false
  end
$$;
