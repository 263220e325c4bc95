package dev.slipway.cloud;

import java.util.Locale;

/**
 * Tag keys that users may not set: those that begin with {@code slipway:} or {@code aws:}. Case is
 * ignored, since AWS refuses its prefix in any case, and IAM takes keys of a role that differ only
 * in case for the same.
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
