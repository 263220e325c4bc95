-- Several containers in one version (an inference pipeline). Absent means one container, as before.
alter table model_version
    add column container_hostname text,
    add column further_containers jsonb;
