-- A promotion that supersedes a running deployment waits until that one has ended.
alter table promotion drop constraint promotion_outcome_check;
alter table promotion add constraint promotion_outcome_check
    check (outcome in ('DEPLOYING', 'NO_CHANGES', 'WAITING', 'REFUSED'));
alter table promotion add column supersedes uuid references deployment;
alter table promotion add column refusal text;
create index promotion_waiting on promotion (endpoint_id) where outcome = 'WAITING';
