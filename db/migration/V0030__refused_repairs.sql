-- When it was last told that an endpoint's differences could not be repaired.
alter table endpoint_drift add column repair_refused_at timestamptz;
