package dev.slipway.simulator.serving;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code model.json}, read: the scorer, and how this version misbehaves. Immutable, shared by all
 * instances that run the same artifact.
 *
 * <p>Beside the scorer's own members: {@code threshold} (0.5; from where on the label is 1), {@code
 * answer} (an object whose members every answer repeats, such as a version), {@code
 * custom_attributes} (sent with every answer), {@code compute_ms} (0; how long a request keeps one
 * of the instance's processors busy), {@code faults}: {@code error_rate} (share of requests
 * answered 500), {@code latency_ms}, {@code ping_fails}.
 */
record BuiltInModel(
    Scorer scorer,
    double threshold,
    @Nullable ObjectNode answer,
    @Nullable String customAttributes,
    Duration computing,
    double errorRate,
    Duration latency,
    boolean pingFails) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads a {@code model.json}.
   *
   * @throws IllegalArgumentException when it describes no model
   */
  static BuiltInModel parse(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("model.json is not JSON", e);
    }
    JsonNode faults = json.path("faults");
    JsonNode attributes = json.get("custom_attributes");
    return new BuiltInModel(
        Scorer.of(json),
        json.path("threshold").asDouble(0.5),
        json.get("answer") instanceof ObjectNode object ? object : null,
        attributes == null ? null : attributes.asString(),
        Duration.ofNanos((long) (json.path("compute_ms").asDouble(0) * 1e6)),
        faults.path("error_rate").asDouble(0),
        Duration.ofMillis(faults.path("latency_ms").asLong(0)),
        faults.path("ping_fails").asBoolean(false));
  }
}
