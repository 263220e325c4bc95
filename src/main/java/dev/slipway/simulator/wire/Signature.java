package dev.slipway.simulator.wire;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signature version 4 says about its sender. The signature itself is not verified: any key
 * is accepted, and so is any secret.
 *
 * @param service the service in the scope
 */
record Signature(String accessKeyId, String region, String service) {

  private static final Pattern CREDENTIAL =
      Pattern.compile("([^/\\s,]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /** No signature at all, or one whose form is wrong. */
  static final class Missing extends RuntimeException {
    private final boolean absent;

    private Missing(boolean absent, String message) {
      super(message);
      this.absent = absent;
    }

    /** Whether there was nothing at all, rather than something broken. */
    boolean absent() {
      return absent;
    }
  }

  /** The signature in the header or, for a presigned URL, in the query. */
  static Signature of(WireRequest request) {
    String header = request.header("authorization");
    Map<String, String> query = request.parameters();
    if (header == null && !query.containsKey("X-Amz-Algorithm")) {
      throw new Missing(true, "Missing Authentication Token");
    }
    return header == null ? presigned(query) : fromHeader(header, request);
  }

  /** The service in the scope, when there is a readable signature. */
  static Optional<String> scope(WireRequest request) {
    String header = request.header("authorization");
    String credential =
        header == null ? request.parameters().getOrDefault("X-Amz-Credential", "") : header;
    Matcher matcher = CREDENTIAL.matcher(credential);
    return matcher.find() ? Optional.of(matcher.group(4)) : Optional.empty();
  }

  private static Signature fromHeader(String header, WireRequest request) {
    if (!header.startsWith("AWS4-HMAC-SHA256 ")) {
      throw new Missing(
          false, "Unsupported AWS 'algorithm': '" + header.replaceAll("\\s.*", "") + "'.");
    }
    String credential = part(header, "Credential");
    String signed = part(header, "SignedHeaders");
    String signature = part(header, "Signature");
    StringBuilder problems = new StringBuilder();
    for (var each :
        Map.of("Credential", credential, "SignedHeaders", signed, "Signature", signature)
            .entrySet()) {
      if (each.getValue().isEmpty()) {
        problems.append("Authorization header requires '" + each.getKey() + "' parameter. ");
      }
    }
    if (request.header("x-amz-date") == null && request.header("date") == null) {
      problems.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    if (!problems.isEmpty()) {
      throw new Missing(false, problems + "Authorization=" + header);
    }
    if (!HEX.matcher(signature).matches()) {
      throw new Missing(false, "The signature must be 64 lower-case hexadecimal digits.");
    }
    return scoped(credential);
  }

  private static Signature presigned(Map<String, String> query) {
    for (String name :
        new String[] {"X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature"}) {
      if (query.getOrDefault(name, "").isEmpty()) {
        throw new Missing(false, "AWS query-string parameters must include '" + name + "'.");
      }
    }
    return scoped(query.getOrDefault("X-Amz-Credential", ""));
  }

  private static Signature scoped(String credential) {
    Matcher matcher = CREDENTIAL.matcher(credential);
    if (!matcher.matches()) {
      throw new Missing(
          false,
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '"
              + credential
              + "'");
    }
    return new Signature(matcher.group(1), matcher.group(3), matcher.group(4));
  }

  private static String part(String header, String name) {
    Matcher matcher = Pattern.compile("[ ,]" + name + "=([^,\\s]+)").matcher(header);
    return matcher.find() ? matcher.group(1) : "";
  }
}
