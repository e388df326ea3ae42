-- Which work orders an invoice bills, at which review; lines as they were priced; the text of a batch.

-- A work order has at most one draft, and at most one live invoice per review.
create table app.invoice_work_order (
  org_id uuid not null,
  invoice_id uuid not null,
  work_order_id uuid not null,
  -- version of the review whose lines these are
  review integer not null,
  -- what of the record was settled by lines that are not on the paper: struck ones
  settled jsonb not null default '[]',
  live boolean not null default true,
  primary key (org_id, invoice_id, work_order_id),
  foreign key (org_id, invoice_id) references app.invoice,
  foreign key (org_id, work_order_id) references app.work_order
);
create unique index on app.invoice_work_order (org_id, work_order_id, review) where live;
create index on app.invoice_work_order (org_id, work_order_id);
select migration.protect('invoice_work_order');

alter table app.invoice_line
  -- the line as core priced it, frozen
  add column priced jsonb not null default '{}';

alter table app.export_batch
  -- what was handed over, to the letter
  add column csv text not null default '';

create unique index on app.report (org_id, work_order_id, coalesce(visit_id, work_order_id), document_version);
