package dev.slipway.environment;

import dev.slipway.web.JsonSettings;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes of a profile as merge patches, most with one field that a test is about. */
final class SomeChanges {

  private static final JsonMapper JSON = JsonSettings.mapper();

  static final String SCALED =
      "\"autoscaling\": {\"min_instances\": 2, \"max_instances\": 8,"
          + " \"target_invocations_per_instance\": 100}";

  private SomeChanges() {}

  /** Changes a profile of the guarded preset and holds it to the rules. */
  static void check(String change) {
    var documents = new ProfileDocuments(JSON);
    Profile guarded = documents.create(Preset.GUARDED, JSON.readTree(EnvironmentStage.LEAST));
    JsonNode patch = JSON.readTree(change);
    ProfileRules.check(documents.change(guarded, patch), "/profile");
  }

  /** A change, and the field that is at fault then. */
  static Arguments fault(String pointer, String change) {
    return Arguments.of(pointer, change);
  }

  static String freeze(String name, String cron, String timezone, int seconds) {
    return """
    {"gates": {"freezes": [{"name": "%s", "cron": "%s", "timezone": "%s", "duration_seconds": %d}]}}
    """
        .formatted(name, cron, timezone, seconds);
  }

  static String scaled(String field) {
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

  static String canary(String type, int value) {
    return "{\"rollout\": {\"canary\": {\"type\": \"%s\", \"value\": %d}}}".formatted(type, value);
  }

  static String linear(String type, int value) {
    return "{\"rollout\": {\"strategy\": \"LINEAR\", \"canary\": null, \"wait_interval_seconds\": 60, \"linear_step\": {\"type\": \"%s\", \"value\": %d}}}"
        .formatted(type, value);
  }

  static String rolling(String type, int value) {
    return rolling(type, value, ", \"termination_wait_seconds\": 0");
  }

  static String rolling(String type, int value, String more) {
    return "{\"rollout\": {\"strategy\": \"ROLLING\", \"canary\": null, \"maximum_batch_size\": {\"type\": \"%s\", \"value\": %d}%s}}"
        .formatted(type, value, more);
  }

  static String serverless(String field) {
    return serverless(field, "");
  }

  static String serverless(String field, String more) {
    return "{\"hosting\": {\"instance_type\": null, \"instance_count\": null, \"serverless\": %s}%s}"
        .formatted(with("{\"memory_mb\": 1024, \"max_concurrency\": 5}", field), more);
  }

  static String vpc(String subnets, String groups) {
    return "{\"network\": {\"vpc\": {\"subnets\": %s, \"security_group_ids\": %s}}}"
        .formatted(subnets, groups);
  }

  static String capture(String field) {
    return "{\"data_capture\": %s}"
        .formatted(
            with(
                "{\"destination\": \"s3://captures/x\", \"sampling_percentage\": 10,"
                    + " \"captured\": [\"INPUT\"]}",
                field));
  }

  static String scheduled(String field) {
    return scaled(
        "\"scheduled_actions\": [%s]"
            .formatted(
                with(
                    "{\"name\": \"night\", \"schedule\": \"cron(0 20 ? * MON-FRI *)\","
                        + " \"timezone\": \"Europe/Berlin\", \"max_instances\": 4}",
                    field)));
  }

  static String stepped(String field) {
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
