-- Secrets that must be read again are sealed with keys from the configuration (docs/access.md).

comment on column webhook_secret.secret is
    'sealed; what was written before V0022 is sealed when a process starts';

-- One row, by which a process proves its keys when it starts.
create table secret_check (
    id     uuid primary key,
    sealed text not null
);
