package dev.slipway.base;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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

  /** All differences, in the order of the fields' names. */
  public static List<FieldChange> between(JsonNode before, JsonNode after) {
    List<FieldChange> changes = new ArrayList<>();
    compare("", before, after, changes);
    return changes;
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
