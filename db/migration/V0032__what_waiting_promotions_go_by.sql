-- With supersede: the only deployment that a promotion may take back, as its plan named it. No
-- reference: a name of no deployment lets nothing be taken back.
alter table promotion add column may_supersede uuid;
-- When somebody last asked for a rollback while the deployment ran: promotions that waited for their
-- gates by then are not begun.
alter table deployment add column rollback_asked_at timestamptz;
