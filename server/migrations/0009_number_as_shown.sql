-- What is unique is the number people read; the digits at its end only sort (a prefix may end in digits, and may change).

alter table app.work_order drop constraint work_order_org_id_number_key;
create unique index on app.work_order (org_id, number_text) where number_text <> '';
create index on app.work_order (org_id, number, id);
