-- What work costs: whom a rate card is for and how long it holds, prices by customer and day, terms of a customer, ways.

-- How far somebody has come in the trade: apprentice, journeyman, master. An hour may cost by it.
create table app.technician_grade (
  org_id uuid not null references app.organization,
  id uuid not null,
  name text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  unique (org_id, name)
);
alter table app.technician
  add column grade_id uuid,
  add foreign key (org_id, grade_id) references app.technician_grade;
create index on app.technician (org_id, grade_id) where grade_id is not null;

-- Null: for everybody and everything. Bands, zones and a fixed price are in its rules.
alter table app.rate_card
  add column customer_id uuid,
  add column job_type_id uuid,
  add column grade_id uuid,
  add column valid_until date,
  add foreign key (org_id, customer_id) references app.customer,
  add foreign key (org_id, job_type_id) references app.job_type,
  add foreign key (org_id, grade_id) references app.technician_grade,
  add check (valid_until >= valid_from),
  add check (not is_default or (customer_id is null and job_type_id is null and grade_id is null));
create index on app.rate_card (org_id, customer_id) where customer_id is not null;
create index on app.rate_card (org_id, job_type_id) where job_type_id is not null;
create index on app.rate_card (org_id, grade_id) where grade_id is not null;
-- Of one scope one card begins on a day.
create unique index rate_card_org_id_valid_from_key on app.rate_card (org_id, customer_id, job_type_id, grade_id, valid_from)
  nulls not distinct
  where archived_at is null and (customer_id is not null or job_type_id is not null or grade_id is not null);

-- Without a list price its cost is marked up. Both in ten-thousandths of the currency unit.
alter table app.price_item
  alter column unit_price drop not null,
  add check (unit_cost >= 0);

-- What an item costs from a day on: for one customer, or (null) for all.
create table app.item_price (
  org_id uuid not null references app.organization,
  id uuid not null,
  item_id uuid not null,
  customer_id uuid,
  unit_price bigint not null check (unit_price >= 0),
  valid_from date not null,
  valid_until date,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, item_id) references app.price_item,
  foreign key (org_id, customer_id) references app.customer,
  check (valid_until >= valid_from)
);
create unique index item_price_org_id_valid_from_key on app.item_price (org_id, item_id, customer_id, valid_from)
  nulls not distinct where archived_at is null;
create index on app.item_price (org_id, customer_id) where customer_id is not null;

-- What comes off for a customer; its id is the customer's. Percents in hundredths.
create table app.customer_terms (
  org_id uuid not null references app.organization,
  id uuid not null,
  labour_discount integer not null default 0 check (labour_discount between 0 and 10000),
  parts_discount integer not null default 0 check (parts_discount between 0 and 10000),
  -- [{category, percent}]
  category_discounts jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, id) references app.customer
);

-- Where ways to a territory begin; without one they begin at the organization's base.
alter table app.territory
  add column base_latitude double precision,
  add column base_longitude double precision;
-- The name of a travel zone, where the distance does not say it.
alter table app.site add column travel_zone text not null default '';
-- `warranty_until` is of parts.
alter table app.asset add column labour_warranty_until date;

select migration.protect('technician_grade', 'item_price', 'customer_terms');
