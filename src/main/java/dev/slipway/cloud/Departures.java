package dev.slipway.cloud;

import java.time.Duration;
import java.time.Instant;

/**
 * When the calls of one queue leave this process: no faster than the rate, but for half a second's
 * worth. Slots alone do not hold it, since work that comes late to its slots comes all at once.
 * (The generic cell rate algorithm, ITU-T I.371.)
 *
 * <p>Safe for many threads. Moments are of cloud time.
 */
final class Departures {

  private static final Duration BURST = Duration.ofMillis(500);

  private Instant expected = Instant.MIN;

  /** When a call that came now would leave. */
  synchronized Instant next(Instant now) {
    return later(now, expected);
  }

  /** When the call leaves that has come now. */
  synchronized Instant leave(Instant now, double perSecond) {
    Instant leaves = later(now, expected);
    Instant from = now.minus(BURST);
    expected = (expected.isAfter(from) ? expected : from).plusNanos(Math.round(1e9 / perSecond));
    return leaves;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
