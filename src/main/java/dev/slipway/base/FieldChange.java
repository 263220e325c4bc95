package dev.slipway.base;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A field in which two documents differ. Lists are compared as a whole, numbers by their value.
 *
 * @param field the names on the way to it, joined by dots
 * @param before missing where there was none
 * @param after missing where there is none
 */
public record FieldChange(String field, JsonNode before, JsonNode after) {

  /** Values under these fields may be secrets; that they changed may be told, the values not. */
  private static final String SECRET = "container_environment.";

  private static final String HIDDEN = "(hidden)";

  /** All differences, in the order of the fields' names. */
  public static List<FieldChange> between(JsonNode before, JsonNode after) {
    List<FieldChange> changes = new ArrayList<>();
    compare("", before, after, changes);
    return changes;
  }

  /**
   * The differences as history keeps them, {@code {field, before, after}}: {@code before} is absent
   * where the field was, {@code after} where it is, and the values of secrets are hidden.
   *
   * @param plain turns a JSON value into lists, maps and numbers
   */
  public static List<Map<String, Object>> told(
      JsonNode before, JsonNode after, Function<JsonNode, Object> plain) {
    return between(before, after).stream()
        .map(change -> {
          Map<String, Object> told = new LinkedHashMap<>();
          told.put("field", change.field);
          change.tell(told, "before", change.before, plain);
          change.tell(told, "after", change.after, plain);
          return told;
        })
        .toList();
  }

  private void tell(
      Map<String, Object> told, String side, JsonNode value, Function<JsonNode, Object> plain) {
    if (value.isMissingNode() || value.isNull()) return;
    told.put(side, secret() ? HIDDEN : plain.apply(value));
  }

  private static void compare(
      String field, JsonNode before, JsonNode after, List<FieldChange> changes) {
    if (before.equals(after) || sameNumber(before, after)) {
      return;
    }
    if (isBranch(before) && isBranch(after)) {
      var names = new TreeSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      for (String name : names) {
        String inner = field.isEmpty() ? name : field + "." + name;
        compare(inner, before.path(name), after.path(name), changes);
      }
      return;
    }
    changes.add(new FieldChange(field, before, after));
  }

  private static boolean isBranch(JsonNode node) {
    return node.isObject() || node.isMissingNode();
  }

  private static boolean sameNumber(JsonNode before, JsonNode after) {
    return before.isNumber()
        && after.isNumber()
        && before.decimalValue().compareTo(after.decimalValue()) == 0;
  }

  /** Whether its values are nobody's business. */
  public boolean secret() {
    return field.startsWith(SECRET);
  }
}
