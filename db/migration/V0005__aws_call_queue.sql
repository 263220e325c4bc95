-- How far each queue of AWS calls is given out: all processes take their slots here. Losing it costs
-- a moment of too many calls, so it is not logged.
create unlogged table aws_call_queue (
    account_id text             not null,
    region     text             not null,
    call_class text             not null,
    next_at    timestamptz      not null,
    slowness   double precision not null default 1,
    slowed_at  timestamptz,
    primary key (account_id, region, call_class)
) with (fillfactor = 50);
