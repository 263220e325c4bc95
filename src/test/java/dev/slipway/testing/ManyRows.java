package dev.slipway.testing;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Plants endpoints with releases, deployments, promotions, drift and history, as copies of what is
 * there already: every row has a real one's size. There must be an environment "prod" with a model
 * "fraud-detector" that is live there.
 *
 * <p>The first model has many versions, the environment "bench-1" many revisions, the endpoint
 * "bench-1-model-1" many releases, the service account "account-1" many tokens; "bench-rare" has
 * three endpoints only.
 */
public final class ManyRows {

  /**
   * How many.
   *
   * @param environments those of which each model has an endpoint in; ten more have none
   * @param ofOne versions, revisions and releases of the one thing that has many
   */
  public record Size(int environments, int models, int ofOne, int history) {}

  private static final List<String> STATEMENTS =
      List.of(
          """
          insert into environment
          select r.* from environment t, generate_series(1, :environments + 60) n,
            lateral jsonb_populate_record(t, jsonb_build_object('id', uuidv7(),
              'name', case n when :environments + 60 then 'bench-rare' else 'bench-' || n end,
              'revision', case n when 1 then :of_one else 1 end)) r
          where t.name = 'prod'
          """,
          """
          insert into environment_revision
          select r.* from environment e, environment_revision t, environment p,
            generate_series(1, e.revision) n,
            lateral jsonb_populate_record(t, jsonb_build_object('environment_id', e.id, 'revision', n)) r
          where e.name like 'bench-%' and p.name = 'prod'
            and t.environment_id = p.id and t.revision = p.revision
          """,
          """
          insert into model
          select r.* from model t, generate_series(1, :models) n,
            lateral jsonb_populate_record(t, jsonb_build_object('id', uuidv7(), 'name', 'model-' || n)) r
          where t.name = 'fraud-detector'
          """,
          """
          insert into model_version
          select r.* from model_version t, model m,
            generate_series(1, case m.name when 'model-1' then :of_one else 10 end) n,
            lateral jsonb_populate_record(t, jsonb_build_object('id', uuidv7(), 'model_id', m.id, 'name', 'v' || n)) r
          where m.name like 'model-%' and t.id = (select id from model_version limit 1)
          """,
          """
          insert into endpoint
          select r.* from endpoint t, environment e, model m,
            lateral jsonb_populate_record(t, jsonb_build_object('id', uuidv7(),
              'name', e.name || '-' || m.name, 'physical_name', e.name || '-' || m.name,
              'model_id', m.id, 'environment_id', e.id, 'current_release_id', null)) r
          where t.name = 'prod-fraud-detector' and m.name like 'model-%'
            and (e.name in (select 'bench-' || n from generate_series(1, :environments) n)
                 or e.name = 'bench-rare' and m.name in ('model-1', 'model-2', 'model-3'))
          """,
          """
          insert into release
          select r.* from release t, endpoint p,
            generate_series(1, case p.name when 'bench-1-model-1' then :of_one else 5 end) n,
            lateral (select id from model_version where model_id = p.model_id limit 1) v,
            lateral jsonb_populate_record(t, jsonb_build_object('id', uuidv7(),
              'endpoint_id', p.id, 'number', n, 'model_version_id', v.id)) r
          where p.name like 'bench-%'
            and t.id = (select current_release_id from endpoint where name = 'prod-fraud-detector')
          """,
          """
          insert into endpoint_drift (endpoint_id, state, differences, looked_at, compared_at, next_look_at)
          select id, case when random() < 0.02 then 'DRIFTED' else 'IN_SYNC' end,
            '[]', now(), now(), now() + interval '10 years'
          from endpoint where name like 'bench-%'
          """,
          """
          update endpoint p
          set current_release_id = (select id from release where endpoint_id = p.id order by number desc limit 1)
          where name like 'bench-%'
          """,
          """
          insert into deployment
          select r.* from deployment t, release l,
            lateral jsonb_populate_record(t, jsonb_build_object('id', uuidv7(),
              'endpoint_id', l.endpoint_id, 'release_id', l.id, 'previous_release_id', l.id,
              'attempt', l.number,
              'state', case when l.number % 16 = 0 then 'ROLLED_BACK' else 'SUCCEEDED' end)) r
          where t.id = (select id from deployment where state = 'SUCCEEDED' order by id limit 1)
            and l.endpoint_id in (select id from endpoint where name like 'bench-%')
          """,
          """
          insert into promotion
          select r.* from promotion t, deployment d, release l, endpoint p,
            lateral jsonb_populate_record(t, jsonb_build_object('id', uuidv7(),
              'model_id', p.model_id, 'model_version_id', l.model_version_id,
              'from_environment_id', null, 'to_environment_id', p.environment_id,
              'endpoint_id', p.id, 'deployment_id', d.id,
              'outcome', case when l.number = 3 then 'REFUSED' else 'DEPLOYING' end)) r
          where t.id = (select id from promotion limit 1) and d.release_id = l.id and p.id = d.endpoint_id and p.name like 'bench-%'
          """,
          """
          insert into history (id, subject_type, subject_id, sequence, type, actor, summary,
            deployment_id, data, at, recorded_at, previous_hash, hash)
          select uuidv7(n * interval '1 s' - interval '12 days'),
            case when n % 50 = 0 then 'environment' else 'endpoint' end, p.name, n,
            case when n % 1000 = 1 then 'bench.planted' when n % 20 = 0 then 'deployment.resumed'
                 else 'deployment.tick' end,
            case when n % 10 = 0 then 'person-' || n / 10 % 500 else 'slipway' end,
            'Release 2 is compared with the one before it: nothing speaks against it so far.',
            d.id, '{"step": "AWAIT", "calls": [{"action": "DescribeEndpoint", "service": "SageMaker", "request_id": "01981c8e-7a00-7000-8000-000000000001"}]}',
            now() + n * interval '1 s' - interval '12 days', now() + n * interval '1 s' - interval '12 days',
            repeat('a1', 32), repeat('b2', 32)
          from generate_series(1, :history) n
          join (select name, id, row_number() over () as i from endpoint where name like 'bench-%') p
            on p.i = 1 + n / 100 % (:environments * :models)
          left join (select endpoint_id, (array_agg(id))[1] as id from deployment group by 1) d
            on d.endpoint_id = p.id
          order by n
          """,
          """
          insert into service_account (id, name, description, grants, disabled, created_by, created_at, version)
          select uuidv7(), 'account-' || n, '', '[{"role": "DEPLOYER", "environment": "prod"}]', false, 'token:admin', now(), 0
          from generate_series(1, :models) n
          """,
          """
          insert into access_token (id, name, prefix, hash, created_at, service_account_id, scopes, created_by, expires_at)
          select uuidv7(), 'token-' || n, 'slipway_' || n, a.name || '/' || n, now(), a.id, '[{"role": "VIEWER", "environment": "prod"}]', 'token:admin', now() + interval '1 year'
          from service_account a, generate_series(1, case a.name when 'account-1' then :of_one else 2 end) n
          """,
          """
          insert into access_key (id, name, access_key_id, secret, created_at, service_account_id, created_by)
          select uuidv7(), 'key-' || n, 'SLIP' || substr(translate(upper(md5(a.name || '/' || n)), '0189', 'WXYZ'), 1, 16), 'planted', now(), a.id, 'token:admin'
          from service_account a, generate_series(1, case a.name when 'account-1' then :of_one else 2 end) n
          """,
          """
          insert into webhook (id, name, url, types, environments, enabled, created_by, created_at, version)
          select uuidv7(), 'webhook-' || n, 'https://example.com/hook', '{}', '{}', false, 'token:admin', now(), 0
          from generate_series(1, 60) n
          """,
          """
          insert into webhook_delivery (id, webhook_id, event_id, state, attempts, attempts_before,
            due_at, give_up_at, created_at, ended_at)
          select uuidv7(), w.id, null, 'DELIVERED', 1, 0, now(), now(), now(), now()
          from webhook w, generate_series(1, :of_one) n where w.name = 'webhook-1'
          """,
          """
          insert into captured_prediction (id, endpoint_id, request_id, release, variant, caller, status,
            upstream_ms, request_type, request, answer_type, answer, captured_at)
          select uuidv7(), p.id, 'request-' || n, '1', 'primary', 'token:admin', 200, 1,
            'application/json', '{"features": [' || repeat('0.5, ', 200) || '0.5]}',
            'application/json', '{"score": 0.9}', now()
          from endpoint p, generate_series(1, :of_one) n where p.name = 'bench-1-model-1'
          """,
          """
          insert into load_test (id, endpoint_id, release_id, state, wanted, steps, claimed,
            requested_by, requested_reason, tick, version, created_at)
          select uuidv7(), p.id, p.current_release_id, 'CANCELED', cast(
            '{"samples": ["usual"], "bound": {"percentile": "P99", "ms": 200}, "max_error_share": 0.01, "ladder": {"start": 1, "factor": 2}, "step_seconds": 60, "ceilings": {"concurrency": 64, "rate": 1000, "requests": 1000, "seconds": 900}, "safety_factor": 0.5}' as jsonb),
            '[]', false, 'token:admin', 'planted', 1, 1, now()
          from endpoint p, generate_series(1, :of_one) n where p.name = 'bench-1-model-1'
          """,
          """
          insert into recommender_job (id, endpoint_id, release_id, name, state, settings, found,
            requested_by, requested_reason, tick, version, created_at)
          select uuidv7(), p.id, p.current_release_id, 'job-' || n, 'FAILED', cast(
            '{"sagemaker_model": "m", "role_arn": "arn:aws:iam::123456789012:role/recommender", "payload_store": "s3://ml-models/samples/", "samples": ["usual"], "content_type": "application/json", "instance_types": [], "domain": "MACHINE_LEARNING", "task": "OTHER", "framework": "OTHER", "safety_factor": 0.5}' as jsonb),
            '[]', 'token:admin', 'planted', 1, 1, now()
          from endpoint p, generate_series(1, :of_one) n where p.name = 'bench-1-model-1'
          """,
          "analyze");

  private ManyRows() {}

  /** Plants them. */
  public static void plant(JdbcClient jdbc, Size size) {
    for (String statement : STATEMENTS) {
      jdbc.sql(statement)
          .param("environments", size.environments())
          .param("models", size.models())
          .param("of_one", size.ofOne())
          .param("history", size.history())
          .update();
    }
  }
}
