-- What was handed over, to the letter: a format may take it in several files. Batches from before have their one CSV.
alter table app.export_batch
  -- [{name, type, text}]
  add column files jsonb not null default '[]';
