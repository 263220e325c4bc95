-- SageMaker's names are unique in an account and region, and not beyond: with an account for each
-- stage, every one of them may have an endpoint "fraud". An environment never leaves its account
-- and region, so its endpoints do not either.
alter table endpoint
    add column account_id text,
    add column region     text;

update endpoint p
set account_id = r.profile #>> '{location,account_id}',
    region     = r.profile #>> '{location,region}'
from environment e
join environment_revision r on r.environment_id = e.id and r.revision = e.revision
where e.id = p.environment_id;

alter table endpoint
    alter column account_id set not null,
    alter column region set not null;

-- Said here, so that a process of the previous release goes on adding endpoints.
create function place_endpoint() returns trigger language plpgsql as $$
begin
    select r.profile #>> '{location,account_id}', r.profile #>> '{location,region}'
    into new.account_id, new.region
    from environment e
    join environment_revision r on r.environment_id = e.id and r.revision = e.revision
    where e.id = new.environment_id;
    return new;
end $$;

create trigger endpoint_is_where_its_environment_is
    before insert on endpoint
    for each row execute function place_endpoint();

-- An import that was retired unclaimed is forgotten: what it looked at may be imported otherwise.
alter table endpoint drop constraint endpoint_physical_name_key;
create unique index endpoint_by_physical_name on endpoint (physical_name, account_id, region)
    where not retired or adoption is null or (adoption ->> 'claimed')::boolean;
