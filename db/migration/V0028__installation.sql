-- Which cloud these records are about: one row, written by the first start since. A process that is
-- to work in another cloud does not start on them.
create table installation (
    id    boolean primary key default true check (id),
    cloud text not null -- as slipway.cloud names it
);
