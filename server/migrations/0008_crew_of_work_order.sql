-- A crew row names its work order: a technician's work is found without going through the visits (seen: 90 ms of a join).

alter table app.visit_crew add column work_order_id uuid;
alter table app.visit_crew no force row level security;
alter table app.visit no force row level security;
update app.visit_crew crew set work_order_id = visit.work_order_id
from app.visit visit where visit.org_id = crew.org_id and visit.id = crew.visit_id;
alter table app.visit_crew force row level security;
alter table app.visit force row level security;
alter table app.visit_crew alter column work_order_id set not null;
create index on app.visit_crew (org_id, technician_id, work_order_id);
create index on app.visit_crew (org_id, work_order_id);
