package dev.slipway.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes of a good body one that no longer is, or that is harder to read. */
final class Spoil {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Chance chance;

  Spoil(Chance chance) {
    this.chance = chance;
  }

  /** Changes, adds or takes away one member, at any depth. */
  JsonNode node(JsonNode body) {
    List<JsonNode> containers = new ArrayList<>();
    collect(body, containers);
    if (containers.isEmpty()) return odd();
    JsonNode container = chance.of(containers);
    if (container instanceof ArrayNode array) {
      array.add(odd());
    } else if (container instanceof ObjectNode object) {
      List<String> members = object.propertyStream().map(it -> it.getKey()).toList();
      int how = chance.below(5);
      if (how == 0 || members.isEmpty())
        object.set(chance.of(chance.word(), chance.oddText()), odd());
      else if (how == 1) object.remove(chance.of(members));
      else object.set(chance.of(members), odd());
    }
    return body;
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) containers.add(node);
    node.forEach(child -> collect(child, containers));
  }

  private JsonNode odd() {
    return switch (chance.below(12)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.arrayNode();
      case 2 -> NODES.objectNode();
      case 3 -> NODES.booleanNode(chance.oneIn(2));
      case 4 -> NODES.numberNode(chance.of(-1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE));
      case 5 -> NODES.numberNode(new BigInteger("9".repeat(chance.of(19, 60, 900))));
      case 6 ->
          NODES.numberNode(new BigDecimal(chance.of("1e400", "-1e-400", "0.1", "1E+2000000000")));
      case 7 -> deep(NODES.stringNode("deep"), chance.of(10, 400));
      case 8 -> NODES.arrayNode().add(chance.oddText()).add(1);
      case 9 -> NODES.objectNode().put(chance.word(), chance.oddText());
      default -> NODES.stringNode(chance.oddText());
    };
  }

  private static JsonNode deep(JsonNode node, int depth) {
    JsonNode deep = node;
    for (int i = 0; i < depth; i++) deep = NODES.arrayNode().add(deep);
    return deep;
  }

  /** What is no longer the JSON that it was, or none at all. */
  byte[] bytes(String json) {
    return switch (chance.below(14)) {
      case 0 -> utf8(json.substring(0, chance.below(json.length() + 1)));
      case 1 -> utf8(json + json);
      case 2 -> utf8("\ufeff" + json);
      case 3 -> json.getBytes(StandardCharsets.UTF_16);
      case 4 -> utf8(json.replaceFirst("\\{", "{\"reason\": \"twice\", \"reason\": \"twice\", "));
      case 5 -> utf8("[".repeat(chance.of(5, 2000, 200_000)));
      case 6 -> utf8("{\"a\":".repeat(chance.of(5, 2000)) + "1");
      case 7 -> new byte[] {'{', '"', (byte) 0xc3, '"', ':', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
      case 8 -> utf8(json.replaceFirst("\"([a-z_]+)\": ?\"", "\"$1\":\"\\\\ud800"));
      case 9 ->
          utf8(chance.of("null", "[]", "\"text\"", "42", "NaN", "-", "{", "}", "{\"a\"}", "'a'"));
      case 10 -> utf8("// comment\n" + json);
      case 11 -> gzip(json);
      case 12 -> utf8("{\"" + "k".repeat(chance.of(60_000, 1_100_000)) + "\": 1}");
      default -> utf8("model=a&to=b");
    };
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var zipped = new GZIPOutputStream(bytes)) {
      zipped.write(utf8(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
