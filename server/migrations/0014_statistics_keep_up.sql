-- The planner needs to know how large a table has become: without statistics a first pull of 5,000 work orders took
-- 1,000 ms of processor time instead of 30. Tables that grow in bursts are looked at again after 2 % and not 10 %.

do $$
declare name text;
begin
  foreach name in array array[
    'ledger', 'entry', 'document', 'settled', 'work_order', 'work_order_asset', 'visit', 'visit_crew', 'flag', 'evidence',
    'time_entry', 'file', 'file_link', 'feed', 'audit', 'search_document', 'customer', 'site', 'asset', 'contact',
    'invoice', 'invoice_line', 'invoice_line_source', 'invoice_work_order'
  ] loop
    execute format('alter table app.%I set (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 200)', name);
  end loop;
end $$;
