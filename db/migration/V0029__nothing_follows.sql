-- A rollback that was asked for while one runs already, or while an update goes back by itself:
-- what waits to follow that deployment is not begun. A later promotion takes this back.
alter table deployment add column nothing_follows boolean not null default false;
