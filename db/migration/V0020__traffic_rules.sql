-- What the proxy does with an endpoint's traffic beside passing it on (docs/proxy.md).
create table traffic_rules (
    endpoint_id uuid primary key references endpoint,
    rules       jsonb  not null,
    version     bigint not null
);
