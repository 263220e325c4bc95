package dev.slipway.simulator.iam;

import dev.slipway.simulator.wire.ServiceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Policy documents as text: what IAM refuses of them, and how it shows them. */
final class PolicyDocument {

  private static final JsonMapper JSON = new JsonMapper();

  private PolicyDocument() {}

  /** A role's trust policy: statements with principals and without resources. */
  static void requireTrust(String text) {
    for (JsonNode statement : statements(parse(text))) {
      if (!statement.has("Principal") && !statement.has("NotPrincipal")) {
        throw malformed("Missing required field Principal");
      }
      if (statement.has("Resource") || statement.has("NotResource")) {
        throw malformed("Has prohibited field Resource");
      }
    }
  }

  /** An inline policy: statements with actions and resources, without principals. */
  static void requirePermissions(String text) {
    for (JsonNode statement : statements(parse(text))) {
      if (statement.has("Principal")) {
        throw malformed("Policy document should not specify a principal.");
      }
      if (!statement.has("Action") && !statement.has("NotAction")) {
        throw malformed("Policy statement must contain actions.");
      }
      if (!statement.has("Resource") && !statement.has("NotResource")) {
        throw malformed("Policy statement must contain resources.");
      }
    }
  }

  /** IAM returns documents percent-encoded (RFC 3986). */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static JsonNode parse(String text) {
    try {
      JsonNode document = JSON.readTree(text);
      if (document.isObject()) {
        return document;
      }
    } catch (JacksonException notJson) {
      // told below
    }
    throw malformed("This policy contains invalid Json");
  }

  static Iterable<JsonNode> statements(JsonNode document) {
    JsonNode statement = document.path("Statement");
    Iterable<JsonNode> all = statement.isArray() ? statement.values() : List.of(statement);
    boolean any = false;
    for (JsonNode each : all) {
      any = true;
      String effect = each.path("Effect").asString("");
      if (!each.isObject() || !(effect.equals("Allow") || effect.equals("Deny"))) {
        throw malformed("Syntax errors in policy.");
      }
    }
    if (!any) {
      throw malformed("Syntax errors in policy.");
    }
    return all;
  }

  private static ServiceException malformed(String message) {
    return new ServiceException(400, "MalformedPolicyDocument", message);
  }
}
