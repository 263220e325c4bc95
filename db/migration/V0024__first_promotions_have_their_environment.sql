-- A promotion that waits or is refused may be of an endpoint that is yet to be made. Then it is the
-- promotion that says in which environment it happened, or those who may see that would not hear.
create or replace function environment_of_event() returns trigger language plpgsql as $$
begin
    if new.subject_type = 'environment' then
        new.environment := new.subject_id;
    elsif new.subject_type = 'endpoint' then
        select e.name into new.environment
        from endpoint p join environment e on e.id = p.environment_id where p.name = new.subject_id;
        if new.environment is null and new.data ? 'promotion' then
            select e.name into new.environment
            from promotion p join environment e on e.id = p.to_environment_id
            where p.id = (new.data ->> 'promotion')::uuid;
        end if;
    end if;
    return new;
end;
$$;

alter table history disable trigger history_is_append_only;
update history h set environment = e.name
from promotion p join environment e on e.id = p.to_environment_id
where h.environment is null and h.subject_type = 'endpoint' and h.data ? 'promotion'
  and p.id = (h.data ->> 'promotion')::uuid;
alter table history enable trigger history_is_append_only;
