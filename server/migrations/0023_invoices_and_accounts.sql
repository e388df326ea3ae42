-- Invoices of many work orders and in parts, credit notes, payments, purchase orders, closed books, and the accounts.

alter table app.invoice
  -- of a credit note: why
  add column reason text not null default '',
  -- the credited invoice whose work this one bills again
  add column rebills_invoice_id uuid,
  -- gross of the credit notes against it, zero or below; of such a credit note itself, its gross taken away
  add column credited bigint not null default 0,
  -- what was received for it
  add column paid bigint not null default 0,
  add foreign key (org_id, rebills_invoice_id) references app.invoice,
  add check (net + tax = gross);
create index on app.invoice (org_id, rebills_invoice_id) where rebills_invoice_id is not null;
create index on app.invoice (org_id, due_date)
  where state in ('issued', 'exported', 'acknowledged') and gross + credited - paid <> 0;
create index on app.invoice (org_id, customer_id, lower(purchase_order)) where purchase_order <> '';

-- Of a credit note: the line it takes back.
alter table app.invoice_line
  add column credits_line_id uuid,
  add foreign key (org_id, credits_line_id) references app.invoice_line;
create index on app.invoice_line (org_id, credits_line_id) where credits_line_id is not null;

alter table app.invoice_work_order
  -- keys of lines left for a later invoice
  add column left_lines jsonb not null default '[]',
  -- some lines of the review were left
  add column partial boolean not null default false;
drop index app.invoice_work_order_org_id_work_order_id_review_idx;
create unique index on app.invoice_work_order (org_id, work_order_id, review) where live and not partial;

-- What was issued stays as it was: only what happens to it afterwards may be written.
create function app.issued_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then raise exception 'an issued invoice is never deleted' using errcode = 'restrict_violation'; end if;
    return old;
  end if;
  if old.state = 'draft' then
    if new.state not in ('draft', 'void')
      and new.net <> (select coalesce(sum(net), 0) from app.invoice_line where org_id = new.org_id and invoice_id = new.id) then
      raise exception 'the lines do not make the net' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.state = 'draft' or (old.state = 'void' and new.state <> 'void')
    or (old.number is not null and old.file_id is not null and new.file_id is distinct from old.file_id)
    or (new.id, new.kind, new.series, new.number, new.number_text, new.customer_id, new.corrects_invoice_id,
        new.rebills_invoice_id, new.currency, new.currency_exponent, new.net, new.tax, new.gross, new.tax_totals,
        new.purchase_order, new.issue_date, new.due_date, new.issued_at, new.issued_by, new.content, new.reason)
      is distinct from
       (old.id, old.kind, old.series, old.number, old.number_text, old.customer_id, old.corrects_invoice_id,
        old.rebills_invoice_id, old.currency, old.currency_exponent, old.net, old.tax, old.gross, old.tax_totals,
        old.purchase_order, old.issue_date, old.due_date, old.issued_at, old.issued_by, old.content, old.reason) then
    raise exception 'an issued invoice stays as it was issued' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger issued_stays before update or delete on app.invoice for each row execute function app.issued_stays();

-- Lines come and go while it is a draft.
create function app.issued_lines_stay() returns trigger language plpgsql as $$
declare
  line record;
begin
  if tg_op = 'DELETE' then line := old; else line := new; end if;
  if exists (select from app.invoice where org_id = line.org_id and id = line.invoice_id and state <> 'draft') then
    raise exception 'the lines of an issued invoice stay' using errcode = 'restrict_violation';
  end if;
  return line;
end $$;
create trigger issued_lines_stay before insert or update or delete on app.invoice_line
  for each row execute function app.issued_lines_stay();

-- What was received for an invoice, or given back. One taken back stays, with its reason.
create table app.payment (
  org_id uuid not null references app.organization,
  id uuid not null,
  invoice_id uuid not null,
  paid_on date not null,
  amount bigint not null check (amount <> 0),
  method text not null check (method in ('transfer', 'card', 'cash', 'cheque', 'direct_debit', 'other')),
  note text not null default '',
  -- taken over from the accounts' own list
  from_accounts boolean not null default false,
  recorded_at timestamptz not null,
  recorded_by uuid,
  taken_back_at timestamptz,
  taken_back_by uuid,
  take_back_reason text not null default '',
  primary key (org_id, id),
  foreign key (org_id, invoice_id) references app.invoice,
  check ((taken_back_at is null) = (take_back_reason = ''))
);
create index on app.payment (org_id, invoice_id);

-- A customer's order number with what it allows: how much in all (net), until when.
create table app.purchase_order (
  org_id uuid not null references app.organization,
  id uuid not null,
  customer_id uuid not null,
  number text not null check (number <> ''),
  limit_net bigint check (limit_net >= 0),
  valid_until date,
  note text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, customer_id) references app.customer
);
create unique index on app.purchase_order (org_id, customer_id, lower(number)) where archived_at is null;
create index on app.purchase_order (org_id, customer_id);

-- How an organization works with its accounts.
create table app.accounts (
  org_id uuid not null references app.organization,
  -- nothing is issued on this day or before it
  closed_until date,
  format text not null default 'csv' check (format in ('csv', 'json', 'xero', 'quickbooks')),
  version integer not null default 1,
  primary key (org_id)
);
-- Which account a line goes to and which tax code a rate has there.
create table app.account_code (
  org_id uuid not null references app.organization,
  what text not null check (what in ('line_kind', 'category', 'tax_rate')),
  key text not null,
  code text not null check (code <> ''),
  primary key (org_id, what, key)
);
-- The name the accounts know a customer by: the one first handed over, whatever became of it here.
create table app.accounts_customer (
  org_id uuid not null references app.organization,
  customer_id uuid not null,
  name text not null check (name <> ''),
  primary key (org_id, customer_id),
  foreign key (org_id, customer_id) references app.customer
);

-- What the accounts said of each invoice of a batch. A refused one may go into another.
alter table app.export_batch_invoice
  add column state text not null default 'handed' check (state in ('handed', 'accepted', 'refused')),
  add column words text not null default '',
  add column answered_at timestamptz,
  add column answered_by uuid,
  drop constraint export_batch_invoice_org_id_invoice_id_key;
create unique index on app.export_batch_invoice (org_id, invoice_id) where state <> 'refused';
create index on app.export_batch_invoice (org_id, invoice_id);

select migration.protect('payment', 'purchase_order', 'accounts', 'account_code', 'accounts_customer');
