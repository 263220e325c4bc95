package dev.slipway.simulator.iam;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A statement of an identity-based policy.
 *
 * @param policy the policy's name or ARN, for those who ask which one matched
 */
record Statement(String policy, JsonNode json) {

  /** The statements of a document that was accepted. */
  static List<Statement> of(String policy, String document) {
    List<Statement> statements = new java.util.ArrayList<>();
    PolicyDocument.statements(PolicyDocument.parse(document))
        .forEach(json -> statements.add(new Statement(policy, json)));
    return List.copyOf(statements);
  }

  boolean denies() {
    return json.path("Effect").asString("").equals("Deny");
  }

  /** Whether it speaks of this access, allowing or denying it. */
  boolean concerns(Access access) {
    String action = access.action().toLowerCase(Locale.ROOT);
    boolean named =
        json.has("NotAction")
            ? Conditions.texts(json.path("NotAction")).stream()
                .noneMatch(p -> Wildcards.matches(p.toLowerCase(Locale.ROOT), action))
            : Conditions.texts(json.path("Action")).stream()
                .anyMatch(p -> Wildcards.matches(p.toLowerCase(Locale.ROOT), action));
    return named && onResource(access.resource()) && met(access);
  }

  private boolean onResource(String resource) {
    return json.has("NotResource")
        ? Conditions.texts(json.path("NotResource")).stream()
            .noneMatch(p -> Wildcards.matches(p, resource))
        : Conditions.texts(json.path("Resource")).stream()
            .anyMatch(p -> Wildcards.matches(p, resource));
  }

  private boolean met(Access access) {
    return Conditions.met(json.path("Condition"), access.context());
  }
}
