-- Invoices and technicians made before search knew them are found, and what technicians' phone numbers are found by
-- follows the organization's country: jobs write it for everybody who is here already.

select gate.enqueue(array_agg(task), array_agg(json_build_object('orgId', org_id)::text))
from gate.organizations(), unnest(array['find_invoices', 'find_technicians']) as wanted (task);
