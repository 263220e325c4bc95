-- Sample payloads of a model: sent to a new fleet before its release counts as good.
create table model_sample (
    id              uuid primary key,
    model_id        uuid        not null references model,
    name            text        not null,
    content_type    text        not null,
    body            bytea       not null check (octet_length(body) between 1 and 65536),
    response_schema jsonb,
    created_by      text        not null,
    updated_at      timestamptz not null,
    unique (model_id, name)
);
