package dev.slipway.simulator.iam;

import dev.slipway.simulator.wire.Codec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A role and its policies.
 *
 * @param role with its trust policy as plain text
 * @param inline policy documents by name
 * @param attached policy names by ARN
 */
record StoredRole(Role role, SortedMap<String, String> inline, SortedMap<String, String> attached) {

  StoredRole(Role role) {
    this(role, new TreeMap<>(), new TreeMap<>());
  }

  StoredRole with(Role changed) {
    return new StoredRole(changed, inline, attached);
  }

  StoredRole withInline(String name, String document) {
    SortedMap<String, String> changed = new TreeMap<>(inline);
    changed.put(name, document);
    return new StoredRole(role, changed, attached);
  }

  StoredRole withoutInline(String name) {
    SortedMap<String, String> changed = new TreeMap<>(inline);
    changed.remove(name);
    return new StoredRole(role, changed, attached);
  }

  StoredRole withAttached(String arn) {
    SortedMap<String, String> changed = new TreeMap<>(attached);
    changed.put(arn, arn.substring(arn.lastIndexOf('/') + 1));
    return new StoredRole(role, inline, changed);
  }

  StoredRole withoutAttached(String arn) {
    SortedMap<String, String> changed = new TreeMap<>(attached);
    changed.remove(arn);
    return new StoredRole(role, inline, changed);
  }

  JsonNode toJson() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("role", Codec.toJson(role));
    document.set("inline", texts(inline));
    document.set("attached", texts(attached));
    return document;
  }

  static StoredRole fromJson(JsonNode document) {
    Role role = Codec.fromJson(document.path("role"), Role::builder);
    return new StoredRole(role, texts(document.path("inline")), texts(document.path("attached")));
  }

  private static ObjectNode texts(Map<String, String> map) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    map.forEach(node::put);
    return node;
  }

  private static SortedMap<String, String> texts(JsonNode node) {
    SortedMap<String, String> map = new TreeMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asString()));
    return map;
  }
}
