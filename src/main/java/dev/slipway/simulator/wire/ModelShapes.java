package dev.slipway.simulator.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shapes of one of AWS's published service models, with nothing but their constraints.
 *
 * @param inputs the input shape's name by operation
 * @param errors the error shape's name by its code
 * @param declared the same for the errors that an operation declares, by operation
 */
record ModelShapes(
    Map<String, String> inputs,
    Map<String, Shape> shapes,
    Map<String, String> errors,
    Map<String, Map<String, String>> declared) {

  private static final Map<String, ModelShapes> READ = new ConcurrentHashMap<>();

  private static final int LONGEST_MATCHED = 8192;

  /**
   * A shape's constraints.
   *
   * @param min least value of a number, least length of everything else
   * @param element the shape of a list's members or a map's values
   * @param key the shape of a map's keys
   */
  record Shape(
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Pattern regex,
      @Nullable String element,
      @Nullable String key,
      Set<String> required,
      Map<String, String> members) {

    /** Text too long for its other limits is not matched as well. */
    boolean matches(String text) {
      return regex == null || text.length() > LONGEST_MATCHED || regex.matcher(text).matches();
    }

    String pattern() {
      return regex == null ? "" : regex.pattern();
    }
  }

  /** A model of the class path; read once, however many simulators ask for it. */
  static ModelShapes of(String resource) {
    return READ.computeIfAbsent(resource, ModelShapes::read);
  }

  private static ModelShapes read(String resource) {
    try (InputStream in = ModelShapes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is missing; the build unpacks it from AWS's published models");
      }
      JsonNode model = new JsonMapper().readTree(in);
      Map<String, String> inputs = new HashMap<>();
      model
          .path("operations")
          .properties()
          .forEach(entry -> {
            String input = text(entry.getValue().path("input"), "shape");
            if (input != null) {
              inputs.put(entry.getKey(), input);
            }
          });
      Map<String, Shape> shapes = new HashMap<>();
      model
          .path("shapes")
          .properties()
          .forEach(entry -> shapes.put(entry.getKey(), shape(entry.getValue())));
      Map<String, String> errors = new HashMap<>();
      model
          .path("shapes")
          .properties()
          .forEach(entry -> {
            String code = code(entry.getValue());
            if (code != null && !shapes.containsKey(code)) {
              errors.put(code, entry.getKey());
            }
          });
      return new ModelShapes(inputs, shapes, errors, declared(model));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Map<String, String>> declared(JsonNode model) {
    Map<String, Map<String, String>> declared = new HashMap<>();
    for (Map.Entry<String, JsonNode> operation : model.path("operations").properties()) {
      Map<String, String> errors = new HashMap<>();
      for (JsonNode error : operation.getValue().path("errors").values()) {
        String shape = text(error, "shape");
        String code = shape == null ? null : code(model.path("shapes").path(shape));
        if (shape != null && code != null) {
          errors.put(code, shape);
        }
      }
      declared.put(operation.getKey(), errors);
    }
    return declared;
  }

  private static @Nullable String code(JsonNode shape) {
    return text(shape.path("error"), "code");
  }

  /** The error shape's name; the code where the model knows no such error. */
  String error(String operation, String code) {
    String own = declared.getOrDefault(operation, Map.of()).get(code);
    return own == null ? errors.getOrDefault(code, code) : own;
  }

  @Nullable Shape input(String operation) {
    return named(inputs.get(operation));
  }

  @Nullable Shape named(@Nullable String name) {
    return name == null ? null : shapes.get(name);
  }

  @Nullable Shape member(Shape structure, String name) {
    return named(structure.members().get(name));
  }

  private static Shape shape(JsonNode node) {
    boolean blob = "blob".equals(text(node, "type"));
    Set<String> required = new HashSet<>();
    node.path("required").values().forEach(name -> required.add(name.asString()));
    Map<String, String> members = new HashMap<>();
    node.path("members")
        .properties()
        .forEach(entry -> {
          String member = text(entry.getValue(), "shape");
          if (member != null) {
            members.put(entry.getKey(), member);
          }
        });
    String element = text(node.path("member"), "shape");
    return new Shape(
        blob ? null : number(node, "min"),
        blob ? null : number(node, "max"),
        regex(text(node, "pattern")),
        element == null ? text(node.path("value"), "shape") : element,
        text(node.path("key"), "shape"),
        required,
        members);
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  private static @Nullable Double number(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value != null && value.isNumber() ? value.doubleValue() : null;
  }

  private static @Nullable Pattern regex(@Nullable String pattern) {
    try {
      return pattern == null ? null : Pattern.compile(pattern);
    } catch (PatternSyntaxException notJava) {
      return null;
    }
  }
}
