package dev.slipway.contract;

import dev.slipway.testing.Contract;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that a schema of the contract allows. */
final class RandomJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 8;

  /** One that fits each pattern of the contract that names do not fit. */
  private static final Map<String, String> FITTING =
      Map.of(
          "^[0-9]{1,18}$", "7",
          "^s3://[^/]+/.*\\.tar\\.gz$", "s3://ml-models/fraud-detector/v1/model.tar.gz",
          "^\\S+$", "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0");

  private final Chance chance;
  private final Known known;

  RandomJson(Chance chance, Known known) {
    this.chance = chance;
    this.known = known;
  }

  /** Something that fits; members that may be left out are there more or less often. */
  JsonNode of(JsonNode schema) {
    return of("", schema, 0);
  }

  private JsonNode of(String name, JsonNode reference, int depth) {
    JsonNode schema = Contract.resolved(reference);
    if (schema.has("const")) return schema.get("const");
    if (schema.has("enum")) return chance.of(schema.get("enum").valueStream().toList());
    for (String choice : new String[] {"oneOf", "anyOf"}) {
      if (schema.has(choice) && !schema.has("properties")) {
        return of(name, chance.of(schema.get(choice).valueStream().toList()), depth + 1);
      }
    }
    if (schema.has("allOf") && !schema.has("properties")) {
      return of(name, schema.get("allOf").get(0), depth + 1);
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(name, schema, depth);
      case "string" -> NODES.stringNode(text(name, schema));
      case "integer" -> NODES.numberNode(number(schema));
      case "number" -> NODES.numberNode(number(schema) + chance.below(4) * 0.25);
      case "boolean" -> NODES.booleanNode(chance.oneIn(2));
      default -> NODES.stringNode(chance.word());
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) return type.get(0).asString("");
    return schema.has("properties") ? "object" : type.asString("");
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    String required = schema.path("required").toString();
    schema
        .path("properties")
        .forEachEntry((member, of) -> {
          boolean needed = required.contains("\"" + member + "\"");
          if (needed || depth < DEEPEST && chance.oneIn(3)) {
            object.set(member, of(member, of, depth + 1));
          }
        });
    if (schema.path("additionalProperties").isObject()) {
      object.put(chance.word(), chance.word());
    }
    return object;
  }

  private JsonNode array(String name, JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    int least = schema.path("minItems").asInt(0);
    int most = Math.min(schema.path("maxItems").asInt(3), least + 3);
    for (int i = least + chance.below(Math.max(1, most - least + 1)); i > 0; i--) {
      array.add(of(name, schema.path("items"), depth + 1));
    }
    return array;
  }

  private String text(String name, JsonNode schema) {
    if (known.names(name) && !chance.oneIn(10)) return known.one(name, chance);
    String format = schema.path("format").asString("");
    if (format.equals("uuid")) return chance.id().toString();
    if (format.equals("date-time"))
      return chance.of("2026-01-31T12:00:00Z", "1969-01-01T00:00:00Z");
    String fitting = FITTING.get(schema.path("pattern").asString(""));
    if (fitting != null) return fitting;
    if (schema.has("example") && chance.oneIn(2)) return schema.get("example").asString("");
    if (name.equals("reason") && chance.oneIn(5)) return "gründlich geprüft 😀\nzweite Zeile";
    return chance.word();
  }

  private long number(JsonNode schema) {
    long least = schema.path("minimum").asLong(0);
    long most = schema.path("maximum").asLong(least + 20);
    return chance.oneIn(4)
        ? chance.of(least, most)
        : least + chance.below((int) Math.clamp(most - least + 1, 1, 20));
  }
}
