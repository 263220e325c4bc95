package dev.slipway.simulator.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A statement's conditions ("IAM JSON policy elements: Condition operators"): all operators and all
 * of their keys must hold, one value of each is enough. Addresses and binary values are not
 * understood and count as not met.
 */
final class Conditions {

  private Conditions() {}

  /** Whether all conditions hold; without any they do. */
  static boolean met(JsonNode conditions, Map<String, List<String>> context) {
    for (var operator : conditions.properties()) {
      for (var key : operator.getValue().properties()) {
        if (!holds(operator.getKey(), key.getKey(), texts(key.getValue()), context)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(
      String operator, String key, List<String> wanted, Map<String, List<String>> context) {
    List<String> values = values(key, context);
    String name = operator;
    boolean all = name.startsWith("ForAllValues:");
    if (name.startsWith("ForAllValues:") || name.startsWith("ForAnyValue:")) {
      name = name.substring(name.indexOf(':') + 1);
    }
    if (name.equals("Null")) {
      return wanted.contains(String.valueOf(values == null));
    }
    boolean ifExists = name.endsWith("IfExists");
    if (ifExists) {
      name = name.substring(0, name.length() - "IfExists".length());
    }
    boolean negated = name.contains("Not");
    BiPredicate<String, String> comparison = comparison(name.replace("Not", ""));
    if (comparison == null) {
      return false;
    }
    if (values == null || values.isEmpty()) {
      return ifExists || negated || all;
    }
    var fits = negated ? comparison.negate() : comparison;
    var one =
        (java.util.function.Predicate<String>)
            value ->
                negated
                    ? wanted.stream().allMatch(pattern -> fits.test(pattern, value))
                    : wanted.stream().anyMatch(pattern -> fits.test(pattern, value));
    return all ? values.stream().allMatch(one) : values.stream().anyMatch(one);
  }

  private static @Nullable BiPredicate<String, String> comparison(String name) {
    return switch (name) {
      case "StringEquals" -> String::equals;
      case "StringEqualsIgnoreCase", "Bool" -> String::equalsIgnoreCase;
      case "StringLike", "ArnEquals", "ArnLike" -> Wildcards::matches;
      case "NumericEquals" -> (wanted, value) -> numbers(wanted, value, 0, 0);
      case "NumericLessThan" -> (wanted, value) -> numbers(wanted, value, -1, -1);
      case "NumericLessThanEquals" -> (wanted, value) -> numbers(wanted, value, -1, 0);
      case "NumericGreaterThan" -> (wanted, value) -> numbers(wanted, value, 1, 1);
      case "NumericGreaterThanEquals" -> (wanted, value) -> numbers(wanted, value, 0, 1);
      case "DateEquals" -> (wanted, value) -> times(wanted, value, 0, 0);
      case "DateLessThan" -> (wanted, value) -> times(wanted, value, -1, -1);
      case "DateLessThanEquals" -> (wanted, value) -> times(wanted, value, -1, 0);
      case "DateGreaterThan" -> (wanted, value) -> times(wanted, value, 1, 1);
      case "DateGreaterThanEquals" -> (wanted, value) -> times(wanted, value, 0, 1);
      default -> null;
    };
  }

  /** Whether the value compares to the wanted one as one of these two. */
  private static boolean numbers(String wanted, String value, int low, int high) {
    try {
      int order = Integer.signum(new BigDecimal(value).compareTo(new BigDecimal(wanted)));
      return order >= low && order <= high;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean times(String wanted, String value, int low, int high) {
    try {
      int order = Integer.signum(Instant.parse(value).compareTo(Instant.parse(wanted)));
      return order >= low && order <= high;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static @Nullable List<String> values(String key, Map<String, List<String>> context) {
    String wanted = key.toLowerCase(Locale.ROOT);
    for (var each : context.entrySet()) {
      if (each.getKey().toLowerCase(Locale.ROOT).equals(wanted)) {
        return each.getValue();
      }
    }
    return null;
  }

  /** A text or a list of them; booleans and numbers count as their text. */
  static List<String> texts(JsonNode node) {
    if (node.isArray()) {
      return node.values().stream().map(JsonNode::asString).toList();
    }
    return node.isValueNode() && !node.isNull() ? List.of(node.asString()) : List.of();
  }
}
