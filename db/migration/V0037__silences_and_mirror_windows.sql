-- Since when SageMaker does not answer about an Inference Recommender job, in looks that follow each
-- other. Null while it answers, and for jobs that an earlier release looked at.
alter table recommender_job add column silence jsonb;

-- The windows within which mirrored predictions are counted together (docs/proxy.md). A window ends
-- when the endpoint's rules compare in another way. Times are wall time.
create table mirror_window (
    id          uuid primary key,
    endpoint_id uuid        not null references endpoint,
    shadow      text        not null, -- the other endpoint's name
    tolerance   double precision,     -- null where it may have changed while an earlier release counted
    since       timestamptz           -- null where the rules were stated under an earlier release
);
create index mirror_window_of_endpoint on mirror_window (endpoint_id);

create table mirror_count (
    window_id        uuid        not null references mirror_window on delete cascade,
    release          text        not null, -- a number, or those of which either may have answered
    shadow_release   text        not null,
    agreed           bigint      not null,
    differed         bigint      not null,
    failed           bigint      not null,
    not_compared     bigint      not null,
    latencies        bigint[]    not null, -- counts by magnitude, see Latencies
    shadow_latencies bigint[]    not null,
    first_at         timestamptz not null,
    last_at          timestamptz not null,
    primary key (window_id, release, shadow_release)
);

-- What was counted so far, in windows of its own. The earlier table stays for proxies of the release
-- before; what they count there from now on is not shown.
insert into mirror_window (id, endpoint_id, shadow)
select gen_random_uuid(), endpoint_id, shadow from mirror_comparison group by endpoint_id, shadow;
insert into mirror_count
select w.id, c.release, c.shadow_release, c.agreed, c.differed, c.failed, c.not_compared,
       c.latencies, c.shadow_latencies, c.first_at, c.last_at
from mirror_comparison c join mirror_window w on w.endpoint_id = c.endpoint_id and w.shadow = c.shadow;
