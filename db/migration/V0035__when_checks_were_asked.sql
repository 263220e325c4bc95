-- When each external check was asked about a promotion that waits for its gates, by its name: its
-- deadline counts from then. Null for promotions that an earlier release put on record: their checks
-- were asked with the promotion.
alter table promotion add column checks_asked jsonb;
