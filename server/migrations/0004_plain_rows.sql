-- What the plain rows of the office still lacked: who a technician is, books, dated rate cards, files of sites.

alter table app.technician
  add column kind text not null default 'employee' check (kind in ('employee', 'apprentice', 'subcontractor')),
  add column home_latitude double precision,
  add column home_longitude double precision;

-- Their number in the books, where it differs from ours.
alter table app.customer add column account_number text not null default '';

alter table app.job_type add column crew_size smallint not null default 1 check (crew_size between 1 and 20);

-- The code of the accounting system.
alter table app.tax_rate add column code text not null default '';

alter table app.price_item add column category text not null default '';
create index on app.price_item (org_id, category);

-- A new price is a new card from a day on: several defaults follow each other, one a day.
alter table app.rate_card add column valid_from date not null default '2000-01-01';
drop index app.rate_card_org_id_idx;
create unique index on app.rate_card (org_id, valid_from) where is_default and archived_at is null;

alter table app.file_link add column version integer not null default 1;
