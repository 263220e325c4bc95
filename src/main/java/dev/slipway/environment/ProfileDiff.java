package dev.slipway.environment;

import dev.slipway.base.FieldChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What differs between two profiles, field by field, as the history keeps it. */
final class ProfileDiff {

  private static final String HIDDEN = "(hidden)";

  private ProfileDiff() {}

  /**
   * The differences as {@code {field, before, after}}; {@code before} is absent where the field
   * was, {@code after} where it is.
   *
   * @param plain turns a JSON value into lists, maps and numbers
   */
  static List<Map<String, Object>> between(
      JsonNode before, JsonNode after, Function<JsonNode, Object> plain) {
    return FieldChange.between(before, after).stream()
        .map(change -> {
          Map<String, Object> told = new LinkedHashMap<>();
          told.put("field", change.field());
          put(told, "before", change, change.before(), plain);
          put(told, "after", change, change.after(), plain);
          return told;
        })
        .toList();
  }

  private static void put(
      Map<String, Object> told,
      String side,
      FieldChange change,
      JsonNode value,
      Function<JsonNode, Object> plain) {
    if (!value.isMissingNode() && !value.isNull()) {
      told.put(side, change.secret() ? HIDDEN : plain.apply(value));
    }
  }
}
