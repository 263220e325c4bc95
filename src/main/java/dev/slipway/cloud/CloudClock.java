package dev.slipway.cloud;

import java.time.Instant;

/**
 * Cloud time: everything compared with or shown beside AWS's data. With AWS it is the machine's
 * clock; with the simulator it is the simulator's, which may run faster. Product code never learns
 * the factor.
 */
public interface CloudClock {

  /** Now, to the microsecond. */
  Instant now();

  /** The wall time at which a moment of cloud time comes, for the scheduler alone. */
  Instant wallTimeOf(Instant cloudTime);
}
