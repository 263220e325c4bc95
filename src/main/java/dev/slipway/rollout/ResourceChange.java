package dev.slipway.rollout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something in AWS that a deployment made, took away, or left to be taken away later.
 *
 * @param grace how long a left resource stays; null for a resource that is not left
 */
record ResourceChange(ResourceKind kind, String name, boolean made, @Nullable Duration grace) {

  static ResourceChange made(ResourceKind kind, String name) {
    return new ResourceChange(kind, name, true, null);
  }

  static ResourceChange gone(ResourceKind kind, String name) {
    return new ResourceChange(kind, name, false, null);
  }

  /**
   * A resource that stays on record as Slipway's for a while. It is collected once the grace is
   * over, if it is still unused.
   */
  static ResourceChange left(ResourceKind kind, String name, Duration grace) {
    return new ResourceChange(kind, name, false, grace);
  }
}
