package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.base.Failure;
import dev.slipway.web.JsonSettings;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every limit and every contradiction, each with the field that it is reported at. */
class ProfileRulesTests {

  private static final JsonMapper JSON = JsonSettings.mapper();
  private static final String LONG = "x".repeat(300);

  private static final String SCALED =
      "\"autoscaling\": {\"min_instances\": 2, \"max_instances\": 8,"
          + " \"target_invocations_per_instance\": 100}";

  private static String freeze(String name, String cron, String timezone, int seconds) {
    return """
    {"gates": {"freezes": [{"name": "%s", "cron": "%s", "timezone": "%s", "duration_seconds": %d}]}}
    """
        .formatted(name, cron, timezone, seconds);
  }

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

  private static void check(String change) {
    var documents = new ProfileDocuments(JSON);
    Profile guarded = documents.create(Preset.GUARDED, JSON.readTree(EnvironmentApiTests.LEAST));
    JsonNode patch = JSON.readTree(change);
    ProfileRules.check(documents.change(guarded, patch), "/profile");
  }

  private static Arguments fault(String pointer, String change) {
    return Arguments.of(pointer, change);
  }

  private static String scaled(String field) {
    String name = field.substring(0, field.indexOf(':'));
    String others =
        Stream.of(
                "\"min_instances\": 2",
                "\"max_instances\": 8",
                "\"target_invocations_per_instance\": 100")
            .filter(other -> !other.startsWith(name))
            .reduce("", (a, b) -> a + b + ", ");
    return "{\"autoscaling\": {%s%s}}".formatted(others, field);
  }

  private static String canary(String type, int value) {
    return "{\"rollout\": {\"canary\": {\"type\": \"%s\", \"value\": %d}}}".formatted(type, value);
  }

  private static String linear(String type, int value) {
    return "{\"rollout\": {\"strategy\": \"LINEAR\", \"canary\": null, \"wait_interval_seconds\": 60, \"linear_step\": {\"type\": \"%s\", \"value\": %d}}}"
        .formatted(type, value);
  }

  private static String rolling(String type, int value) {
    return rolling(type, value, ", \"termination_wait_seconds\": 0");
  }

  private static String rolling(String type, int value, String more) {
    return "{\"rollout\": {\"strategy\": \"ROLLING\", \"canary\": null, \"maximum_batch_size\": {\"type\": \"%s\", \"value\": %d}%s}}"
        .formatted(type, value, more);
  }

  private static String serverless(String field) {
    return serverless(field, "");
  }

  private static String serverless(String field, String more) {
    return "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\": %s}%s}"
        .formatted(with("{\"memory_mb\": 1024, \"max_concurrency\": 5}", field), more);
  }

  private static String vpc(String subnets, String groups) {
    return "{\"network\": {\"vpc\": {\"subnets\": %s, \"security_group_ids\": %s}}}"
        .formatted(subnets, groups);
  }

  private static String capture(String field) {
    return "{\"data_capture\": %s}"
        .formatted(
            with(
                "{\"destination\": \"s3://captures/x\", \"sampling_percentage\": 10,"
                    + " \"captured\": [\"INPUT\"]}",
                field));
  }

  private static String scheduled(String field) {
    return scaled(
        "\"scheduled_actions\": [%s]"
            .formatted(
                with(
                    "{\"name\": \"night\", \"schedule\": \"cron(0 20 ? * MON-FRI *)\","
                        + " \"timezone\": \"Europe/Berlin\", \"max_instances\": 4}",
                    field)));
  }

  private static String stepped(String field) {
    return scaled(
        "\"step_policies\": [%s]"
            .formatted(
                with(
                    "{\"name\": \"surge\", \"metric\": \"INVOCATIONS_PER_INSTANCE\","
                        + " \"comparison\": \"GREATER_THAN\", \"threshold\": 900,"
                        + " \"period_seconds\": 60, \"evaluation_periods\": 1, \"adjustment\":"
                        + " \"CHANGE_IN_CAPACITY\", \"cooldown_seconds\": 60, \"steps\":"
                        + " [{\"lower_bound\": 0, \"adjustment\": 2}]}",
                    field)));
  }

  /** An object with a field set to another value. */
  private static String with(String object, String field) {
    ObjectNode changed = (ObjectNode) JSON.readTree(object);
    changed.setAll((ObjectNode) JSON.readTree("{" + field + "}"));
    return changed.toString();
  }
}
