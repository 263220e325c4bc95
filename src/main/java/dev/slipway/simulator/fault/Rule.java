package dev.slipway.simulator.fault;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One fault as it was asked for: a JSON document, kept as it came, with an id.
 *
 * <p>Kinds for operations: {@code error} (status, code, message), {@code latency} (milliseconds),
 * {@code lost_answer}, {@code throttle} (per_second). Each names {@code service} and {@code
 * operation} ({@code *} for all) and when: {@code call} (the n-th from now, counted from 1), {@code
 * probability}, or neither for always; {@code times} ends it after so many. Kind for models: {@code
 * model_error} (endpoint, share, optionally configuration).
 */
record Rule(
    String id,
    String kind,
    String service,
    String operation,
    int status,
    String code,
    String message,
    long milliseconds,
    double perSecond,
    int call,
    double probability,
    int times,
    String endpoint,
    @Nullable String configuration,
    double share,
    ObjectNode document) {

  private static final JsonMapper JSON = new JsonMapper();

  static Rule of(String id, JsonNode given) {
    if (!given.isObject()) {
      throw new IllegalArgumentException("a fault is a JSON object");
    }
    String kind = text(given, "kind", "");
    switch (kind) {
      case "error", "latency", "lost_answer", "throttle" -> require(given, "service", "operation");
      case "model_error" -> require(given, "endpoint", "share");
      default ->
          throw new IllegalArgumentException(
              "kind must be error, latency, lost_answer, throttle or model_error, not \""
                  + kind
                  + "\"");
    }
    ObjectNode document = JSON.createObjectNode().put("id", id);
    given.properties().stream()
        .filter(member -> !member.getKey().equals("id"))
        .forEach(member -> document.set(member.getKey(), member.getValue()));
    boolean throttle = kind.equals("throttle");
    JsonNode configuration = given.get("configuration");
    return new Rule(
        id,
        kind,
        text(given, "service", "*"),
        text(given, "operation", "*"),
        (int) number(given, "status", throttle ? 400 : 500),
        text(given, "code", throttle ? "ThrottlingException" : "InternalFailure"),
        text(given, "message", throttle ? "Rate exceeded" : "A fault was asked for."),
        (long) number(given, "milliseconds", 0),
        number(given, "per_second", 1),
        (int) number(given, "call", 0),
        number(given, "probability", 1),
        (int) number(given, "times", Integer.MAX_VALUE),
        text(given, "endpoint", ""),
        configuration == null || configuration.isNull() ? null : configuration.asString(),
        number(given, "share", 1),
        document);
  }

  boolean concerns(String service, String operation) {
    return matches(this.service, service) && matches(this.operation, operation);
  }

  boolean forModels() {
    return kind.equals("model_error");
  }

  private static boolean matches(String pattern, String name) {
    return pattern.equals("*") || pattern.equalsIgnoreCase(name);
  }

  private static void require(JsonNode given, String... members) {
    for (String member : members) {
      if (!given.hasNonNull(member)) {
        throw new IllegalArgumentException("a fault of this kind needs \"" + member + "\"");
      }
    }
  }

  private static String text(JsonNode given, String member, String absent) {
    JsonNode value = given.get(member);
    return value == null || value.isNull() ? absent : value.asString();
  }

  private static double number(JsonNode given, String member, double absent) {
    JsonNode value = given.get(member);
    if (value == null || value.isNull()) {
      return absent;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("\"" + member + "\" must be a number");
    }
    return value.doubleValue();
  }
}
