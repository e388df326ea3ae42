-- Which work was finished at a site, and in which version each: asked at every pull of every phone for all places on it.
-- The newest of them alone, which the index before had, stays the same when another goes to another site.
create index on app.work_order (org_id, site_id, id, version) where finished_at is not null;
drop index app.work_order_org_id_site_id_changed_at_idx;
