package dev.slipway.catalog;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Jackson's tree as the schema library reads it. A number without a fraction is an integer. */
record SchemaNode(tools.jackson.databind.JsonNode node, String getJsonPointer) implements JsonNode {

  private static final JsonMapper JSON = new JsonMapper();

  /** Makes such nodes. */
  static final class Factory implements JsonNodeFactory {

    @Override
    public JsonNode wrap(Object node) {
      return node instanceof JsonNode known
          ? known
          : new SchemaNode((tools.jackson.databind.JsonNode) node, "");
    }

    @Override
    public JsonNode create(String json) {
      return new SchemaNode(JSON.readTree(json), "");
    }
  }

  @Override
  public SimpleType getNodeType() {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> SimpleType.NULL;
      case BOOLEAN -> SimpleType.BOOLEAN;
      case STRING, BINARY -> SimpleType.STRING;
      case NUMBER -> whole() ? SimpleType.INTEGER : SimpleType.NUMBER;
      case ARRAY -> SimpleType.ARRAY;
      case OBJECT, POJO -> SimpleType.OBJECT;
    };
  }

  private boolean whole() {
    return node.isIntegralNumber() || asNumber().stripTrailingZeros().scale() <= 0;
  }

  @Override
  public boolean asBoolean() {
    return node.booleanValue();
  }

  @Override
  public String asString() {
    return node.stringValue();
  }

  @Override
  public BigInteger asInteger() {
    return asNumber().toBigInteger();
  }

  /** What no double holds counts as the largest that one does. */
  @Override
  public BigDecimal asNumber() {
    if (!node.isDouble() || Double.isFinite(node.doubleValue())) return node.decimalValue();
    return BigDecimal.valueOf(Math.copySign(Double.MAX_VALUE, node.doubleValue()));
  }

  @Override
  public List<JsonNode> asArray() {
    List<JsonNode> items = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      items.add(new SchemaNode(node.get(i), getJsonPointer + "/" + i));
    }
    return items;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    for (var member : node.properties()) {
      String at = getJsonPointer + "/" + JsonNode.encodeJsonPointer(member.getKey());
      members.put(member.getKey(), new SchemaNode(member.getValue(), at));
    }
    return members;
  }
}
