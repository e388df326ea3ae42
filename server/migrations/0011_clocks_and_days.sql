-- What a device's clocks said with the last command it handed in (S12): the next one is compared with it.
alter table app.device add column clock jsonb;

-- What a person has to look at on a technician's own day; made of what it is about, as flags of work orders are.
create table app.day_flag (
  org_id uuid not null,
  technician_id uuid not null,
  flag text not null,
  code text not null,
  params text not null default '{}',
  raised_at timestamptz not null,
  settled_at timestamptz,
  primary key (org_id, technician_id, flag),
  foreign key (org_id, technician_id) references app.technician
);
create index on app.day_flag (org_id, raised_at, technician_id) where settled_at is null;

select migration.protect('day_flag');
