package dev.slipway.simulator.scaling;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What a target-tracking policy wants, as a pure decision ("Target tracking scaling policies", its
 * cooldowns included).
 */
final class Tracking {

  private Tracking() {}

  /**
   * The capacity to scale out to; empty when it stays. Within the scale-out cooldown only a larger
   * scale-out is allowed, reckoned from the capacity before the last one.
   *
   * @param value the metric's newest value, per instance
   */
  static OptionalInt out(
      Target target, int capacity, double value, double goal, int cooldown, Instant now) {
    Instant last = target.lastOut();
    boolean cooling = last != null && now.isBefore(last.plusSeconds(cooldown));
    int base = cooling ? target.beforeOut() : capacity;
    int wanted = target.within((int) Math.ceil(base * value / goal));
    int least = cooling ? Math.max(capacity, target.afterOut()) : capacity;
    return wanted > least ? OptionalInt.of(wanted) : OptionalInt.empty();
  }

  /** The capacity to scale in to; empty when it stays. */
  static OptionalInt in(
      Target target, int capacity, double value, double goal, int cooldown, Instant now) {
    Instant last = target.lastIn();
    if (last != null && now.isBefore(last.plusSeconds(cooldown))) {
      return OptionalInt.empty();
    }
    int wanted = target.within((int) Math.ceil(capacity * value / goal));
    return wanted < capacity ? OptionalInt.of(wanted) : OptionalInt.empty();
  }
}
