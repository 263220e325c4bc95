-- Sessions of browsers: of whoever has shown a token, or has logged in.
create table session (
    hash       text primary key,
    token_id   uuid references access_token,
    claims     jsonb,                -- what the identity provider said; null for a token's
    created_at timestamptz not null, -- wall time
    expires_at timestamptz not null, -- wall time
    check ((token_id is null) <> (claims is null))
);

create index session_over on session (expires_at);
