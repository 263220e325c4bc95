package dev.slipway.simulator.iam;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who may assume a role. Understands principals by account, root, ARN and {@code *}, and conditions
 * on {@code sts:ExternalId}; any other condition counts as not met.
 */
public final class TrustPolicy {

  private final JsonNode document;

  TrustPolicy(String text) {
    this.document = PolicyDocument.parse(text);
  }

  /**
   * Whether the caller may assume the role.
   *
   * @param principals everything the caller can be named by: its ARNs, its account's root and id
   */
  public boolean admits(Set<String> principals, @Nullable String externalId) {
    boolean allowed = false;
    for (JsonNode statement : PolicyDocument.statements(document)) {
      if (concerns(statement, principals) && met(statement.path("Condition"), externalId)) {
        if (statement.path("Effect").asString("").equals("Deny")) {
          return false;
        }
        allowed = true;
      }
    }
    return allowed;
  }

  private static boolean concerns(JsonNode statement, Set<String> principals) {
    boolean action =
        texts(statement.path("Action")).stream()
            .anyMatch(a -> a.equals("*") || a.equals("sts:*") || a.equals("sts:AssumeRole"));
    JsonNode principal = statement.path("Principal");
    List<String> named = principal.isString() ? texts(principal) : texts(principal.path("AWS"));
    return action && named.stream().anyMatch(n -> n.equals("*") || principals.contains(n));
  }

  private static boolean met(JsonNode conditions, @Nullable String externalId) {
    for (var operator : conditions.properties()) {
      for (var key : operator.getValue().properties()) {
        List<String> wanted = texts(key.getValue());
        boolean holds =
            key.getKey().equalsIgnoreCase("sts:ExternalId")
                && switch (operator.getKey()) {
                  case "StringEquals" -> externalId != null && wanted.contains(externalId);
                  case "StringNotEquals" -> externalId == null || !wanted.contains(externalId);
                  case "StringLike" -> externalId != null && like(wanted, externalId);
                  default -> false;
                };
        if (!holds) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean like(Collection<String> patterns, String text) {
    return patterns.stream()
        .map(p -> "\\Q" + p.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E")
        .anyMatch(text::matches);
  }

  private static List<String> texts(JsonNode node) {
    if (node.isArray()) {
      return node.values().stream().map(JsonNode::asString).toList();
    }
    return node.isString() ? List.of(node.stringValue()) : List.of();
  }
}
