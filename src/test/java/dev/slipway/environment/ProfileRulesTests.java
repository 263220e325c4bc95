package dev.slipway.environment;

import static dev.slipway.environment.SomeChanges.SCALED;
import static dev.slipway.environment.SomeChanges.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules of a profile take, and that they say everything at once. */
class ProfileRulesTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"rollout\": {\"strategy\": \"ALL_AT_ONCE\", \"canary\": null}, \"hosting\":"
            + " {\"instance_count\": 1}}",
        "{\"rollout\": {\"maximum_execution_timeout_seconds\": 2701}}",
        "{\"rollout\": {\"strategy\": \"LINEAR\", \"canary\": null,"
            + " \"linear_step\": {\"type\": \"INSTANCE_COUNT\", \"value\": 1}}}",
        "{\"rollout\": {\"canary\": {\"type\": \"CAPACITY_PERCENT\", \"value\": 50}}}",
        "{\"hosting\": {\"instance_type\": \"ml.t2.medium\"}}",
        "{\"rollout\": {\"strategy\": \"ROLLING\", \"canary\": null, \"termination_wait_seconds\":"
            + " 0, \"maximum_batch_size\": {\"type\": \"INSTANCE_COUNT\", \"value\": 1}}}",
        "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\":"
            + " {\"memory_mb\": 6144, \"max_concurrency\": 200, \"provisioned_concurrency\": 2}},"
            + " \"autoscaling\": {\"min_instances\": 1, \"max_instances\": 5,"
            + " \"target_provisioned_concurrency_utilization\": 0.7}}",
        "{\"hosting\": {\"alternative_instance_types\": [\"ml.m5.large\"], \"kms_key_id\":"
            + " \"alias/ml\", \"volume_size_gb\": 30, \"routing\": \"LEAST_OUTSTANDING_REQUESTS\","
            + " \"container_startup_timeout_seconds\": 600}, \"network\": {\"isolated\": true,"
            + " \"vpc\": {\"subnets\": [\"subnet-1\"], \"security_group_ids\": [\"sg-1\"]}},"
            + " \"data_capture\": {\"destination\": \"s3://captures/fraud\","
            + " \"sampling_percentage\": 100, \"captured\": [\"INPUT\", \"OUTPUT\"]}}",
        "{\"autoscaling\": {\"min_instances\": 2, \"max_instances\": 8,"
            + " \"target_concurrent_requests\": 4.5, \"step_policies\": [{\"name\": \"surge\","
            + " \"metric\": \"CONCURRENT_REQUESTS_PER_MODEL\", \"comparison\": \"GREATER_THAN\","
            + " \"threshold\": 20, \"period_seconds\": 10, \"evaluation_periods\": 3,"
            + " \"adjustment\": \"PERCENT_CHANGE_IN_CAPACITY\", \"cooldown_seconds\": 60,"
            + " \"steps\": [{\"lower_bound\": 0, \"upper_bound\": 10, \"adjustment\": 50},"
            + " {\"lower_bound\": 10, \"adjustment\": 100}]}], \"scheduled_actions\": [{\"name\":"
            + " \"night\", \"schedule\": \"cron(0 20 ? * MON-FRI *)\", \"timezone\":"
            + " \"Europe/Berlin\", \"min_instances\": 1, \"max_instances\": 2}]}}",
        "{\"location\": {\"region\": \"us-gov-west-1\", \"external_id\": \"a:b\","
            + " \"role_arn\": \"arn:aws-us-gov:iam::123456789012:role/path/slipway\"}}",
        "{\"execution_role\": {\"path\": \"/ml/\", \"permissions_boundary_arn\":"
            + " \"arn:aws:iam::aws:policy/x\"}}",
        "{\"execution_role\": {\"managed\": false, \"arn\": \"arn:aws:iam::123456789012:role/x\"}}",
        "{\"alarms\": {\"sns_topic_arn\": \"arn:aws:sns:us-east-1:210987654321:ml-alerts\"}}",
        "{\"tags\": {\"team\": \"risk models\"}, \"keep_releases\": 1, \"image_tag\": \"v2\"}"
      })
  void whatSageMakerTakesIsTaken(String change) {
    assertThatCode(() -> check(change)).doesNotThrowAnyException();
  }

  @Test
  void everythingAtFaultIsReportedAtOnce() {
    Failure.Refused refused =
        catchThrowableOfType(
            Failure.Refused.class,
            () ->
                check(
                    "{\"hosting\": {\"instance_type\": \"ml.t2.medium\", \"instance_count\": 1},"
                        + " \"image_tag\": \"latest\", "
                        + SCALED
                        + "}"));
    assertThat(refused.violations()).hasSize(4);
    assertThat(refused.detail()).contains("ml.m5.large", "3 more under errors");
  }
}
