package dev.slipway.simulator.wire;

import org.jspecify.annotations.Nullable;

/** What is known of access keys. */
@FunctionalInterface
public interface AccessKeys {

  /** The account that a key belongs to. */
  String accountOf(String accessKeyId);

  /**
   * Whether a key may be used with this session token, or without one.
   *
   * @param token null for none
   */
  default boolean mayBeUsed(String accessKeyId, @Nullable String token) {
    return true;
  }
}
