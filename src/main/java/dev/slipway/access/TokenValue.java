package dev.slipway.access;

import dev.slipway.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The tokens that Slipway makes. A token has a prefix by which people, scanners and redaction
 * recognise it, then 32 random letters and digits (190 bits), then six that check the rest. So a
 * token that was mistyped or made up is refused without a query.
 */
final class TokenValue {

  /** How the tokens of service accounts begin. */
  static final String PREFIX = "slp_";

  /** How much of a token may be shown: the prefix and four characters. */
  static final int SHOWN = 8;

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 32;
  private static final int CHECK = 6;
  private static final Pattern FORM =
      Pattern.compile("[a-z]{3}_[0-9A-Za-z]{%d}".formatted(RANDOM + CHECK));
  private static final SecureRandom SOURCE = new SecureRandom();

  private TokenValue() {}

  /** A new one. */
  static String next(String prefix) {
    var value = new StringBuilder(prefix);
    for (int i = 0; i < RANDOM; i++) {
      value.append(ALPHABET.charAt(SOURCE.nextInt(ALPHABET.length())));
    }
    return value + check(value.toString());
  }

  /** Whether a value can be a token of Slipway's with this prefix. */
  static boolean isPossible(String value, String prefix) {
    int end = value.length() - CHECK;
    return value.startsWith(prefix)
        && FORM.matcher(value).matches()
        && check(value.substring(0, end)).equals(value.substring(end));
  }

  /** What is stored in place of a token. */
  static String hash(String value) {
    return Sha256.hex(value);
  }

  private static String check(String text) {
    var sum = new CRC32();
    sum.update(text.getBytes(StandardCharsets.US_ASCII));
    var check = new StringBuilder();
    for (long rest = sum.getValue(); check.length() < CHECK; rest /= ALPHABET.length()) {
      check.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
    }
    return check.toString();
  }
}
