package dev.slipway.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/**
 * A message as it came, with the headers of Standard Webhooks.
 *
 * @param id {@code webhook-id}
 * @param timestamp {@code webhook-timestamp}, the seconds since 1970 at which it was signed
 * @param signatures {@code webhook-signature}: one or several, separated by spaces
 */
public record SignedMessage(String id, String timestamp, String signatures, String body) {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** Whether it was signed within five minutes of a moment, before or after. */
  public boolean isOf(Instant moment) {
    return isTimed()
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), moment)
                .abs()
                .compareTo(WINDOW)
            <= 0;
  }

  /** Whether one of its signatures was made with that secret. */
  public boolean isSignedWith(SigningSecret secret) {
    if (!isTimed()) return false;
    byte[] right = bytes(secret.sign(id, Long.parseLong(timestamp), body));
    boolean signed = false;
    for (String signature : signatures.split(" ", -1)) {
      signed |= MessageDigest.isEqual(right, bytes(signature));
    }
    return signed;
  }

  private boolean isTimed() {
    return timestamp.matches("[1-9][0-9]{0,11}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
