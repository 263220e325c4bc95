-- The endpoint configuration that was proven to run the current release. What AWS runs besides it
-- was put there by somebody else.
alter table endpoint add column current_config text;
