-- Where the money of each completed work order stands, in exactly one place. Kept with every entry of its record; what it
-- comes to is weighed by a job, since it takes the whole price book.
create table app.ledger_entry (
  org_id uuid not null references app.organization,
  work_order_id uuid not null,
  place text not null check (place in ('blocked', 'ready', 'not_billable', 'invoiced', 'exported', 'acknowledged')),
  -- why it is blocked, who can take that away, and whose phones and clocks it is about
  code text,
  owner text check (owner in ('technician', 'dispatcher', 'billing')),
  technician_ids uuid[] not null default '{}',
  since timestamptz not null,
  completed_at timestamptz not null,
  -- without tax, in minor units
  net bigint not null default 0,
  -- the prices it was weighed with; null: not weighed since the record changed; empty: by invoices, which do not change
  weighed_with text,
  primary key (org_id, work_order_id),
  foreign key (org_id, work_order_id) references app.work_order,
  check ((code is null) = (owner is null)),
  check ((place = 'blocked') = (code is not null))
);
create index on app.ledger_entry (org_id, place, code);
create index on app.ledger_entry (org_id, weighed_with) where weighed_with is distinct from '';

-- Records of before: told apart by their status until they are weighed.
alter table app.work_order no force row level security;
insert into app.ledger_entry (org_id, work_order_id, place, code, owner, since, completed_at)
select org_id, id,
  case status when 'work_complete' then 'blocked' when 'ready_to_invoice' then 'ready' when 'not_billable' then status
    else 'invoiced' end,
  case status when 'work_complete' then 'to_review' end, case status when 'work_complete' then 'billing' end,
  coalesce(finished_at, raised_at), coalesce(finished_at, raised_at)
from app.work_order
where status in ('work_complete', 'ready_to_invoice', 'not_billable', 'invoiced', 'closed');
alter table app.work_order force row level security;

select migration.protect('ledger_entry');
