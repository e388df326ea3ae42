-- Reports, invoices, exports.

create table app.report (
  org_id uuid not null references app.organization,
  id uuid not null,
  work_order_id uuid not null,
  -- null: the report covers the whole work order
  visit_id uuid,
  document_version integer not null,
  template_version integer not null default 1,
  state text not null check (state in ('waiting', 'frozen', 'failed')),
  -- what it was made from, canonical JSON
  content text,
  file_id uuid,
  asked_at timestamptz not null,
  asked_by uuid,
  frozen_at timestamptz,
  code text,
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, work_order_id) references app.work_order,
  foreign key (org_id, file_id) references app.file
);
create index on app.report (org_id, work_order_id, asked_at);
create index on app.report (org_id, file_id);

create table app.invoice (
  org_id uuid not null references app.organization,
  id uuid not null,
  kind text not null default 'invoice' check (kind in ('invoice', 'credit_note')),
  state text not null check (state in ('draft', 'issued', 'exported', 'acknowledged', 'void')),
  -- given when issued, gap-free per series
  series text,
  number bigint,
  number_text text,
  customer_id uuid not null,
  corrects_invoice_id uuid,
  currency text not null,
  currency_exponent smallint not null,
  net bigint not null default 0,
  tax bigint not null default 0,
  gross bigint not null default 0,
  -- [{rate, net, tax}]
  tax_totals jsonb not null default '[]',
  purchase_order text not null default '',
  issue_date date,
  due_date date,
  issued_at timestamptz,
  issued_by uuid,
  void_reason text,
  -- what the paper shows, canonical JSON, frozen when issued
  content text,
  file_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, series, number),
  foreign key (org_id, customer_id) references app.customer,
  foreign key (org_id, corrects_invoice_id) references app.invoice,
  foreign key (org_id, file_id) references app.file,
  check ((state = 'draft') = (number is null) or state = 'void')
);
create index on app.invoice (org_id, customer_id);
create index on app.invoice (org_id, corrects_invoice_id);
create index on app.invoice (org_id, file_id);
create index on app.invoice (org_id, state, created_at desc, id);

create table app.invoice_line (
  org_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  work_order_id uuid,
  visit_id uuid,
  position integer not null,
  kind text not null,
  description text not null,
  -- thousandths
  quantity bigint not null,
  unit text not null default '',
  -- ten-thousandths of the currency unit
  unit_price bigint not null,
  net bigint not null,
  -- hundredths of a percent
  tax_rate integer not null,
  -- {rule, version, entries, override}
  why jsonb not null,
  primary key (org_id, id),
  foreign key (org_id, invoice_id) references app.invoice,
  foreign key (org_id, work_order_id) references app.work_order
);
create index on app.invoice_line (org_id, invoice_id, position);
create index on app.invoice_line (org_id, work_order_id);

-- A time entry or a part is on at most one live invoice line.
create table app.invoice_line_source (
  org_id uuid not null,
  line_id uuid not null,
  source_id uuid not null,
  live boolean not null default true,
  primary key (org_id, line_id, source_id),
  foreign key (org_id, line_id) references app.invoice_line
);
create unique index on app.invoice_line_source (org_id, source_id) where live;

create table app.export_batch (
  org_id uuid not null references app.organization,
  id uuid not null,
  number bigint not null,
  format text not null default 'csv',
  invoices integer not null,
  net bigint not null,
  tax bigint not null,
  gross bigint not null,
  -- [{rate, net, tax, gross}]
  tax_totals jsonb not null default '[]',
  file_id uuid,
  created_at timestamptz not null default now(),
  created_by uuid,
  version integer not null default 1,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, file_id) references app.file
);
create index on app.export_batch (org_id, file_id);
create table app.export_batch_invoice (
  org_id uuid not null,
  batch_id uuid not null,
  invoice_id uuid not null,
  primary key (org_id, batch_id, invoice_id),
  unique (org_id, invoice_id),
  foreign key (org_id, batch_id) references app.export_batch,
  foreign key (org_id, invoice_id) references app.invoice
);

select migration.protect('report', 'invoice', 'invoice_line', 'invoice_line_source', 'export_batch', 'export_batch_invoice');
