package dev.slipway.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract, {@code openapi.yaml}, as text and as something to walk through. */
@Component
class Contract {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final String text;
  private final Node root;

  Contract() throws IOException {
    try (InputStream file = Contract.class.getResourceAsStream("/openapi.yaml")) {
      this.text =
          file == null
              ? "openapi: 3.1.0\n"
              : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    this.root = new Node(loaded, null);
    this.root.owner = this;
  }

  String text() {
    return text;
  }

  Node root() {
    return root;
  }

  /** One method of one path. */
  record Operation(String method, String path, Node node, List<Node> parameters) {

    String tag() {
      return node.at("tags").items().stream().findFirst().map(Node::text).orElse("other");
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    root.at("paths")
        .members()
        .forEach((path, item) ->
            item.members()
                .forEach((method, node) -> {
                  if (METHODS.contains(method)) {
                    List<Node> parameters = new ArrayList<>(item.at("parameters").items());
                    parameters.addAll(node.at("parameters").items());
                    operations.add(
                        new Operation(
                            method, path, node, parameters.stream().map(Node::resolved).toList()));
                  }
                }));
    return operations;
  }

  /** A value in the document; absent ones are empty rather than null. */
  static final class Node {
    private final @Nullable Object value;
    private @Nullable Contract owner;

    private Node(@Nullable Object value, @Nullable Contract owner) {
      this.value = value;
      this.owner = owner;
    }

    boolean exists() {
      return value != null;
    }

    Node at(String name) {
      return new Node(value instanceof Map<?, ?> map ? map.get(name) : null, owner);
    }

    String text() {
      return value == null ? "" : String.valueOf(value);
    }

    @Nullable Object raw() {
      return value;
    }

    List<Node> items() {
      return value instanceof List<?> list
          ? list.stream().map(item -> new Node(item, owner)).toList()
          : List.of();
    }

    Map<String, Node> members() {
      Map<String, Node> members = new java.util.LinkedHashMap<>();
      if (value instanceof Map<?, ?> map) {
        map.forEach((name, member) -> members.put(String.valueOf(name), new Node(member, owner)));
      }
      return Collections.unmodifiableMap(members);
    }

    /** The name of the component that this refers to; empty when it is no reference. */
    String reference() {
      String target = at("$ref").text();
      return target.substring(target.lastIndexOf('/') + 1);
    }

    /** What this refers to; itself when it is no reference. */
    Node resolved() {
      String target = at("$ref").text();
      if (target.isEmpty() || owner == null) {
        return this;
      }
      Node found = owner.root;
      for (String step : target.substring(2).split("/", -1)) {
        found = found.at(step);
      }
      return found;
    }
  }
}
