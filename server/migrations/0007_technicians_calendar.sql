-- A technician's visits by day, without going through all they ever had; what was joined is theirs to see.

alter table app.visit_crew add column planned_start timestamptz;
-- Forced policies hide every row from the owner too, who has none of his own to fill in.
alter table app.visit_crew no force row level security;
alter table app.visit no force row level security;
update app.visit_crew crew set planned_start = visit.planned_start
from app.visit visit where visit.org_id = crew.org_id and visit.id = crew.visit_id;
alter table app.visit_crew force row level security;
alter table app.visit force row level security;
create index on app.visit_crew (org_id, technician_id, planned_start);

-- Whether something belongs to a technician: a work order they have a visit on or joined, or its site.
create or replace function app.is_of_technician(kind text, subject uuid, technician uuid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  with own as (
    select visit.org_id, visit.work_order_id as id
    from app.visit_crew crew
    join app.visit visit on visit.org_id = crew.org_id and visit.id = crew.visit_id
    where crew.org_id = nullif(current_setting('app.org_id', true), '')::uuid and crew.technician_id = technician
    union all
    select joined.org_id, joined.work_order_id
    from app.joined joined
    where joined.org_id = nullif(current_setting('app.org_id', true), '')::uuid and joined.technician_id = technician
  )
  select case kind
    when 'work_order' then exists (select from own where own.id = subject)
    when 'site' then exists (
      select from own join app.work_order work on work.org_id = own.org_id and work.id = own.id where work.site_id = subject)
    when 'asset' then exists (
      select from own
      join app.work_order work on work.org_id = own.org_id and work.id = own.id
      join app.asset asset on asset.org_id = work.org_id and asset.site_id = work.site_id
      where asset.id = subject)
    else false
  end
$$;
