package dev.slipway.cloud;

import java.util.Locale;

/**
 * Which keys of tags are nobody's to choose. Upper and lower case are one here: AWS refuses its
 * prefix in either, and IAM takes two keys of a role that differ in nothing else for the same.
 */
public final class TagKeys {

  private TagKeys() {}

  /** Whether it is among Slipway's own, by which it knows what it made. */
  public static boolean ours(String key) {
    return begins(key, "slipway:");
  }

  /** Whether AWS put it there itself: nobody else can put or remove it. */
  public static boolean ofAws(String key) {
    return begins(key, "aws:");
  }

  /** Whether it is either's. */
  public static boolean reserved(String key) {
    return ours(key) || ofAws(key);
  }

  private static boolean begins(String key, String prefix) {
    return key.toLowerCase(Locale.ROOT).startsWith(prefix);
  }
}
