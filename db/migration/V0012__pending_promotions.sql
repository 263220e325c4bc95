-- A promotion may wait for its gates: people's approvals, checks from outside, or time.
alter table promotion drop constraint promotion_outcome_check;
alter table promotion add constraint promotion_outcome_check
    check (outcome in ('DEPLOYING', 'NO_CHANGES', 'WAITING', 'REFUSED', 'PENDING_APPROVAL', 'CANCELED'));
alter table promotion
    add column waits_for_gates boolean not null default false,
    add column supersede       boolean not null default false,
    add column break_glass     text,
    add column expires_at      timestamptz,
    -- What people decide on: the release that would be deployed, and the one that it would replace.
    add column content_hash    text,
    add column replaces        uuid references release,
    add column plan            jsonb;
create index promotion_unsettled on promotion (to_environment_id, model_id)
    where outcome in ('WAITING', 'PENDING_APPROVAL');

create table promotion_decision (
    id           uuid primary key,
    promotion_id uuid        not null references promotion,
    kind         text        not null check (kind in ('APPROVED', 'REJECTED', 'CHECK_PASSED',
                     'CHECK_FAILED', 'BREAK_GLASS', 'CANCELED')),
    check_name   text,
    decided_by   text        not null,
    reason       text        not null,
    url          text,
    decided_at   timestamptz not null
);
create index promotion_decision_by_promotion on promotion_decision (promotion_id, id);
-- Everybody's approval, and every check's answer, counts once.
create unique index promotion_approved_once on promotion_decision (promotion_id, decided_by)
    where kind = 'APPROVED';
create unique index promotion_checked_once on promotion_decision (promotion_id, check_name)
    where check_name is not null;
create trigger promotion_decision_is_append_only before update or delete on promotion_decision
    for each row execute function refuse_change();
