-- Releases of deployments that gave way before they came to a known end: each may serve besides the
-- current one, until a look shows which does.
alter table endpoint add column unsettled_release_ids uuid[] not null default '{}';
