-- With what external checks sign their answers (docs/decisions/0017).
create table check_secret (
    id             uuid primary key,
    environment_id uuid        not null references environment,
    check_name     text        not null,
    secret         text        not null, -- sealed
    created_by     text        not null,
    created_at     timestamptz not null,
    expires_at     timestamptz           -- set when another one takes its place
);
create index check_secret_by_check on check_secret (environment_id, check_name);
