package dev.slipway.catalog;

import dev.slipway.base.Violations;
import java.net.URI;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a schema refers to (JSON Schema 2020-12, section 8.2). It must stand in the schema itself,
 * since nothing is fetched; and following it must lead on into the answer, not round in circles.
 */
final class SchemaReferences {

  private static final List<String> REFERRING = List.of("$ref", "$dynamicRef");
  private static final List<String> NAMING = List.of("$anchor", "$dynamicAnchor");

  /** Whose schemas are held against the same part of the answer as the one that they stand in. */
  private static final List<String> SAME_PART =
      List.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas");

  private final JsonNode schema;

  private SchemaReferences(JsonNode schema) {
    this.schema = schema;
  }

  /** Notes what is at fault; whether nothing is. */
  static boolean check(JsonNode schema, String at, Violations found) {
    var references = new SchemaReferences(schema);
    List<String> all = references.all();
    List<String> elsewhere = all.stream().filter(one -> !one.startsWith("#")).toList();
    List<String> nowhere =
        references.isOneDocument()
            ? all.stream().filter(one -> one.startsWith("#") && !references.leads(one)).toList()
            : List.of();
    boolean loops = all.stream().anyMatch(references::loops);
    found
        .require(
            elsewhere.isEmpty(),
            at,
            "It refers to "
                + String.join(", ", elsewhere)
                + "; only what stands in the schema itself (#/$defs/…) is read.")
        .require(
            nowhere.isEmpty(),
            at,
            "It refers to " + String.join(", ", nowhere) + ", which does not stand in it.")
        .require(!loops, at, "Following what it refers to leads round in circles.");
    return elsewhere.isEmpty() && nowhere.isEmpty() && !loops;
  }

  private List<String> all() {
    return within(schema)
        .flatMap(node -> REFERRING.stream().map(node::path))
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .distinct()
        .toList();
  }

  private static Stream<JsonNode> within(JsonNode node) {
    return Stream.concat(Stream.of(node), node.values().stream().flatMap(SchemaReferences::within));
  }

  /** Below a name of its own, a part is a document of its own, to which its pointers belong. */
  private boolean isOneDocument() {
    return within(schema).noneMatch(node -> node != schema && node.path("$id").isString());
  }

  private boolean leads(String reference) {
    return !target(reference).isMissingNode();
  }

  private JsonNode target(String reference) {
    try {
      String fragment = URI.create(reference).getFragment();
      if (fragment == null || !reference.startsWith("#")) return MissingNode.getInstance();
      return fragment.isEmpty() || fragment.startsWith("/")
          ? schema.at(JsonPointer.compile(fragment))
          : named(fragment);
    } catch (IllegalArgumentException unreadable) {
      return MissingNode.getInstance();
    }
  }

  private JsonNode named(String anchor) {
    return within(schema)
        .filter(node -> NAMING.stream().anyMatch(it -> anchor.equals(node.path(it).asString(""))))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private boolean loops(String reference) {
    return loops(target(reference), identities(), identities());
  }

  private boolean loops(JsonNode at, Set<JsonNode> way, Set<JsonNode> done) {
    if (!at.isObject() || done.contains(at)) return false;
    if (!way.add(at)) return true;
    boolean loops = ofTheSamePart(at).anyMatch(next -> loops(next, way, done));
    way.remove(at);
    done.add(at);
    return loops;
  }

  private Stream<JsonNode> ofTheSamePart(JsonNode at) {
    Stream<JsonNode> referred =
        REFERRING.stream()
            .map(at::path)
            .filter(JsonNode::isString)
            .map(it -> target(it.asString()));
    Stream<JsonNode> applied =
        SAME_PART.stream()
            .map(at::path)
            .flatMap(it -> Stream.concat(Stream.of(it), it.values().stream()));
    return Stream.concat(referred, applied);
  }

  private static Set<JsonNode> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
