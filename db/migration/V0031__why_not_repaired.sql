-- Why the last look's repair of an endpoint's differences was refused.
alter table endpoint_drift add column not_repaired text;
