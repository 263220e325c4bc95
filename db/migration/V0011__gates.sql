-- People's word on a version; the newest row holds.
create table version_approval (
    id               uuid primary key,
    model_version_id uuid        not null references model_version,
    status           text        not null check (status in ('APPROVED', 'WITHDRAWN')),
    reason           text        not null,
    decided_by       text        not null,
    decided_at       timestamptz not null
);
create index version_approval_by_version on version_approval (model_version_id, id desc);
create trigger version_approval_is_append_only before update or delete on version_approval
    for each row execute function refuse_change();

-- What each gate of the target said, last; and a promotion that is refused makes no endpoint.
alter table promotion add column gates jsonb not null default '[]';
alter table promotion alter column endpoint_id drop not null;
