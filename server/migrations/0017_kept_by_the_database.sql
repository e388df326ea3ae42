-- What the record of phones rests on, kept by the database itself and not by the code alone.

-- A device gives each number once (SYNC S7). A phone that was copied gives some twice: those are kept without one.
-- Forced policies hide every row from the owner too, who has none of his own to look through.
alter table app.ledger no force row level security;
update app.ledger twice set dseq = null
where exists (
  select from app.ledger first
  where first.org_id = twice.org_id and first.device_id = twice.device_id and first.dseq = twice.dseq
    and (first.received_at, first.command_id) < (twice.received_at, twice.command_id));
alter table app.ledger force row level security;
create unique index ledger_device_number on app.ledger (org_id, device_id, dseq) where dseq is not null;
drop index app.ledger_org_id_device_id_dseq_idx;
alter table app.ledger
  add check (stream_kind in ('work_order', 'day', 'unknown')),
  add check (length(body_hash) = 64),
  add check (version >= 0),
  add check (dseq is null or (dseq >= 1 and device_id is not null));
alter table app.entry
  add check (stream_kind in ('work_order', 'day')),
  add check (version >= 1 and position >= 0);
alter table app.document
  add check (stream_kind in ('work_order', 'day')),
  add check (version >= 1);
alter table app.settled
  add check (stream_kind in ('work_order', 'day')),
  add check (dseq >= 1);
alter table app.held_command
  add check (dseq >= 1),
  add check ((settled_at is null) = (settlement is null));
alter table app.device
  add check (last_dseq >= 0),
  add check (unsent_commands >= 0 and unsent_files >= 0);
alter table app.feed add check (seq >= 1);
alter table app.feed_counter add check (last >= 0);
alter table app.evidence add check (sha256 ~ '^[0-9a-f]{64}$');
-- Bytes are stored at a moment, or refused for a reason, or neither.
alter table app.file
  add check (size >= 0),
  add check ((state = 'stored') = (stored_at is not null)),
  add check ((state = 'refused') = (code is not null));

-- A restore names the new history of each organization under that organization's own rules.
drop function gate.begin_new_epoch();
drop policy directory on app.feed_counter;
revoke select, update (epoch) on app.feed_counter from roundtrip_directory;
