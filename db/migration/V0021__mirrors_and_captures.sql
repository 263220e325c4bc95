-- What the proxies have seen of mirrored and captured predictions (docs/proxy.md). Times are wall time.

create table mirror_comparison (
    endpoint_id      uuid        not null references endpoint,
    shadow           text        not null, -- the other endpoint's name
    release          text        not null, -- a number, or 'mixed'
    shadow_release   text        not null,
    agreed           bigint      not null,
    differed         bigint      not null,
    failed           bigint      not null,
    not_compared     bigint      not null,
    latencies        bigint[]    not null, -- counts by magnitude, see Latencies
    shadow_latencies bigint[]    not null,
    first_at         timestamptz not null,
    last_at          timestamptz not null,
    primary key (endpoint_id, shadow, release, shadow_release)
);

create table captured_prediction (
    id           uuid primary key,
    endpoint_id  uuid             not null references endpoint,
    request_id   text             not null,
    release      text             not null, -- a number, or 'mixed'
    variant      text             not null,
    caller       text             not null,
    status       integer          not null,
    upstream_ms  double precision not null,
    request_type text,
    request      text, -- null when it was left out, like the answer
    answer_type  text,
    answer       text,
    captured_at  timestamptz      not null
);
create index captured_prediction_by_endpoint on captured_prediction (endpoint_id, id desc);
create index captured_prediction_by_release on captured_prediction (endpoint_id, release, id desc);
