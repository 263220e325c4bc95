-- Since when SageMaker does not answer about an Inference Recommender job, in looks that follow each
-- other. Null while it answers, and for jobs that an earlier release looked at.
alter table recommender_job add column silence jsonb;
