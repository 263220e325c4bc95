package dev.slipway.catalog;

import dev.slipway.base.Violations;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * Checks the regular expressions of a schema (JSON Schema 2020-12, section 6.4). The schema library
 * silently ignores an expression that it cannot read, and every answer would pass.
 */
final class SchemaPatterns {

  private static final String NAMES = "patternProperties";

  /** Whose members are schemas under names of the schema's author. */
  private static final Set<String> NAMED =
      Set.of("properties", NAMES, "$defs", "definitions", "dependentSchemas");

  /** Which hold values, whatever these look like. */
  private static final Set<String> VALUES = Set.of("const", "enum", "default", "examples");

  private final Violations found;

  private SchemaPatterns(Violations found) {
    this.found = found;
  }

  /** Notes those that cannot be read. */
  static void check(JsonNode schema, String at, Violations found) {
    new SchemaPatterns(found).schema(schema, at);
  }

  private void schema(JsonNode node, String at) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      schema(node.get(i), at + "/" + i);
    }
    for (var member : node.properties()) {
      String keyword = member.getKey();
      JsonNode value = member.getValue();
      String below = Violations.pointer(at, keyword);
      if (keyword.equals("pattern") && value.isString()) {
        expression(value.stringValue(), below);
      } else if (NAMED.contains(keyword) && value.isObject()) {
        named(value, below, keyword.equals(NAMES));
      } else if (!VALUES.contains(keyword)) {
        schema(value, below);
      }
    }
  }

  private void named(JsonNode schemas, String at, boolean byExpression) {
    for (var member : schemas.properties()) {
      String below = Violations.pointer(at, member.getKey());
      if (byExpression) expression(member.getKey(), below);
      schema(member.getValue(), below);
    }
  }

  private void expression(String expression, String at) {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException unreadable) {
      found.require(
          false, at, "This is no regular expression: " + unreadable.getDescription() + ".");
    }
  }
}
