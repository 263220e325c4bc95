package dev.slipway.access;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * What access keys are known by: four letters of ours where AWS has {@code AKIA}, so that nobody,
 * and no scanner, takes one for AWS's, and sixteen random ones of the same alphabet (80 bits).
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

  /** Whether it can be one of ours. */
  static boolean isPossible(String id) {
    return FORM.matcher(id).matches();
  }
}
