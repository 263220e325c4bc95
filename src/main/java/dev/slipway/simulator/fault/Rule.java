package dev.slipway.simulator.fault;

import dev.slipway.simulator.wire.Service;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One fault as it was asked for: a JSON document, kept as it came, with an id.
 *
 * <ul>
 *   <li>For calls, by {@code service} and {@code operation} ({@code *} for all): {@code error}
 *       (status, code, message), {@code latency} (milliseconds), {@code lost_answer}, {@code
 *       lost_call} (the connection drops before anything is done), {@code throttle} (per_second, of
 *       AWS time).
 *   <li>For answers of a model, by {@code endpoint} and, if given, {@code configuration}: {@code
 *       model_error} (share), {@code model_latency} (share, milliseconds of the machine's time),
 *       {@code broken_stream} (after {@code parts} of a response stream, 1 by default; with {@code
 *       internal} SageMaker fails and not the model).
 *   <li>For instances that are to be started, by {@code endpoint}, {@code configuration} and {@code
 *       instance_type}, each if given: {@code capacity} (no machine is to be had), {@code
 *       start_failure} (reason), {@code ping_failure}, {@code slow_start} and {@code slow_download}
 *       (seconds of AWS time).
 *   <li>For instances that serve, by {@code endpoint} and, if given, {@code configuration}: {@code
 *       unhealthy} (one that it strikes, met once a ping, answers none from then on).
 *   <li>{@code quota} (instance_type, limit): how many instances of a type all endpoints may have.
 *   <li>{@code metric_delay} (seconds of AWS time): how late AWS's own metrics arrive.
 *   <li>At once, when they are added: {@code clock_jump} (seconds of AWS time, ahead), {@code
 *       out_of_band} (endpoint, and {@code configuration} to update it to or {@code instances} to
 *       give each of its variants): somebody else edits the endpoint; {@code maintenance}
 *       (endpoint): SageMaker itself puts it on fresh instances (SystemUpdating).
 * </ul>
 *
 * When a rule strikes: {@code call} (the n-th from now that it concerns, counted from 1), {@code
 * probability}, or neither for always; {@code times} ends it after so many.
 */
record Rule(String id, Kind kind, ObjectNode document) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @throws IllegalArgumentException with a sentence, when the document says no such thing
   */
  static Rule of(String id, JsonNode given) {
    if (!given.isObject()) {
      throw new IllegalArgumentException("a fault is a JSON object");
    }
    Kind kind = Kind.of(given.path("kind").asString(""));
    for (String member : kind.required()) {
      if (!given.hasNonNull(member)) {
        throw new IllegalArgumentException("a fault of this kind needs \"" + member + "\"");
      }
    }
    ObjectNode document = JSON.createObjectNode().put("id", id);
    given.properties().stream()
        .filter(member -> !member.getKey().equals("id"))
        .forEach(member -> document.set(member.getKey(), member.getValue()));
    Rule rule = new Rule(id, kind, document);
    for (String member :
        new String[] {
          "status",
          "milliseconds",
          "per_second",
          "call",
          "probability",
          "times",
          "share",
          "seconds",
          "limit",
          "parts",
          "instances"
        }) {
      if (rule.number(member, 0) < 0) {
        throw new IllegalArgumentException("\"" + member + "\" must not be negative");
      }
    }
    String service = rule.text("service", "*");
    if (!service.equals("*")
        && Arrays.stream(Service.values()).noneMatch(one -> one.isCalled(service))) {
      throw new IllegalArgumentException(
          "service must be * or one of "
              + String.join(", ", Service.names())
              + ", not \""
              + service
              + "\"");
    }
    return rule;
  }

  boolean concernsCall(Service service, String operation) {
    String pattern = text("service", "*");
    return (pattern.equals("*") || service.isCalled(pattern)) && matches("operation", operation);
  }

  /** Whether what it names, of endpoint, configuration and instance type, is this. */
  boolean concerns(String endpoint, String configuration, @Nullable String instanceType) {
    return matches("endpoint", endpoint)
        && matches("configuration", configuration)
        && (instanceType == null || matches("instance_type", instanceType));
  }

  String text(String member, String absent) {
    JsonNode value = document.get(member);
    return value == null || value.isNull() ? absent : value.asString();
  }

  double number(String member, double absent) {
    JsonNode value = document.get(member);
    if (value == null || value.isNull()) {
      return absent;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("\"" + member + "\" must be a number");
    }
    return value.doubleValue();
  }

  private boolean matches(String member, String name) {
    String pattern = text(member, "*");
    return pattern.equals("*") || pattern.equalsIgnoreCase(name);
  }
}
