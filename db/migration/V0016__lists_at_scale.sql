-- Every filter of every list finds its page by an index, newest first. Those by environment order by
-- the id's text, which no other index does: dev.slipway.base.Conditions says why.
create index endpoint_by_environment on endpoint (environment_id, ((id::text) collate "C") desc);
create index endpoint_drift_by_state on endpoint_drift (state, endpoint_id desc);
create index promotion_by_target on promotion (to_environment_id, ((id::text) collate "C") desc);
create index promotion_by_outcome on promotion (outcome, id desc);

-- A deployment's environment is its endpoint's, which never changes; it stands here too, so that
-- one environment's deployments are found without those of all others.
alter table deployment add column environment_id uuid references environment;
update deployment d set environment_id = e.environment_id from endpoint e where e.id = d.endpoint_id;
create function deployment_is_where_its_endpoint_is() returns trigger language plpgsql as $$
begin
    select environment_id into new.environment_id from endpoint where id = new.endpoint_id;
    return new;
end;
$$;
create trigger deployment_has_its_environment before insert on deployment
    for each row execute function deployment_is_where_its_endpoint_is();
alter table deployment alter column environment_id set not null;
create index deployment_by_environment on deployment (environment_id, ((id::text) collate "C") desc);
