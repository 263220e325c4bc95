package dev.slipway.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What differs between two profiles, field by field, in the order of the fields' names. */
final class ProfileDiff {

  /** Values under these fields may be secrets; that they changed may be told, the values not. */
  private static final String SECRET = "container_environment.";

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
    List<Map<String, Object>> changes = new ArrayList<>();
    compare("", before, after, plain, changes);
    return changes;
  }

  private static void compare(
      String field,
      JsonNode before,
      JsonNode after,
      Function<JsonNode, Object> plain,
      List<Map<String, Object>> changes) {
    if (before.equals(after)) {
      return;
    }
    if (isBranch(before) && isBranch(after)) {
      var names = new TreeSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      for (String name : names) {
        String inner = field.isEmpty() ? name : field + "." + name;
        compare(inner, before.path(name), after.path(name), plain, changes);
      }
      return;
    }
    Map<String, Object> change = new LinkedHashMap<>();
    change.put("field", field);
    put(change, "before", field, before, plain);
    put(change, "after", field, after, plain);
    changes.add(change);
  }

  private static boolean isBranch(JsonNode node) {
    return node.isObject() || node.isMissingNode();
  }

  private static void put(
      Map<String, Object> change,
      String side,
      String field,
      JsonNode value,
      Function<JsonNode, Object> plain) {
    if (!value.isMissingNode() && !value.isNull()) {
      change.put(side, field.startsWith(SECRET) ? HIDDEN : plain.apply(value));
    }
  }
}
