-- What the board decides from: who works when and where, what a site asks for, what was promised, what is due.

-- Where somebody usually works: a part of the town, a county, a building.
create table app.territory (
  org_id uuid not null references app.organization,
  id uuid not null,
  name text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  unique (org_id, name)
);

-- Hours of the week as JSON, Monday first: [[{"from": "07:00", "to": "16:00"}], …]. Null: the organization's.
alter table app.technician
  add column working_hours jsonb,
  add column start_latitude double precision,
  add column start_longitude double precision,
  add column territory_ids uuid[] not null default '{}';
-- A certificate counts until the end of its last day; null: for good.
alter table app.technician_skill
  add column certificate text not null default '',
  add column valid_until date;

-- Days that differ from the week: away, working besides, on call.
create table app.roster_entry (
  org_id uuid not null references app.organization,
  id uuid not null,
  technician_id uuid not null,
  kind text not null check (kind in ('absent', 'extra', 'on_call')),
  reason text not null default '' check (reason in ('', 'holiday', 'sickness', 'training', 'other')),
  note text not null default '',
  from_at timestamptz not null,
  to_at timestamptz not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, technician_id) references app.technician,
  check (from_at < to_at)
);
create index on app.roster_entry (org_id, technician_id, to_at) where archived_at is null;

alter table app.site
  add column territory_id uuid,
  add column opening_hours jsonb,
  add column preferred_technician_ids uuid[] not null default '{}',
  add column refused_technician_ids uuid[] not null default '{}',
  add foreign key (org_id, territory_id) references app.territory;
create index on app.site (org_id, territory_id) where territory_id is not null;
-- A site nobody knows the position of is where the others of its town are.
create index on app.site (org_id, country, lower(city)) where latitude is not null;

-- The next promise of a work order that is still open: which, by when, from when on it is at risk, and whether its clock
-- stands. Null where nothing is promised or all of it is done.
alter table app.work_order
  add column due_kind text check (due_kind in ('acknowledge', 'arrive', 'resolve')),
  add column due_at timestamptz,
  add column due_risk_at timestamptz,
  add column due_paused boolean not null default false;
-- When the crew set out and came, as reported.
alter table app.visit
  add column set_out_at timestamptz,
  add column arrived_at timestamptz;

-- What is due and has no work order yet: a visit an obligation asks for, to be planned within its window.
create table app.proposed_visit (
  org_id uuid not null references app.organization,
  id uuid not null,
  site_id uuid not null,
  job_type_id uuid,
  kind text not null check (kind in ('recurring', 'contract')),
  priority text not null check (priority in ('P1', 'P2', 'P3', 'P4')),
  title text not null,
  -- what asks for it, in words: the agreement and its obligation
  source text not null default '',
  minutes integer not null check (minutes > 0),
  due_from date not null,
  due_to date not null,
  -- what became of it
  work_order_id uuid,
  declined_at timestamptz,
  decline_reason text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, site_id) references app.site,
  foreign key (org_id, job_type_id) references app.job_type,
  check (due_from <= due_to)
);
create index on app.proposed_visit (org_id, due_to) where work_order_id is null and declined_at is null and archived_at is null;
create index on app.proposed_visit (org_id, site_id);
create index on app.proposed_visit (org_id, job_type_id) where job_type_id is not null;

select migration.protect('territory', 'roster_entry', 'proposed_visit');

-- Forced policies hide every row from the owner too, who has none of his own to fill in.
alter table app.visit no force row level security;
alter table app.work_order no force row level security;
alter table app.time_entry no force row level security;
update app.visit visit set set_out_at = told.set_out_at, arrived_at = told.arrived_at
from (
  select org_id, visit_id, min(started_at) filter (where activity = 'travel') as set_out_at,
    min(started_at) filter (where activity = 'work') as arrived_at
  from app.time_entry where visit_id is not null group by org_id, visit_id
) told
where told.org_id = visit.org_id and told.visit_id = visit.id;
update app.work_order work set due_kind = 'arrive', due_at = work.target_at, due_risk_at = work.target_at - interval '4 hours'
where work.target_at is not null
  and work.status in ('unscheduled', 'scheduled', 'in_progress', 'on_hold')
  and not exists (
    select from app.visit visit
    where visit.org_id = work.org_id and visit.work_order_id = work.id and visit.arrived_at is not null);
alter table app.visit force row level security;
alter table app.work_order force row level security;
alter table app.time_entry force row level security;
-- Lists are sorted by what is due next.
drop index app.work_order_by_target;
create index work_order_by_due on app.work_order (org_id, coalesce(due_at, 'infinity'::timestamptz), id);
