-- A phone holds the newest of what its technician joined or raised: found by when, not by reading all of it.
create index joined_newest on app.joined (org_id, technician_id, at desc, work_order_id desc);
