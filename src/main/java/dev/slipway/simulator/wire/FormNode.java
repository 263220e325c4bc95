package dev.slipway.simulator.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Dotted form parameters ({@code Tags.member.1.Key=a}) as the tree that they spell. */
final class FormNode {

  private final Map<String, FormNode> children = new LinkedHashMap<>();
  private @Nullable String value;

  static FormNode of(Map<String, String> parameters) {
    FormNode root = new FormNode();
    parameters.forEach((name, value) -> {
      FormNode node = root;
      for (String part : name.split("\\.", -1)) {
        node = node.children.computeIfAbsent(part, _ -> new FormNode());
      }
      node.value = value;
    });
    return root;
  }

  @Nullable FormNode child(String name) {
    return children.get(name);
  }

  @Nullable String value() {
    return value;
  }

  /** The numbered children in the order of their numbers. */
  List<FormNode> numbered() {
    Map<Integer, FormNode> byNumber = new TreeMap<>();
    children.forEach((name, node) -> {
      if (!name.matches("\\d{1,6}")) {
        throw new ServiceException(
            400, "MalformedQueryString", "The list index '" + name + "' is not a number.");
      }
      byNumber.put(Integer.valueOf(name), node);
    });
    return new ArrayList<>(byNumber.values());
  }
}
