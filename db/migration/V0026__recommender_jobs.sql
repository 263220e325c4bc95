-- Inference Recommender jobs for endpoints (docs/load-tests.md). Times are cloud time.

create table recommender_job (
    id               uuid primary key,
    endpoint_id      uuid        not null references endpoint,
    release_id       uuid        not null references release, -- whose model is tried
    name             text        not null, -- of the job in SageMaker
    state            text        not null,
    settings         jsonb       not null, -- what was asked for, complete
    found            jsonb       not null, -- what it recommends
    reason           text,                 -- why it failed, or SageMaker is not heard of
    cancel           jsonb,                -- somebody wants it to end
    requested_by     text        not null,
    requested_reason text        not null,
    tick             bigint      not null,
    version          bigint      not null,
    created_at       timestamptz not null,
    begun_at         timestamptz,
    finished_at      timestamptz
);
create index recommender_job_of_endpoint on recommender_job (endpoint_id, id desc);
create unique index recommender_job_running on recommender_job (endpoint_id)
    where state in ('QUEUED', 'RUNNING', 'STOPPING');
