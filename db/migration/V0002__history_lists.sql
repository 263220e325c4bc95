-- Every filter of the audit list finds its page at constant cost, newest first.
create index history_by_time on history (recorded_at desc, id desc);
create index history_by_subject on history (subject_id, recorded_at desc, id desc);
create index history_by_subject_type on history (subject_type, recorded_at desc, id desc);
create index history_by_actor on history (actor, recorded_at desc, id desc);
create index history_by_type on history (type, recorded_at desc, id desc);
drop index history_by_deployment;
create index history_by_deployment on history (deployment_id, recorded_at, id) where deployment_id is not null;
