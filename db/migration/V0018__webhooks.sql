-- Where events are sent to (docs/webhooks.md). Times are wall time.

create table webhook (
    id              uuid primary key,
    name            text        not null unique,
    url             text        not null,
    types           text[]      not null, -- empty for all; 'deployment.*' for all that begin so
    environments    text[]      not null, -- empty for all
    enabled         boolean     not null,
    disabled_reason text,
    failing_since   timestamptz, -- the first failure since the last success
    created_by      text        not null,
    created_at      timestamptz not null,
    version         bigint      not null
);

create table webhook_secret (
    id         uuid primary key,
    webhook_id uuid        not null references webhook on delete cascade,
    secret     text        not null, -- as it is: signing needs it
    created_at timestamptz not null,
    expires_at timestamptz           -- set when another one takes its place
);
create index webhook_secret_by_webhook on webhook_secret (webhook_id);

-- Up to where events were taken up.
create table webhook_cursor (
    only_row boolean primary key default true check (only_row),
    position bigint not null
);
insert into webhook_cursor (position) select coalesce(max(position), 0) from event_position;

create table webhook_delivery (
    id         uuid primary key,
    webhook_id uuid        not null references webhook on delete cascade,
    event_id   uuid, -- null for a ping
    state      text        not null check (state in ('PENDING', 'DELIVERED', 'FAILED')),
    attempts   integer     not null,
    attempts_before integer not null, -- before it was last replayed
    due_at     timestamptz not null, -- while an attempt runs: when it is given up for lost
    give_up_at timestamptz not null,
    created_at timestamptz not null,
    ended_at   timestamptz,
    unique (webhook_id, event_id)
);
create index webhook_delivery_due on webhook_delivery (due_at) where state = 'PENDING';
create index webhook_delivery_by_webhook on webhook_delivery (webhook_id, id desc);
create index webhook_delivery_by_state on webhook_delivery (webhook_id, state, id desc);
create index webhook_delivery_by_age on webhook_delivery (ended_at) where ended_at is not null;

create table webhook_attempt (
    delivery_id uuid        not null references webhook_delivery on delete cascade,
    number      integer     not null,
    at          timestamptz not null,
    duration_ms bigint      not null,
    status      integer, -- null when there was no answer
    error       text,
    answer      text,    -- its first bytes
    primary key (delivery_id, number)
);
