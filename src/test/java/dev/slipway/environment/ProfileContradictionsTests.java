package dev.slipway.environment;

import static dev.slipway.environment.SomeChanges.SCALED;
import static dev.slipway.environment.SomeChanges.canary;
import static dev.slipway.environment.SomeChanges.check;
import static dev.slipway.environment.SomeChanges.fault;
import static dev.slipway.environment.SomeChanges.linear;
import static dev.slipway.environment.SomeChanges.rolling;
import static dev.slipway.environment.SomeChanges.scaled;
import static dev.slipway.environment.SomeChanges.scheduled;
import static dev.slipway.environment.SomeChanges.serverless;
import static dev.slipway.environment.SomeChanges.stepped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.base.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every contradiction, with the field that it is reported at. */
class ProfileContradictionsTests {

  static Stream<Arguments> contradictions() {
    return Stream.of(
        fault("/gates/soak_seconds", "{\"gates\": {\"soak_seconds\": 60}}"),
        fault(
            "/artifact_store",
            "{\"artifact_store\": \"s3://bucket/\", \"artifact_mappings\":"
                + " [{\"from\": \"s3://a-bucket/\", \"to\": \"s3://b-bucket/\"}]}"),
        fault("/execution_role", "{\"execution_role\": {\"managed\": false}}"),
        fault(
            "/execution_role",
            "{\"execution_role\": {\"arn\": \"arn:aws:iam::123456789012:role/x\"}}"),
        fault(
            "/execution_role",
            "{\"execution_role\": {\"arn\": \"arn:aws:iam::123456789012:role/x\","
                + " \"managed\": false, \"path\": \"/x/\"}}"),
        fault(
            "/execution_role/arn",
            "{\"execution_role\": {\"arn\": \"arn:aws:iam::999999999999:role/x\","
                + " \"managed\": false}}"),
        fault(
            "/execution_role/permissions_boundary_arn",
            "{\"execution_role\": {\"permissions_boundary_arn\":"
                + " \"arn:aws:iam::999999999999:policy/x\"}}"),
        fault(
            "/hosting/instance_type",
            "{\"hosting\": {\"instance_type\": \"ml.t2.medium\"}, " + SCALED + "}"),
        fault("/autoscaling/max_instances", scaled("\"max_instances\": 1")),
        fault("/hosting/instance_count", "{\"hosting\": {\"instance_count\": 9}, " + SCALED + "}"),
        fault("/hosting/instance_count", scaled("\"min_instances\": 3")),
        fault("/image_tag", "{\"image_tag\": \"latest\"}"),
        fault(
            "/alarms/sns_topic_arn",
            "{\"alarms\": {\"sns_topic_arn\": \"arn:aws:sns:eu-west-1:123456789012:ml-alerts\"}}"),
        fault("/rollout/canary", "{\"rollout\": {\"canary\": null}}"),
        fault("/rollout/canary", "{\"rollout\": {\"strategy\": \"ALL_AT_ONCE\"}}"),
        fault(
            "/rollout/linear_step", "{\"rollout\": {\"strategy\": \"LINEAR\", \"canary\": null}}"),
        fault(
            "/rollout/linear_step",
            "{\"rollout\": {\"linear_step\": {\"type\": \"CAPACITY_PERCENT\", \"value\": 25}}}"),
        fault("/rollout/canary", "{\"hosting\": {\"instance_count\": 1}}"),
        fault("/rollout/maximum_batch_size/value", rolling("INSTANCE_COUNT", 2)),
        fault(
            "/rollout/maximum_batch_size",
            "{\"rollout\": {\"strategy\": \"ROLLING\", \"canary\": null,"
                + " \"termination_wait_seconds\": 0}}"),
        fault(
            "/rollout/termination_wait_seconds",
            rolling("INSTANCE_COUNT", 1, ", \"termination_wait_seconds\": 60")),
        fault(
            "/rollout/rollback_maximum_batch_size",
            "{\"rollout\": {\"rollback_maximum_batch_size\": {\"type\": \"INSTANCE_COUNT\","
                + " \"value\": 1}}}"),
        fault(
            "/hosting/kms_key_id",
            "{\"hosting\": {\"instance_type\": \"ml.g5.xlarge\", \"kms_key_id\": \"alias/x\"}}"),
        fault(
            "/hosting/kms_key_id",
            "{\"hosting\": {\"alternative_instance_types\": [\"ml.m5d.large\"], \"kms_key_id\":"
                + " \"alias/x\"}}"),
        fault(
            "/hosting/serverless",
            "{\"hosting\": {\"serverless\": {\"memory_mb\": 1024, \"max_concurrency\": 5}}}"),
        fault(
            "/hosting/serverless/provisioned_concurrency",
            serverless("\"provisioned_concurrency\": 6")),
        fault("/network", serverless("", ", \"network\": {\"isolated\": true}")),
        fault(
            "/data_capture",
            serverless(
                "",
                ", \"data_capture\": {\"destination\": \"s3://captures/x\","
                    + " \"sampling_percentage\": 10, \"captured\": [\"INPUT\"]}")),
        fault("/autoscaling", serverless("", ", " + SCALED)),
        fault(
            "/autoscaling",
            serverless(
                "\"provisioned_concurrency\": 3",
                ", " + SCALED.replace("\"max_instances\": 8", "\"max_instances\": 5"))),
        fault("/autoscaling", scaled("\"target_concurrent_requests\": 5")),
        fault(
            "/autoscaling/scheduled_actions/0",
            scheduled("\"min_instances\": null, \"max_instances\": null")),
        fault("/autoscaling/scheduled_actions/0/max_instances", scheduled("\"min_instances\": 5")),
        fault("/autoscaling/scheduled_actions/0/max_instances", scheduled("\"max_instances\": 1")),
        fault(
            "/autoscaling/scheduled_actions/0/min_instances",
            scheduled("\"min_instances\": 9, \"max_instances\": null")),
        fault("/autoscaling/step_policies/0/period_seconds", stepped("\"period_seconds\": 10")),
        fault(
            "/autoscaling/step_policies/0/metric",
            stepped("\"metric\": \"PROVISIONED_CONCURRENCY_UTILIZATION\"")),
        fault("/rollout/canary/value", canary("INSTANCE_COUNT", 2)),
        fault("/rollout/canary/value", canary("INSTANCE_COUNT", Integer.MAX_VALUE)),
        fault("/rollout/linear_step/value", linear("INSTANCE_COUNT", 2)),
        fault(
            "/rollout/maximum_execution_timeout_seconds",
            "{\"rollout\": {\"maximum_execution_timeout_seconds\": 2700}}"),
        fault(
            "/rollout/maximum_execution_timeout_seconds",
            "{\"rollout\": {\"strategy\": \"LINEAR\", \"canary\": null, \"wait_interval_seconds\":"
                + " 500, \"linear_step\": {\"type\": \"CAPACITY_PERCENT\", \"value\": 10}}}"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void fieldsThatContradictEachOtherAreRefusedWithAProposal(String pointer, String change) {
    Failure.Refused refused = catchThrowableOfType(Failure.Refused.class, () -> check(change));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo("unworkable-profile");
    assertThat(refused.violations())
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.pointer()).isEqualTo("/profile" + pointer);
          assertThat(violation.detail()).endsWith(".");
        });
  }

  @Test
  void anActionThatCrossesTheBoundThatAnotherLeavesIsRefusedByItsName() {
    String actions =
        "\"scheduled_actions\": [%s, %s]"
            .formatted(
                "{\"name\": \"night\", \"schedule\": \"rate(2 days)\", \"max_instances\": %d}",
                "{\"name\": \"day\", \"schedule\": \"rate(1 day)\", \"min_instances\": 5}");
    Failure.Refused refused =
        catchThrowableOfType(Failure.Refused.class, () -> check(scaled(actions.formatted(4))));
    assertThat(refused.violations())
        .extracting(violation -> violation.pointer() + ": " + violation.detail())
        .containsExactly(
            "/profile/autoscaling/scheduled_actions/0/max_instances: The action night would leave"
                + " the most (4) less than the least (5): give it both.",
            "/profile/autoscaling/scheduled_actions/1/min_instances: The action day would leave"
                + " the most (4) less than the least (5): give it both.");
    assertThatCode(() -> check(scaled(actions.formatted(5)))).doesNotThrowAnyException();
  }
}
