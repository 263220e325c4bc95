-- Every moment is timestamptz to the microsecond. Columns named *_at hold cloud time (compared with
-- AWS's data) unless the comment says wall time. States are text with a check.

create table model (
    id          uuid primary key,
    name        text        not null unique,
    description text        not null default '',
    version     bigint      not null,
    created_at  timestamptz not null
);

-- Immutable: the trigger below refuses updates.
create table model_version (
    id                    uuid primary key,
    model_id              uuid        not null references model,
    name                  text        not null,
    image                 text        not null,
    artifact              text        not null,
    container_environment jsonb       not null,
    description           text        not null default '',
    created_by            text        not null,
    created_at            timestamptz not null,
    unique (model_id, name)
);

create index model_version_by_model on model_version (model_id, id desc);

create table environment (
    id         uuid primary key,
    name       text        not null unique,
    revision   integer     not null,
    version    bigint      not null,
    created_at timestamptz not null
);

-- Immutable: a changed profile is a new revision.
create table environment_revision (
    environment_id uuid        not null references environment,
    revision       integer     not null,
    profile        jsonb       not null,
    created_by     text        not null,
    created_at     timestamptz not null,
    primary key (environment_id, revision)
);

create table endpoint (
    id                 uuid primary key,
    name               text        not null unique,
    physical_name      text        not null unique,
    model_id           uuid        not null references model,
    environment_id     uuid        not null references environment,
    overrides          jsonb       not null,
    current_release_id uuid,
    pending_release_id uuid, -- may serve besides the current one while an update runs
    last_release       integer     not null default 0,
    retired            boolean     not null default false,
    version            bigint      not null,
    created_at         timestamptz not null,
    unique (model_id, environment_id)
);

-- Immutable: the resolved specification of an endpoint at one moment.
create table release (
    id                   uuid primary key,
    endpoint_id          uuid        not null references endpoint,
    number               integer     not null,
    model_version_id     uuid        not null references model_version,
    environment_revision integer     not null,
    spec                 jsonb       not null,
    content_hash         text        not null,
    created_at           timestamptz not null,
    unique (endpoint_id, number)
);
alter table endpoint
    add foreign key (current_release_id) references release,
    add foreign key (pending_release_id) references release;

create table deployment (
    id                  uuid primary key,
    endpoint_id         uuid        not null references endpoint,
    kind                text        not null check (kind in ('PROMOTE', 'ROLL_BACK', 'RETIRE')),
    release_id          uuid references release,
    previous_release_id uuid references release,
    attempt             integer     not null,
    state               text        not null check (state in (
                            'QUEUED', 'PREPARING', 'UPDATING', 'FINISHING', 'SUCCEEDED',
                            'ROLLING_BACK', 'ROLLED_BACK', 'FAILED', 'CANCELED', 'NEEDS_ATTENTION')),
    step                text,
    waiting_for         text,
    reason_code         text,
    reason              text,
    aws_status          text,
    fleets              jsonb       not null,
    memory              jsonb       not null,
    plan                jsonb       not null,
    plan_hash           text        not null,
    requested_by        text        not null,
    requested_reason    text        not null,
    tick                bigint      not null,
    version             bigint      not null,
    created_at          timestamptz not null,
    state_since         timestamptz not null,
    finished_at         timestamptz,
    unique (endpoint_id, attempt)
);

-- One active deployment per endpoint.
create unique index deployment_active on deployment (endpoint_id)
    where state in ('QUEUED', 'PREPARING', 'UPDATING', 'FINISHING', 'ROLLING_BACK', 'NEEDS_ATTENTION');
create index deployment_by_endpoint on deployment (endpoint_id, id desc);
create index deployment_by_state on deployment (state, id desc);

-- What Slipway made in AWS. Nothing outside this table is ever deleted.
create table aws_resource (
    endpoint_id   uuid        not null references endpoint,
    kind          text        not null check (kind in ('ROLE', 'MODEL', 'ENDPOINT_CONFIG', 'ALARM', 'ENDPOINT', 'SCALABLE_TARGET')),
    name          text        not null,
    release_id    uuid references release,
    deployment_id uuid        not null references deployment,
    created_at    timestamptz not null,
    deleted_at    timestamptz,
    primary key (kind, name, deployment_id)
);
create index aws_resource_by_endpoint on aws_resource (endpoint_id) where deleted_at is null;

create table promotion (
    id                  uuid primary key,
    model_id            uuid        not null references model,
    model_version_id    uuid        not null references model_version,
    from_environment_id uuid references environment,
    to_environment_id   uuid        not null references environment,
    endpoint_id         uuid        not null references endpoint,
    deployment_id       uuid references deployment,
    outcome             text        not null check (outcome in ('DEPLOYING', 'NO_CHANGES')),
    reason              text        not null,
    requested_by        text        not null,
    created_at          timestamptz not null
);
create index promotion_by_model on promotion (model_id, id desc);

-- Append-only; each row carries the hash of the one before of the same subject.
create table history (
    id            uuid primary key,
    subject_type  text        not null,
    subject_id    text        not null,
    sequence      bigint      not null,
    type          text        not null,
    actor         text        not null,
    summary       text        not null,
    deployment_id uuid,
    data          jsonb       not null,
    at            timestamptz not null,
    recorded_at   timestamptz not null, -- wall time
    previous_hash text        not null,
    hash          text        not null,
    unique (subject_type, subject_id, sequence)
);
create index history_by_deployment on history (deployment_id, id) where deployment_id is not null;

create table history_head (
    subject_type text   not null,
    subject_id   text   not null,
    sequence     bigint not null,
    hash         text   not null,
    primary key (subject_type, subject_id)
);

create table access_token (
    id         uuid primary key,
    name       text        not null,
    prefix     text        not null,
    hash       text        not null unique,
    created_at timestamptz not null, -- wall time
    revoked_at timestamptz           -- wall time
);

create table idempotency (
    principal   text        not null,
    method      text        not null,
    path        text        not null,
    key         text        not null,
    fingerprint text        not null,
    status      integer,
    headers     jsonb,
    body        text,
    created_at  timestamptz not null, -- wall time
    primary key (principal, method, path, key)
);
create index idempotency_by_age on idempotency (created_at);

-- db-scheduler's own table, as its documentation gives it.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end;
$$;
create trigger history_is_append_only before update or delete on history
    for each row execute function refuse_change();
create trigger model_version_is_immutable before update or delete on model_version
    for each row execute function refuse_change();
create trigger environment_revision_is_immutable before update or delete on environment_revision
    for each row execute function refuse_change();
create trigger release_is_immutable before update or delete on release
    for each row execute function refuse_change();
