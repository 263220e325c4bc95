package dev.slipway.history;

import dev.slipway.base.Sha256;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of a row that is hashed: one JSON object without white space, keys in order of their
 * UTF-16 units (as RFC 8785), numbers plain and without trailing zeros, times in UTC with six
 * digits. It can be made from the stored row alone, so anybody can check the chain. It is a format:
 * changing it breaks every chain there is.
 */
final class Canonical {

  /** What stands before the first row of a subject. */
  static final String GENESIS = "0".repeat(64);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private Canonical() {}

  static String hash(AuditEvent event) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("id", event.id().toString());
    row.put("subject_type", event.subjectType());
    row.put("subject", event.subject());
    row.put("sequence", event.sequence());
    row.put("type", event.type());
    row.put("actor", event.actor());
    row.put("summary", event.summary());
    row.put("deployment", event.deployment() == null ? "" : event.deployment().toString());
    row.set("data", event.data());
    row.put("at", time(event.at()));
    row.put("recorded_at", time(event.recordedAt()));
    row.put("previous_hash", event.previousHash());
    return Sha256.hex(form(row));
  }

  /** The canonical text of any JSON. */
  static String form(JsonNode node) {
    if (node.isObject()) {
      var members = new TreeMap<String, String>();
      node.properties().forEach(member -> members.put(member.getKey(), form(member.getValue())));
      return members.entrySet().stream()
          .map(member -> quoted(member.getKey()) + ":" + member.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (node.isArray()) {
      return node.values().stream().map(Canonical::form).collect(Collectors.joining(",", "[", "]"));
    }
    if (node.isNumber()) {
      var number = node.decimalValue();
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return node.isString() ? quoted(node.stringValue()) : node.toString();
  }

  /** Text that Postgres keeps as it is: no NUL, no half of a surrogate pair. */
  static String storable(String text) {
    var kept = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.stringNode(text).toString();
  }
}
