package dev.slipway.cloud;

import dev.slipway.base.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS's answers as trees, whichever protocol brought them, and what of them the SDK passes over.
 */
final class RawTrees {

  private RawTrees() {}

  /**
   * The tree of an answer. JSON is itself; in XML (the Query protocol) lists are made of {@code
   * member} elements, every value is text, and the wrappers around the result are taken off. An
   * answer in a form that is neither gives an empty tree, in which nothing is unknown.
   */
  static JsonNode of(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) return Json.mapper().readTree(text);
    if (text.startsWith("<")) return result(xml(body));
    return Json.mapper().createObjectNode();
  }

  private static Element xml(byte[] body) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(body))
          .getDocumentElement();
    } catch (Exception e) {
      throw new IllegalStateException("AWS's answer is not the XML that it begins as", e);
    }
  }

  private static JsonNode result(Element response) {
    for (Element child : children(response)) {
      if (child.getTagName().endsWith("Result")) return tree(child);
    }
    return tree(response);
  }

  private static JsonNode tree(Element element) {
    List<Element> children = children(element);
    if (children.isEmpty()) return Json.mapper().valueToTree(element.getTextContent());
    if (children.stream().allMatch(it -> it.getTagName().equals("member"))) {
      ArrayNode list = Json.mapper().createArrayNode();
      children.forEach(it -> list.add(tree(it)));
      return list;
    }
    ObjectNode object = Json.mapper().createObjectNode();
    children.forEach(it -> object.set(it.getTagName(), tree(it)));
    return object;
  }

  private static List<Element> children(Element element) {
    List<Element> children = new ArrayList<>();
    for (Node it = element.getFirstChild(); it != null; it = it.getNextSibling()) {
      if (it instanceof Element child) children.add(child);
    }
    return children;
  }

  /**
   * The paths of members that the SDK's shape has no field for, such as {@code
   * ProductionVariants[0].InstancePools}.
   *
   * @param shape what the SDK made of the same answer
   */
  static List<String> unknown(JsonNode tree, SdkPojo shape) {
    List<String> found = new ArrayList<>();
    object(tree, shape.sdkFields(), "", found);
    return found;
  }

  private static void object(
      JsonNode tree, List<SdkField<?>> fields, String path, List<String> found) {
    for (var member : tree.properties()) {
      String here = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      SdkField<?> field = named(fields, member.getKey());
      if (field == null) {
        found.add(here);
      } else {
        value(member.getValue(), field, here, found);
      }
    }
  }

  private static void value(JsonNode value, SdkField<?> field, String path, List<String> found) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO && value.isObject()) {
      object(value, ((SdkPojo) field.constructor().get()).sdkFields(), path, found);
    } else if (type == MarshallingType.LIST && value.isArray()) {
      SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
      for (int i = 0; i < value.size(); i++) {
        value(value.get(i), element, path + "[" + i + "]", found);
      }
    } else if (type == MarshallingType.MAP && value.isObject()) {
      SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
      value
          .properties()
          .forEach(one -> value(one.getValue(), element, path + "." + one.getKey(), found));
    }
  }

  private static @Nullable SdkField<?> named(List<SdkField<?>> fields, String name) {
    for (SdkField<?> field : fields) {
      if (field.locationName().equals(name)) return field;
    }
    return null;
  }
}
