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
                    and o.account_id = p.account_id and o.region = p.region);
