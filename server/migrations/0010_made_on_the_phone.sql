-- What was made on a phone says on which work order it was reported, and by whom; null for what the office made.

alter table app.customer add column reported_on uuid, add column reported_by uuid,
  add foreign key (org_id, reported_on) references app.work_order,
  add foreign key (org_id, reported_by) references app.member;
create index on app.customer (org_id, reported_on) where reported_on is not null;
create index on app.customer (org_id, reported_by) where reported_by is not null;

alter table app.site add column reported_on uuid, add column reported_by uuid,
  add foreign key (org_id, reported_on) references app.work_order,
  add foreign key (org_id, reported_by) references app.member;
create index on app.site (org_id, reported_on) where reported_on is not null;
create index on app.site (org_id, reported_by) where reported_by is not null;

alter table app.contact add column reported_on uuid, add column reported_by uuid,
  add foreign key (org_id, reported_on) references app.work_order,
  add foreign key (org_id, reported_by) references app.member;
create index on app.contact (org_id, reported_on) where reported_on is not null;
create index on app.contact (org_id, reported_by) where reported_by is not null;

alter table app.asset add column reported_on uuid, add column reported_by uuid,
  add foreign key (org_id, reported_on) references app.work_order,
  add foreign key (org_id, reported_by) references app.member;
create index on app.asset (org_id, reported_on) where reported_on is not null;
create index on app.asset (org_id, reported_by) where reported_by is not null;
