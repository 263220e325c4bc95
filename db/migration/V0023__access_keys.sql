-- Access keys of service accounts, with which predictions are signed (docs/access.md). Times are
-- wall time.
create table access_key (
    id                 uuid primary key,
    service_account_id uuid        not null references service_account,
    name               text        not null,
    access_key_id      text        not null unique,
    secret             text        not null, -- sealed
    scopes             jsonb,                -- null: all that the account was granted
    created_by         text        not null,
    created_at         timestamptz not null,
    expires_at         timestamptz,
    last_used_at       timestamptz,          -- to the minute
    revoked_at         timestamptz
);
create index access_key_of_account on access_key (service_account_id, id desc);
create unique index access_key_named on access_key (service_account_id, name)
    where revoked_at is null;
