package dev.slipway.proxy;

import dev.slipway.cloud.SigV4Secret.Scope;
import dev.slipway.proxy.Refusal.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of how a request was signed, not verified yet. It comes in the header {@code
 * Authorization}, as SDKs send it, or in the query (a presigned URL).
 *
 * @param names the signed headers as they were listed, {@code host;x-amz-date}
 * @param value the signature
 * @param presigned the seconds for which a presigned URL is good; null for a signed request
 * @param query what is signed of the query
 */
record StatedSignature(
    String accessKeyId,
    Scope scope,
    String names,
    String value,
    @Nullable String presigned,
    String query) {

  private static final String SCHEME = "AWS4-";
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final int PARTS = 5;

  /**
   * Whether a request is signed, rightly or not.
   *
   * @param authorization the lines of that header
   */
  static boolean isIn(List<String> authorization, @Nullable String query) {
    return (!authorization.isEmpty()
            && authorization.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        || (query != null
            && (query.contains("X-Amz-Signature=") || query.contains("X-Amz-Algorithm=")));
  }

  /**
   * Reads it.
   *
   * @throws Refusal when something is missing, contradictory or not understood
   */
  static StatedSignature of(Head head) {
    List<String> authorization = head.headers().getAll("authorization");
    boolean inQuery = head.query().contains("X-Amz-");
    if (authorization.size() + (inQuery ? 1 : 0) != 1) {
      throw incomplete(
          "Only one auth mechanism is allowed: one Authorization header, or a"
              + " presigned query.");
    }
    return inQuery ? presigned(head) : header(head, authorization.getFirst());
  }

  private static StatedSignature header(Head head, String authorization) {
    int space = authorization.indexOf(' ');
    requireAlgorithm(space < 0 ? authorization : authorization.substring(0, space));
    Map<String, String> stated = new HashMap<>();
    for (String part : authorization.substring(Math.max(space, 0)).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        stated.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!stated.containsKey(name)) {
        throw incomplete("Authorization header requires '%s' parameter.".formatted(name));
      }
    }
    List<String> dates = head.headers().getAll("x-amz-date");
    if (dates.size() != 1) {
      throw incomplete("Authorization header requires existence of one 'X-Amz-Date' header.");
    }
    refuseSession(head.headers().get("x-amz-security-token"));
    return of(stated, dates.getFirst(), null, head.query());
  }

  private static StatedSignature presigned(Head head) {
    Map<String, String> stated = new HashMap<>();
    StringBuilder rest = new StringBuilder(head.query().length());
    for (String part : head.query().split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (name.startsWith("X-Amz-")
          && stated.put(name.substring(6), Query.decoded(part.substring(equals + 1))) != null) {
        throw incomplete("The query has '%s' twice.".formatted(name));
      }
      if (!name.equals("X-Amz-Signature")) {
        rest.append(rest.isEmpty() ? "" : "&").append(part);
      }
    }
    requireAlgorithm(stated.getOrDefault("Algorithm", ""));
    for (String name : List.of("Credential", "Signature", "SignedHeaders", "Date", "Expires")) {
      if (!stated.containsKey(name)) {
        throw incomplete("AWS query-string parameters must include 'X-Amz-%s'.".formatted(name));
      }
    }
    refuseSession(stated.get("Security-Token"));
    return of(
        stated,
        stated.getOrDefault("Date", ""),
        stated.getOrDefault("Expires", ""),
        rest.toString());
  }

  private static StatedSignature of(
      Map<String, String> stated, String time, @Nullable String presigned, String query) {
    String credential = stated.getOrDefault("Credential", "");
    String[] parts = credential.split("/", -1);
    if (parts.length != PARTS) {
      throw incomplete(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term.");
    }
    if (!parts[4].equals("aws4_request")) {
      throw incomplete("Credential should be scoped with a valid terminator: 'aws4_request'.");
    }
    String names = stated.getOrDefault("SignedHeaders", "");
    if (!names.equals(names.toLowerCase(Locale.ROOT))) {
      throw incomplete("SignedHeaders must be in lower case.");
    }
    return new StatedSignature(
        parts[0],
        new Scope(time, parts[1], parts[2], parts[3]),
        names,
        stated.getOrDefault("Signature", ""),
        presigned,
        query);
  }

  private static void requireAlgorithm(String algorithm) {
    if (!algorithm.equals(ALGORITHM)) {
      throw incomplete("The proxy knows the algorithm %s alone.".formatted(ALGORITHM));
    }
  }

  private static void refuseSession(@Nullable String token) {
    if (token != null) {
      throw new Refusal(
          Reason.ACCESS_KEY_UNKNOWN,
          "The security token included in the request is invalid: Slipway's access keys have none."
              + " Leave the session token (AWS_SESSION_TOKEN) out.");
    }
  }

  private static Refusal incomplete(String detail) {
    return new Refusal(Reason.SIGNATURE_INCOMPLETE, detail);
  }
}
