package dev.slipway.base;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Wall time: leases, tokens, idempotency, the scheduler. Everything that is compared with or shown
 * beside AWS's data uses cloud time instead, which is another type on purpose.
 */
public final class WallClock {

  private final InstantSource source;

  public WallClock(InstantSource source) {
    this.source = source;
  }

  /** The machine's clock. */
  public static WallClock system() {
    return new WallClock(InstantSource.system());
  }

  /** Now, to the microsecond (what Postgres keeps). */
  public Instant now() {
    return source.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
