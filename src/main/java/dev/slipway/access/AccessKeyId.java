package dev.slipway.access;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * The ids of access keys. An id begins with four letters of Slipway's own, where AWS has {@code
 * AKIA}, so that no person and no scanner takes it for an id of AWS. Sixteen random characters of
 * AWS's alphabet follow (80 bits).
 */
final class AccessKeyId {

  private static final String PREFIX = "SLIP";
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int RANDOM = 16;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Z2-7]{" + RANDOM + "}");
  private static final SecureRandom SOURCE = new SecureRandom();

  private AccessKeyId() {}

  /** A new one. */
  static String next() {
    var id = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM; i++) {
      id.append(ALPHABET.charAt(SOURCE.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /** Whether a word can be the id of an access key of Slipway's. */
  static boolean isPossible(String id) {
    return FORM.matcher(id).matches();
  }
}
