package dev.slipway.access;

import dev.slipway.base.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code Authorization} header as RFC 6750 wants it. */
final class Bearer {

  private Bearer() {}

  /** The token, when the header carries one. */
  static Optional<String> token(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? authorization : authorization.substring(0, space);
    return scheme.equalsIgnoreCase("Bearer")
        ? Optional.of(authorization.substring(scheme.length()).strip())
        : Optional.empty();
  }

  /** The refusal of a token that is nobody's. */
  static Failure.Unauthenticated unknown() {
    return new Failure.Unauthenticated(
        "unauthenticated", "The token is unknown, has expired or was revoked; send a valid one.");
  }

  /** The refusal of a header that names no caller: says why, and what to send instead. */
  static Failure.Unauthenticated refusal(@Nullable String authorization) {
    return new Failure.Unauthenticated("unauthenticated", sentence(authorization));
  }

  private static String sentence(@Nullable String authorization) {
    if (authorization == null || authorization.isBlank()) {
      return "Send the header Authorization: Bearer <token>; in local mode the end of the start-up"
          + " log shows the token.";
    }
    if (authorization.startsWith("AWS4-")) {
      return "Signed calls are for predictions: the endpoint URL of an AWS SDK is that of the"
          + " prediction proxy, which has a port of its own (8081 unless set otherwise), and"
          + " this is the API's. To call the API send the header Authorization: Bearer"
          + " <token>.";
    }
    return "Only bearer tokens are known here: send the header Authorization: Bearer <token>.";
  }
}
