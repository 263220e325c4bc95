package dev.slipway.environment;

import static dev.slipway.environment.SomeChanges.canary;
import static dev.slipway.environment.SomeChanges.capture;
import static dev.slipway.environment.SomeChanges.check;
import static dev.slipway.environment.SomeChanges.fault;
import static dev.slipway.environment.SomeChanges.freeze;
import static dev.slipway.environment.SomeChanges.linear;
import static dev.slipway.environment.SomeChanges.rolling;
import static dev.slipway.environment.SomeChanges.scaled;
import static dev.slipway.environment.SomeChanges.scheduled;
import static dev.slipway.environment.SomeChanges.serverless;
import static dev.slipway.environment.SomeChanges.stepped;
import static dev.slipway.environment.SomeChanges.vpc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.base.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit, with the field that it is reported at. */
class ProfileLimitsTests {

  private static final String LONG = "x".repeat(300);

  static Stream<Arguments> limits() {
    return Stream.of(
        fault("/location/account_id", "{\"location\": {\"account_id\": \"12345\"}}"),
        fault("/location/region", "{\"location\": {\"region\": \"Virginia\"}}"),
        fault("/location/role_arn", "{\"location\": {\"role_arn\": \"admin\"}}"),
        fault("/location/external_id", "{\"location\": {\"external_id\": \"a b\"}}"),
        fault("/execution_role/arn", "{\"execution_role\": {\"arn\": \"arn:aws:iam::1:role/x\"}}"),
        fault("/execution_role/path", "{\"execution_role\": {\"path\": \"slipway\"}}"),
        fault(
            "/execution_role/permissions_boundary_arn",
            "{\"execution_role\": {\"permissions_boundary_arn\": \"boundary\"}}"),
        fault(
            "/artifact_mappings/0/from",
            "{\"artifact_mappings\": [{\"from\": \"s3://bucket\", \"to\": \"s3://other/\"}]}"),
        fault(
            "/artifact_mappings/0/to",
            "{\"artifact_mappings\": [{\"from\": \"s3://bucket/\", \"to\": \"s3://other/a\"}]}"),
        fault(
            "/artifact_mappings/1/from",
            "{\"artifact_mappings\": [{\"from\": \"s3://one/\", \"to\": \"s3://two/\"},"
                + " {\"from\": \"s3://one/\", \"to\": \"s3://three/\"}]}"),
        fault("/image_mappings/0/from", "{\"image_mappings\": [{\"from\": \"\", \"to\": \"b\"}]}"),
        fault("/image_mappings/0/to", "{\"image_mappings\": [{\"from\": \"a\", \"to\": \"b c\"}]}"),
        fault("/image_tag", "{\"image_tag\": \".v2\"}"),
        fault("/artifact_store", "{\"artifact_store\": \"s3://bucket/prefix\"}"),
        fault("/artifact_store", "{\"artifact_store\": \"bucket/\"}"),
        fault("/gates/soak_seconds", "{\"gates\": {\"soak_seconds\": 0}}"),
        fault("/gates/instance_types", "{\"gates\": {\"instance_types\": []}}"),
        fault("/gates/instance_types/0", "{\"gates\": {\"instance_types\": [\"c5.large\"]}}"),
        fault("/gates/approvals", "{\"gates\": {\"approvals\": 0}}"),
        fault("/gates/wait_seconds", "{\"gates\": {\"wait_seconds\": 1}}"),
        fault(
            "/gates/checks/1/name",
            "{\"gates\": {\"checks\": [{\"name\": \"a\", \"deadline_seconds\": 1},"
                + " {\"name\": \"a\", \"deadline_seconds\": 1}]}}"),
        fault(
            "/gates/checks/0/deadline_seconds",
            "{\"gates\": {\"checks\": [{\"name\": \"a\", \"deadline_seconds\": 0}]}}"),
        fault("/gates/max_instances", "{\"gates\": {\"max_instances\": 0}}"),
        fault("/gates/max_cost_per_hour", "{\"gates\": {\"max_cost_per_hour\": 0}}"),
        fault("/gates/freezes/0/name", freeze("", "0 0 * * *", "UTC", 60)),
        fault("/gates/freezes/0/cron", freeze("a", "at night", "UTC", 60)),
        fault("/gates/freezes/0/cron", freeze("a", "0 0 30 2 *", "UTC", 60)),
        fault("/gates/freezes/0/timezone", freeze("a", "0 0 * * *", "Berlin", 60)),
        fault("/gates/freezes/0/duration_seconds", freeze("a", "0 0 * * *", "UTC", 0)),
        fault("/keep_releases", "{\"keep_releases\": 0}"),
        fault("/keep_releases", "{\"keep_releases\": 1001}"),
        fault("/container_environment/1", "{\"container_environment\": {\"1\": \"x\"}}"),
        fault("/tags/slipway:x", "{\"tags\": {\"slipway:x\": \"y\"}}"),
        fault("/tags/Slipway:x", "{\"tags\": {\"Slipway:x\": \"y\"}}"),
        fault("/tags/AWS:x", "{\"tags\": {\"AWS:x\": \"y\"}}"),
        fault("/tags/a", "{\"tags\": {\"a\": \"%s\"}}".formatted(LONG)),
        fault("/tags/a*", "{\"tags\": {\"a*\": \"b\"}}"),
        fault("/alarms/sns_topic_arn", "{\"alarms\": {\"sns_topic_arn\": \"ml-alerts\"}}"),
        fault("/alarms/latency_threshold_ms", "{\"alarms\": {\"latency_threshold_ms\": 0}}"),
        fault("/hosting/instance_type", "{\"hosting\": {\"instance_type\": \"c5.xlarge\"}}"),
        fault("/hosting/instance_count", "{\"hosting\": {\"instance_count\": 0}}"),
        fault("/autoscaling/min_instances", scaled("\"min_instances\": 0")),
        fault("/autoscaling/max_instances", scaled("\"max_instances\": 0")),
        fault(
            "/autoscaling/target_invocations_per_instance",
            scaled("\"target_invocations_per_instance\": 0")),
        fault(
            "/autoscaling/scale_in_cooldown_seconds", scaled("\"scale_in_cooldown_seconds\": -1")),
        fault(
            "/autoscaling/scale_out_cooldown_seconds",
            scaled("\"scale_out_cooldown_seconds\": 86401")),
        fault("/rollout/wait_interval_seconds", "{\"rollout\": {\"wait_interval_seconds\": -1}}"),
        fault("/rollout/wait_interval_seconds", "{\"rollout\": {\"wait_interval_seconds\": 3601}}"),
        fault(
            "/rollout/termination_wait_seconds",
            "{\"rollout\": {\"termination_wait_seconds\": 3601}}"),
        fault(
            "/rollout/maximum_execution_timeout_seconds",
            "{\"rollout\": {\"maximum_execution_timeout_seconds\": 599}}"),
        fault(
            "/rollout/maximum_execution_timeout_seconds",
            "{\"rollout\": {\"maximum_execution_timeout_seconds\": 28801}}"),
        fault("/rollout/canary/value", canary("CAPACITY_PERCENT", 51)),
        fault("/rollout/canary/value", canary("CAPACITY_PERCENT", 0)),
        fault("/rollout/canary/value", canary("INSTANCE_COUNT", 0)),
        fault("/rollout/linear_step/value", linear("CAPACITY_PERCENT", 9)),
        fault("/rollout/linear_step/value", linear("CAPACITY_PERCENT", 51)),
        fault("/rollout/maximum_batch_size/value", rolling("CAPACITY_PERCENT", 4)),
        fault("/rollout/maximum_batch_size/value", rolling("CAPACITY_PERCENT", 51)),
        fault(
            "/rollout/rollback_maximum_batch_size/value",
            rolling(
                "INSTANCE_COUNT",
                1,
                ", \"rollback_maximum_batch_size\": {\"type\": \"CAPACITY_PERCENT\", \"value\":"
                    + " 101}")),
        fault("/hosting/instance_type", "{\"hosting\": {\"instance_type\": null}}"),
        fault("/hosting/volume_size_gb", "{\"hosting\": {\"volume_size_gb\": 513}}"),
        fault(
            "/hosting/alternative_instance_types/0",
            "{\"hosting\": {\"alternative_instance_types\": [\"m5.large\"]}}"),
        fault(
            "/hosting/model_data_download_timeout_seconds",
            "{\"hosting\": {\"model_data_download_timeout_seconds\": 59}}"),
        fault(
            "/hosting/container_startup_timeout_seconds",
            "{\"hosting\": {\"container_startup_timeout_seconds\": 3601}}"),
        fault("/hosting/kms_key_id", "{\"hosting\": {\"kms_key_id\": \"a key\"}}"),
        fault("/hosting/serverless/memory_mb", serverless("\"memory_mb\": 1000")),
        fault("/hosting/serverless/max_concurrency", serverless("\"max_concurrency\": 201")),
        fault(
            "/hosting/serverless/provisioned_concurrency",
            serverless("\"provisioned_concurrency\": 0")),
        fault("/network/vpc/subnets", vpc("[]", "[\"sg-1\"]")),
        fault("/network/vpc/subnets/0", vpc("[\"subnet 1\"]", "[\"sg-1\"]")),
        fault(
            "/network/vpc/security_group_ids",
            vpc("[\"subnet-1\"]", "[\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"]")),
        fault("/data_capture/destination", capture("\"destination\": \"bucket\"")),
        fault("/data_capture/sampling_percentage", capture("\"sampling_percentage\": 0")),
        fault("/data_capture/captured", capture("\"captured\": []")),
        fault(
            "/autoscaling/target_concurrent_requests", scaled("\"target_concurrent_requests\": 0")),
        fault(
            "/autoscaling/target_provisioned_concurrency_utilization",
            scaled("\"target_provisioned_concurrency_utilization\": 0.95")),
        fault(
            "/autoscaling/target_invocations_per_instance",
            scaled("\"target_invocations_per_instance\": null")),
        fault("/autoscaling/scheduled_actions/0/schedule", scheduled("\"schedule\": \"20:00\"")),
        fault(
            "/autoscaling/scheduled_actions/0/timezone", scheduled("\"timezone\": \"Mars/Base\"")),
        fault("/autoscaling/scheduled_actions/0/min_instances", scheduled("\"min_instances\": 0")),
        fault("/autoscaling/step_policies/0/period_seconds", stepped("\"period_seconds\": 45")),
        fault("/autoscaling/step_policies/0/steps", stepped("\"steps\": []")),
        fault(
            "/autoscaling/step_policies/0/steps",
            stepped(
                "\"steps\": [{\"lower_bound\": 0, \"upper_bound\": 10, \"adjustment\": 1},"
                    + " {\"lower_bound\": 20, \"adjustment\": 2}]")));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void aFieldOutsideItsLimitsIsInvalid(String pointer, String change) {
    Failure.Invalid invalid = catchThrowableOfType(Failure.Invalid.class, () -> check(change));
    assertThat(invalid).isNotNull();
    assertThat(invalid.violations())
        .anySatisfy(violation -> {
          assertThat(violation.pointer()).isEqualTo("/profile" + pointer);
          assertThat(violation.detail()).endsWith(".");
        });
  }
}
