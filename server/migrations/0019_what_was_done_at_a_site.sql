-- Which sites have finished visits, and since when: asked at every pull of every phone for all places on it. Without it a
-- pull read every work order of those places.
create index on app.work_order (org_id, site_id, changed_at) where finished_at is not null;
