-- What a retirement leaves for a while (a managed role) is collected after this moment; while it is
-- being taken away, no deployment may count on it.
alter table aws_resource
    add column collect_after timestamptz,
    add column collecting boolean not null default false;
create index aws_resource_left on aws_resource (collect_after) where deleted_at is null and collect_after is not null;
