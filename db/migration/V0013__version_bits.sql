-- What a version's image tag and artifact stood for when it was first promoted; carried from then on.
create table version_bits (
    model_version_id uuid        not null references model_version,
    container        integer     not null,
    image_digest     text,
    artifact         jsonb,
    address          text,
    fixed_at         timestamptz not null,
    primary key (model_version_id, container)
);
