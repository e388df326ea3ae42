-- Where a phone's browser takes notices of new, moved and recalled visits (RFC 8030), and what only its page can read
-- them with (RFC 8291).
create table app.push_subscription (
  org_id uuid not null,
  device_id uuid not null,
  endpoint text not null check (length(endpoint) <= 1000),
  p256dh text not null,
  auth text not null,
  made_at timestamptz not null,
  primary key (org_id, device_id),
  foreign key (org_id, device_id) references app.device
);
create index on app.push_subscription (org_id, endpoint);
select migration.protect('push_subscription');
