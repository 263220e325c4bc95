-- What the looks at AWS have found of each endpoint that serves.
create table endpoint_drift (
    endpoint_id  uuid primary key references endpoint,
    state        text  not null check (state in (
                     'IN_SYNC', 'DRIFTED', 'GONE', 'MOVING', 'DEPLOYING', 'UNANSWERED')),
    differences  jsonb not null,
    looked_at    timestamptz,
    compared_at  timestamptz, -- the last look at everything around the endpoint
    next_look_at timestamptz not null,
    modified_at  timestamptz, -- SageMaker's last-modified time at the last look
    repair       uuid references deployment
);
create index endpoint_drift_due on endpoint_drift (next_look_at);

-- What is special about an endpoint that was made elsewhere; null for one that Slipway made.
alter table endpoint add column adoption jsonb;

-- Putting Slipway's mark on such an endpoint is a deployment of its own kind.
alter table deployment drop constraint deployment_kind_check;
alter table deployment add constraint deployment_kind_check
    check (kind in ('PROMOTE', 'ROLL_BACK', 'ADOPT', 'RETIRE'));
