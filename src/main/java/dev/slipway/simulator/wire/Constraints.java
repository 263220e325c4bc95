package dev.slipway.simulator.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Checks a request against the constraints that AWS publishes for its service (required members,
 * lengths, ranges, patterns) and the SDK's enums, and says what is wrong in AWS's words.
 *
 * <p>The published model can be older than the SDK: members that it lacks are not checked.
 */
final class Constraints {

  private final String resource;

  /**
   * @param resource the model on the class path; it is read when it is first needed
   */
  Constraints(String resource) {
    this.resource = resource;
  }

  /**
   * Checks the request.
   *
   * @throws ServiceException naming every constraint that it breaks
   */
  void check(Operation operation, SdkPojo request) {
    ModelShapes shapes = ModelShapes.of(resource);
    ModelShapes.Shape input = shapes.input(operation.name());
    if (input == null) {
      return;
    }
    List<String> problems = new ArrayList<>();
    structure("", input, request, shapes, problems);
    if (!problems.isEmpty()) {
      String count =
          problems.size() == 1 ? "1 validation error" : problems.size() + " validation errors";
      throw new ServiceException(
          400,
          Protocol.constraintCode(operation.service()),
          count + " detected: " + String.join("; ", problems));
    }
  }

  private static void structure(
      String path,
      ModelShapes.Shape shape,
      SdkPojo pojo,
      ModelShapes shapes,
      List<String> problems) {
    for (SdkField<?> field : pojo.sdkFields()) {
      String name = field.memberName();
      ModelShapes.Shape member = shapes.member(shape, name);
      if (member == null) {
        continue;
      }
      String at = path + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
      Object value = Codec.value(field, pojo);
      if (value != null) {
        List<String> allowed = SdkEnums.values(pojo.getClass(), name);
        value(at, member, value, allowed, shapes, problems);
      } else if (shape.required().contains(name)) {
        problems.add(sentence("null", at, "Member must not be null"));
      }
    }
  }

  private static void value(
      String at,
      ModelShapes.Shape shape,
      Object value,
      List<String> allowed,
      ModelShapes shapes,
      List<String> problems) {
    switch (value) {
      case SdkPojo pojo -> structure(at + ".", shape, pojo, shapes, problems);
      case List<?> list -> {
        size(list.size(), shape, "'" + list + "'", at, problems);
        ModelShapes.Shape member = shapes.named(shape.element());
        if (member != null) {
          list(at, member, list, allowed, shapes, problems);
        }
      }
      case Map<?, ?> map -> {
        size(map.size(), shape, "'" + map + "'", at, problems);
        map(at, shape, map, allowed, shapes, problems);
      }
      default ->
          broken(shape, value, allowed)
              .forEach(rule -> problems.add(sentence("'" + value + "'", at, rule)));
    }
  }

  private static void list(
      String at,
      ModelShapes.Shape member,
      List<?> list,
      List<String> allowed,
      ModelShapes shapes,
      List<String> problems) {
    TreeSet<String> rules = new TreeSet<>();
    int index = 0;
    for (Object item : list) {
      index++;
      if (item == null) {
        rules.add("Member must not be null");
      } else if (item instanceof SdkPojo || item instanceof List || item instanceof Map) {
        value(at + "." + index + ".member", member, item, allowed, shapes, problems);
      } else {
        rules.addAll(broken(member, item, allowed));
      }
    }
    if (!rules.isEmpty()) {
      problems.add(sentence("'" + list + "'", at, "Member must satisfy constraint: " + rules));
    }
  }

  private static void map(
      String at,
      ModelShapes.Shape shape,
      Map<?, ?> map,
      List<String> allowed,
      ModelShapes shapes,
      List<String> problems) {
    ModelShapes.Shape key = shapes.named(shape.key());
    ModelShapes.Shape element = shapes.named(shape.element());
    TreeSet<String> keys = new TreeSet<>();
    TreeSet<String> values = new TreeSet<>();
    map.forEach((name, item) -> {
      if (key != null) {
        keys.addAll(broken(key, name, List.of()));
      }
      if (item == null) {
        values.add("Member must not be null");
        return;
      }
      if (element == null) {
        return;
      }
      if (item instanceof SdkPojo || item instanceof List || item instanceof Map) {
        value(at + "." + name + ".member", element, item, allowed, shapes, problems);
      } else {
        values.addAll(broken(element, item, List.of()));
      }
    });
    if (!keys.isEmpty()) {
      problems.add(sentence("'" + map + "'", at, "Map keys must satisfy constraint: " + keys));
    }
    if (!values.isEmpty()) {
      problems.add(sentence("'" + map + "'", at, "Map value must satisfy constraint: " + values));
    }
  }

  /** The rules that a single value breaks. */
  private static List<String> broken(ModelShapes.Shape shape, Object value, List<String> allowed) {
    List<String> rules = new ArrayList<>();
    if (value instanceof String text) {
      if (!allowed.isEmpty() && !allowed.contains(text)) {
        rules.add("Member must satisfy enum value set: " + allowed);
      }
      length(text.codePointCount(0, text.length()), shape, rules);
      if (!shape.matches(text)) {
        rules.add("Member must satisfy regular expression pattern: " + shape.pattern());
      }
    } else if (value instanceof Number number) {
      Double min = shape.min();
      Double max = shape.max();
      if ((min != null || max != null) && !Double.isFinite(number.doubleValue())) {
        rules.add("Member must be a finite number");
      }
      if (min != null && number.doubleValue() < min) {
        rules.add("Member must have value greater than or equal to " + plain(min));
      }
      if (max != null && number.doubleValue() > max) {
        rules.add("Member must have value less than or equal to " + plain(max));
      }
    }
    return rules;
  }

  private static void size(
      int size, ModelShapes.Shape shape, String shown, String at, List<String> problems) {
    List<String> rules = new ArrayList<>();
    length(size, shape, rules);
    rules.forEach(rule -> problems.add(sentence(shown, at, rule)));
  }

  private static void length(int length, ModelShapes.Shape shape, List<String> rules) {
    Double min = shape.min();
    Double max = shape.max();
    if (min != null && length < min) {
      rules.add("Member must have length greater than or equal to " + plain(min));
    }
    if (max != null && length > max) {
      rules.add("Member must have length less than or equal to " + plain(max));
    }
  }

  private static String plain(double limit) {
    return limit == Math.rint(limit) ? String.valueOf((long) limit) : String.valueOf(limit);
  }

  private static String sentence(String shown, String at, String rule) {
    return "Value " + shown + " at '" + at + "' failed to satisfy constraint: " + rule;
  }
}
