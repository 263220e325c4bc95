package dev.slipway.simulator.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Who may assume a role. Understands principals by account, root, ARN and {@code *}, and conditions
 * as {@link Conditions} does.
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
   * @param context values of condition keys, {@code sts:ExternalId} where the caller gave one
   */
  public boolean admits(Set<String> principals, Map<String, List<String>> context) {
    boolean allowed = false;
    for (JsonNode statement : PolicyDocument.statements(document)) {
      if (concerns(statement, principals) && Conditions.met(statement.path("Condition"), context)) {
        if (statement.path("Effect").asString("").equals("Deny")) {
          return false;
        }
        allowed = true;
      }
    }
    return allowed;
  }

  /** Whether an AWS service may assume the role, such as {@code sagemaker.amazonaws.com}. */
  public boolean admitsService(String service) {
    boolean allowed = false;
    for (JsonNode statement : PolicyDocument.statements(document)) {
      JsonNode principal = statement.path("Principal");
      boolean named =
          "*".equals(principal.asString(""))
              || Conditions.texts(principal.path("Service")).contains(service);
      if (named && isAssumption(statement)) {
        if (statement.path("Effect").asString("").equals("Deny")) {
          return false;
        }
        allowed = true;
      }
    }
    return allowed;
  }

  private static boolean isAssumption(JsonNode statement) {
    return Conditions.texts(statement.path("Action")).stream()
        .anyMatch(a -> Wildcards.matches(a.toLowerCase(Locale.ROOT), "sts:assumerole"));
  }

  private static boolean concerns(JsonNode statement, Set<String> principals) {
    boolean action = isAssumption(statement);
    JsonNode principal = statement.path("Principal");
    List<String> named =
        principal.isString()
            ? Conditions.texts(principal)
            : Conditions.texts(principal.path("AWS"));
    return action && named.stream().anyMatch(n -> n.equals("*") || principals.contains(n));
  }
}
