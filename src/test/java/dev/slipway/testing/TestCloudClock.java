package dev.slipway.testing;

import dev.slipway.cloud.CloudClock;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Cloud time as a test has it, and wall time is the same.
 *
 * @param source what tells it
 */
public record TestCloudClock(InstantSource source) implements CloudClock {

  /** Time that stands still. */
  public static TestCloudClock at(Instant moment) {
    return new TestCloudClock(InstantSource.fixed(moment));
  }

  @Override
  public Instant now() {
    return source.instant();
  }

  @Override
  public Instant wallTimeOf(Instant cloudTime) {
    return cloudTime;
  }
}
