package dev.slipway.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a command has to say: for people on standard output, or one JSON document there and
 * everything else on the error stream.
 */
record Printer(Shell shell, Format format) {

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  boolean json() {
    return format == Format.JSON;
  }

  Paint paint() {
    return new Paint(shell.screen().colour());
  }

  /** The document, where documents are wanted. */
  void document(JsonNode document) {
    shell.out().println(PRETTY.writeValueAsString(document));
  }

  /** A list as the API writes one. */
  void items(List<JsonNode> items) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putArray("items").addAll(items);
    document(document);
  }

  /** A line for people. */
  void say(String line) {
    (json() ? shell.err() : shell.out()).println(Paint.clean(line));
  }

  void say(List<String> lines) {
    lines.forEach(this::say);
  }

  /** The table, or one sentence where it has no rows. */
  void table(Table table, String none) {
    if (table.isEmpty()) say(none);
    else say(table.lines());
  }

  static String moment(@Nullable Instant time) {
    return time == null ? "" : MOMENT.format(time);
  }

  /** A state in the colour of what it means. */
  String state(String state) {
    return switch (state) {
      case "SUCCEEDED", "PASSED", "APPROVED" -> paint().good(state);
      case "FAILED", "ROLLED_BACK", "REFUSED" -> paint().bad(state);
      case "NEEDS_ATTENTION",
          "ROLLING_BACK",
          "CANCELED",
          "PENDING_APPROVAL",
          "PENDING",
          "OVERRIDDEN",
          "WITHDRAWN" ->
          paint().warning(state);
      case "QUEUED", "PREPARING", "UPDATING", "FINISHING", "DEPLOYING", "WAITING" ->
          paint().busy(state);
      default -> state;
    };
  }
}
