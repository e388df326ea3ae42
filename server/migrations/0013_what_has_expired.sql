-- What sign-in leaves behind goes a while after it has expired, by the nightly job.

grant delete on auth.session to roundtrip_directory;
grant select, delete on auth.verification to roundtrip_directory;

-- Sessions that ended by themselves (what they were bound to goes with them), failed tries that no window counts any
-- more, links to the first owner that can open nothing.
create function gate.forget_expired(older_than interval) returns table (what text, gone bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from auth.session where "expiresAt" < now() - older_than;
  get diagnostics gone = row_count;
  what := 'sessions';
  return next;
  delete from auth.verification where "expiresAt" < now() - older_than;
  get diagnostics gone = row_count;
  what := 'verifications';
  return next;
  delete from directory.sign_in_attempt where since < now() - older_than;
  get diagnostics gone = row_count;
  what := 'sign_in_attempts';
  return next;
  delete from directory.setup_link where expires_at < now() - older_than;
  get diagnostics gone = row_count;
  what := 'setup_links';
  return next;
end $$;
select migration.give('gate.forget_expired(interval)', 'roundtrip_directory', 'roundtrip_worker');
