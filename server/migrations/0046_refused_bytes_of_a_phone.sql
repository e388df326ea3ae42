-- Where nobody has looked yet at what was refused of a phone's bytes, the phone keeps the work order.

create index on app.evidence (org_id, device_id) where state = 'refused';
