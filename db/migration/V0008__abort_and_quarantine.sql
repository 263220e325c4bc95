-- The decision to undo a deployment, written beside the engine's own columns: it must not disturb a
-- tick that runs. And the deployment that takes back what could not be stopped in time.
alter table deployment
    add column abort       jsonb,
    add column compensates uuid references deployment;
create unique index deployment_compensates on deployment (compensates) where compensates is not null;

-- Releases that were rolled back; the newest row of a release holds while it is not lifted.
create table quarantine (
    id            uuid primary key,
    release_id    uuid        not null references release,
    cause         text        not null check (cause in ('ALARM', 'JUDGE', 'SMOKE_TEST', 'PERSON')),
    reason        text        not null,
    deployment_id uuid        not null references deployment,
    placed_at     timestamptz not null,
    lifted_at     timestamptz,
    lifted_by     text,
    lifted_reason text
);
create unique index quarantine_holds on quarantine (release_id) where lifted_at is null;
