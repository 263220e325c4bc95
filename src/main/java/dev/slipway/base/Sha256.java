package dev.slipway.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), which every Java has. Safe for many threads. */
public final class Sha256 {

  private static final HexFormat HEX = HexFormat.of();

  /** Looking up the algorithm costs as much as hashing what is small. */
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha256::begin);

  private Sha256() {}

  /** A hash of what comes part by part. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A hash that has taken in what this one has, and goes on by itself. */
  public static MessageDigest copy(MessageDigest begun) {
    try {
      return (MessageDigest) begun.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every Java can copy a SHA-256", e);
    }
  }

  /** The hash, of 32 bytes. */
  public static byte[] of(byte[] bytes) {
    return DIGEST.get().digest(bytes);
  }

  /** The hash in 64 lower-case hexadecimal digits. */
  public static String hex(byte[] bytes) {
    return HEX.formatHex(of(bytes));
  }

  /** The hash of the text in UTF-8, in 64 lower-case hexadecimal digits. */
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
