-- Load tests of endpoints (docs/load-tests.md). Times are cloud time.

create table load_test (
    id               uuid primary key,
    endpoint_id      uuid        not null references endpoint,
    release_id       uuid        not null references release, -- must serve throughout
    state            text        not null,
    wanted           jsonb       not null, -- what was asked for, complete
    steps            jsonb       not null, -- what was measured
    ending           text,                 -- why no more steps are taken
    stop             jsonb,                -- why it ended before its time
    result           jsonb,
    wanted_end       jsonb,                -- somebody wants it to end while load is sent
    claimed          boolean     not null, -- a process sends load that is not stored yet
    requested_by     text        not null,
    requested_reason text        not null,
    tick             bigint      not null,
    version          bigint      not null,
    created_at       timestamptz not null,
    begun_at         timestamptz,
    finished_at      timestamptz
);
create index load_test_of_endpoint on load_test (endpoint_id, id desc);
create unique index load_test_running on load_test (endpoint_id)
    where state in ('QUEUED', 'RUNNING', 'READING');
