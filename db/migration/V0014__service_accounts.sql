-- Programs that call Slipway. Rows stay for good: history knows an account by its name.
create table service_account (
    id          uuid primary key,
    name        text        not null unique,
    description text        not null,
    grants      jsonb       not null, -- [{"role": "DEPLOYER", "environment": "dev"}], * for all
    disabled    boolean     not null,
    retired_at  timestamptz,          -- wall time
    created_by  text        not null,
    created_at  timestamptz not null, -- wall time
    version     bigint      not null
);

-- A token of no account is the operator's.
alter table access_token
    add column service_account_id uuid references service_account,
    add column scopes             jsonb,       -- null: all that the account was granted
    add column created_by         text,
    add column expires_at         timestamptz, -- wall time
    add column last_used_at       timestamptz; -- wall time, to the minute

create index access_token_of_account on access_token (service_account_id, id desc);
create unique index access_token_named on access_token (service_account_id, name)
    where revoked_at is null;
