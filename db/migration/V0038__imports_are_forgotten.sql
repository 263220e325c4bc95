-- An import that is retired unclaimed leaves an endpoint's record as it was before: it stood in the
-- way of every promotion there. Which SageMaker endpoint it was, and whose callers ask for it by an
-- earlier name, is in the endpoint's adoption.
alter table endpoint
    add column forgotten_import text;

update endpoint p
set forgotten_import = physical_name,
    physical_name    = name,
    adoption         = null,
    overrides        = '{}',
    version          = version + 1
where retired and not (adoption ->> 'claimed')::boolean
  and not exists (select 1 from endpoint o
                  where o.id <> p.id and o.physical_name = p.name
                    and o.account_id = p.account_id and o.region = p.region
                    and (not o.retired or o.adoption is null
                         or (o.adoption ->> 'claimed')::boolean));

-- Said here too, since a process of the previous release that retires an import leaves it on record.
create function forget_import() returns trigger language plpgsql as $$
begin
    new.forgotten_import = new.physical_name;
    new.physical_name = coalesce(new.adoption #>> '{before,physical_name}', new.name);
    new.overrides = coalesce(new.adoption #> '{before,overrides}', '{}');
    new.adoption = new.adoption #> '{before,adoption}';
    return new;
end $$;

create trigger endpoint_forgets_an_unclaimed_import
    before update on endpoint
    for each row
    when (new.retired and not old.retired and not (new.adoption ->> 'claimed')::boolean)
    execute function forget_import();
