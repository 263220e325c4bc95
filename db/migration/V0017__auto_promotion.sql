-- What an environment that promotes by itself has taken of each model, and whether it is paused.
create table auto_promotion (
    environment_id uuid not null references environment,
    model_id       uuid not null references model,
    taken          uuid references release,    -- the predecessor's release that was asked for last
    promotion_id   uuid references promotion,  -- what came of it
    refusal        text,                       -- or why nothing did
    paused_by      uuid references deployment, -- the rollback that paused it
    paused_at      timestamptz,
    resumed_at     timestamptz,
    primary key (environment_id, model_id)
);
