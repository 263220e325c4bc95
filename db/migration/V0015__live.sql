-- The order in which changes became visible, for whoever follows them (docs/decisions/0011).

-- In which environment it happened, as far as it happened in one. Follows from the subject, so it
-- is no part of what is hashed.
alter table history add column environment text;

create function environment_of_event() returns trigger language plpgsql as $$
begin
    if new.subject_type = 'environment' then
        new.environment := new.subject_id;
    elsif new.subject_type = 'endpoint' then
        select e.name into new.environment
        from endpoint p join environment e on e.id = p.environment_id where p.name = new.subject_id;
    end if;
    return new;
end;
$$;
create trigger history_has_its_environment before insert on history
    for each row execute function environment_of_event();

alter table history disable trigger history_is_append_only;
update history set environment = subject_id where subject_type = 'environment';
update history h set environment = e.name
from endpoint p join environment e on e.id = p.environment_id
where h.subject_type = 'endpoint' and p.name = h.subject_id;
alter table history enable trigger history_is_append_only;
create index history_by_environment on history (environment, recorded_at desc, id desc)
    where environment is not null;

create sequence change_position;

-- What was committed and has no position yet. Written by triggers, in the transaction of the change.
create table unplaced_change (
    id      bigint generated always as identity primary key,
    kind    text not null check (kind in ('EVENT', 'DEPLOYMENT')),
    subject uuid not null
);

create table event_position (
    position bigint primary key,
    event_id uuid not null unique
);

-- Of a deployment only its latest change: who missed the ones before misses nothing.
create table deployment_position (
    deployment_id uuid primary key,
    position      bigint not null unique
);

insert into event_position (position, event_id)
select row_number() over (order by recorded_at, id), id from history;
insert into deployment_position (deployment_id, position)
select id, (select count(*) from history) + row_number() over (order by id) from deployment;
select setval('change_position', 1 + (select count(*) from history) + (select count(*) from deployment));

create function note_unplaced_event() returns trigger language plpgsql as $$
begin
    insert into unplaced_change (kind, subject) values ('EVENT', new.id);
    return null;
end;
$$;
create trigger history_is_placed after insert on history
    for each row execute function note_unplaced_event();

create function note_unplaced_deployment() returns trigger language plpgsql as $$
begin
    insert into unplaced_change (kind, subject) values ('DEPLOYMENT', new.id);
    return null;
end;
$$;
create trigger new_deployment_is_placed after insert on deployment
    for each row execute function note_unplaced_deployment();
-- A tick that changes nothing but its own number is no news.
create trigger changed_deployment_is_placed after update on deployment
    for each row when (
        (old.state, old.step, old.waiting_for, old.reason_code, old.reason, old.aws_status,
         old.fleets, old.memory, old.abort, old.finished_at)
        is distinct from
        (new.state, new.step, new.waiting_for, new.reason_code, new.reason, new.aws_status,
         new.fleets, new.memory, new.abort, new.finished_at))
    execute function note_unplaced_deployment();
